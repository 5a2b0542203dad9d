package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.store.CopyId;
import java.time.Instant;

/** What Atlas's snapshots are called in a store. */
final class Snapshots {

    private Snapshots() {}

    /** The copy of a snapshot in the sandbox's project, as {@code offsite snapshots} lets one work it out. */
    static CopyId copyId(Site site, String cluster, String snapshotId) {
        Cli.Ran ran = Cli.plain(site.command("snapshots", Sandbox.PROJECT, cluster, "--json"));
        for (JsonNode snapshot : ran.json()) {
            if (snapshot.path("id").asText().equals(snapshotId)) {
                return new CopyId(
                        Sandbox.PROJECT,
                        cluster,
                        Instant.parse(snapshot.path("takenAt").asText()),
                        snapshotId);
            }
        }
        throw new AssertionError("Atlas has no snapshot " + snapshotId);
    }
}

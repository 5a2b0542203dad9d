package io.atlasoffsite.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What restores may do. Immutable and thread safe.
 *
 * @param directory restores that come by message land below it
 * @param inAtlas restores that Atlas does itself
 */
public record RestoreConfig(Path directory, InAtlas inAtlas) {

    /**
     * Restores in Atlas, which wipe their target first.
     *
     * @param enabled false refuses all of them
     * @param ledger the store that remembers which were asked for; present when enabled
     * @param targets the only clusters that may be wiped
     */
    public record InAtlas(boolean enabled, Optional<String> ledger, List<Target> targets) {

        /** Copies the list. */
        public InAtlas {
            targets = List.copyOf(targets);
        }
    }

    /**
     * A cluster that may be wiped.
     *
     * @param project the project's id
     * @param cluster the cluster's name
     * @param allowProtected true when it may be wiped although a plan looks after it
     */
    public record Target(String project, String cluster, boolean allowProtected) {}
}

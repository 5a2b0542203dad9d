package io.atlasoffsite.sandbox;

import java.time.Instant;
import java.util.function.Function;

/** One download link. Thread-safe. */
final class Link {

    private final String url;
    private final String target;
    private final String clusterName;
    private final String snapshotId;
    private final Instant expires;
    private final LinkRules rules;
    private final Function<String, Archive> maker;
    private Archive archive;
    private boolean asked;
    private boolean delivered;
    private boolean withdrawn;

    /** {@code maker} makes the archive of a variant; the empty variant is the true one. */
    Link(
            String base,
            String target,
            Snapshot snapshot,
            Instant expires,
            LinkRules rules,
            Function<String, Archive> maker) {
        this.url = base + target;
        this.target = target;
        this.clusterName = snapshot.cluster().name();
        this.snapshotId = snapshot.id();
        this.expires = expires;
        this.rules = rules;
        this.maker = maker;
    }

    String url() {
        return url;
    }

    String target() {
        return target;
    }

    String clusterName() {
        return clusterName;
    }

    String snapshotId() {
        return snapshotId;
    }

    Instant expires() {
        return expires;
    }

    LinkRules rules() {
        return rules;
    }

    synchronized Archive archive() {
        if (archive == null) {
            archive = maker.apply("");
        }
        return archive;
    }

    /** Other bytes, as if the object behind the link had been replaced. */
    Archive changed() {
        return maker.apply("/changed");
    }

    /** Notes one request; false when the link is used up, withdrawn or too old. */
    synchronized boolean open(Instant now) {
        boolean open = !withdrawn && now.isBefore(expires) && !usedUp();
        asked = true;
        return open;
    }

    synchronized void delivered() {
        delivered = true;
    }

    synchronized void withdraw() {
        withdrawn = true;
    }

    private boolean usedUp() {
        return switch (rules.use()) {
            case ANY -> false;
            case ONE_SUCCESS -> delivered;
            case ONE_REQUEST -> asked;
        };
    }
}

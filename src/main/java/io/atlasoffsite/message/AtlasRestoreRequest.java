package io.atlasoffsite.message;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Somebody wants Atlas to restore one of its own snapshots, which wipes the target first. Immutable and thread safe. Those that
 * {@link RestoreRequests} parsed hold only values that fit the patterns of Atlas and of this project.
 *
 * @param requestId the request's own id: 1 to 200 visible ASCII characters, none of them a brace or a dollar sign; it is posted once, ever
 * @param atlas the name of the access to Atlas
 * @param project the id of the project the snapshot is of, 24 hexadecimal digits
 * @param cluster the name of the cluster the snapshot is of
 * @param kind {@code auto}, {@code flex}, {@code dedicated}, {@code shared} or {@code serverless}; empty means auto
 * @param choice what it is restored to
 * @param target what is wiped
 * @param confirm {@code <target projectId>/<cluster>}, typed once more; empty when nobody did, which is a reason to refuse
 * @param notAfter when nobody wants it any more, in UTC
 * @param replyTo the queue that hears of the result; empty for what the message itself says
 */
public record AtlasRestoreRequest(
        String requestId,
        String atlas,
        String project,
        String cluster,
        Optional<String> kind,
        Choice choice,
        Target target,
        Optional<String> confirm,
        Instant notAfter,
        Optional<String> replyTo) {

    /** Refuses null. */
    public AtlasRestoreRequest {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(atlas, "atlas");
        Objects.requireNonNull(project, "project");
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(choice, "choice");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(confirm, "confirm");
        Objects.requireNonNull(notAfter, "notAfter");
        Objects.requireNonNull(replyTo, "replyTo");
    }

    /** What the target is restored to. */
    public sealed interface Choice {}

    /**
     * One snapshot.
     *
     * @param snapshotId 24 hexadecimal digits
     */
    public record OfSnapshot(String snapshotId) implements Choice {

        /** Refuses null. */
        public OfSnapshot {
            Objects.requireNonNull(snapshotId, "snapshotId");
        }
    }

    /** The newest snapshot that is completed. */
    public record Newest() implements Choice {}

    /**
     * A point in time, by continuous backup; Atlas itself finds the snapshot to begin with.
     *
     * @param moment which point
     * @param snapshotId the snapshot the request names besides; empty for none
     */
    public record PointInTime(Moment moment, Optional<String> snapshotId) implements Choice {

        /** Refuses null. */
        public PointInTime {
            Objects.requireNonNull(moment, "moment");
            Objects.requireNonNull(snapshotId, "snapshotId");
        }
    }

    /** A point in time. */
    public sealed interface Moment {}

    /**
     * By the clock.
     *
     * @param instant in UTC
     */
    public record At(Instant instant) implements Moment {

        /** Refuses null. */
        public At {
            Objects.requireNonNull(instant, "instant");
        }
    }

    /**
     * By the oplog: everything up to this entry.
     *
     * @param oplogTs seconds since 1970, 0 or more
     * @param oplogInc the entry's number in that second, 0 or more
     */
    public record Oplog(long oplogTs, long oplogInc) implements Moment {}

    /**
     * A cluster.
     *
     * @param project its project's id, 24 hexadecimal digits
     * @param cluster its name
     */
    public record Target(String project, String cluster) {

        /** Refuses null. */
        public Target {
            Objects.requireNonNull(project, "project");
            Objects.requireNonNull(cluster, "cluster");
        }

        /** As {@code confirm} has it. */
        @Override
        public String toString() {
            return project + "/" + cluster;
        }
    }

    /**
     * The one snapshot that is named.
     *
     * @return 24 hexadecimal digits, empty when none is
     */
    public Optional<String> snapshotId() {
        if (choice instanceof OfSnapshot one) {
            return Optional.of(one.snapshotId());
        }
        return choice instanceof PointInTime point ? point.snapshotId() : Optional.empty();
    }

    /**
     * What a dead letter says this request is about.
     *
     * @return what the request itself tells
     */
    public DeadLetter.Context context() {
        return new DeadLetter.Context("", cluster, snapshotId().orElse(""), List.of());
    }
}

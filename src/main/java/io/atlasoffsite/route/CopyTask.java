package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.atlas.Snapshot;
import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.message.DeadLetter;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.store.CopyId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A copy on its way through {@code offsite-copy-snapshot}: the body between its steps.
 *
 * @param request what was asked
 * @param plan its plan, made up for a request without one
 * @param startedAt when the request was taken up, UTC
 * @param snapshot the snapshot chosen; empty before that
 * @param targets how the copy stands in each store, in the plan's order
 */
record CopyTask(CopyRequest request, Plan plan, Instant startedAt, Optional<Snapshot> snapshot, List<Target> targets) {

    static CopyTask begin(CopyRequest request, Plan plan, Instant now) {
        List<Target> targets =
                plan.stores().stream().<Target>map(Target.Pending::new).toList();
        return new CopyTask(request, plan, now, Optional.empty(), targets);
    }

    CopyTask of(Snapshot chosen) {
        return new CopyTask(request, plan, startedAt, Optional.of(chosen), targets);
    }

    CopyTask with(Target changed) {
        List<Target> next = targets.stream()
                .map(target -> target.store().equals(changed.store()) ? changed : target)
                .toList();
        return new CopyTask(request, plan, startedAt, snapshot, next);
    }

    /** The copy's name; only once the snapshot is chosen. */
    CopyId copyId() {
        Snapshot chosen = chosen();
        return new CopyId(plan.project(), plan.cluster(), chosen.takenAt().orElseThrow(), chosen.id());
    }

    Snapshot chosen() {
        return snapshot.orElseThrow(() -> new IllegalStateException("no snapshot was chosen yet"));
    }

    /** About how long each archive will be, going by what Atlas says of the whole; empty when it says nothing. */
    OptionalLong sizeHint(int archives) {
        OptionalLong whole = chosen().storageSizeBytes();
        return whole.isPresent() && archives > 0 ? OptionalLong.of(whole.getAsLong() / archives) : OptionalLong.empty();
    }

    List<Target.Pending> pending() {
        return all(Target.Pending.class);
    }

    List<Target.Present> present() {
        return all(Target.Present.class);
    }

    List<OffsiteException> failures() {
        return all(Target.Lost.class).stream().map(Target.Lost::failure).toList();
    }

    /** What a dead letter about it says. */
    DeadLetter.Context context() {
        List<String> without = targets.stream()
                .filter(target -> !(target instanceof Target.Present))
                .map(Target::store)
                .toList();
        String snapshotId = snapshot.map(Snapshot::id).or(request::snapshotId).orElse("");
        return new DeadLetter.Context(planName(), plan.cluster(), snapshotId, without);
    }

    /** The plan's name, empty for a request without one. */
    String planName() {
        return plan.isAdHoc() ? "" : plan.name();
    }

    /** Nobody has it, and somebody wants it. */
    boolean fetchNeeded() {
        return present().isEmpty() && !pending().isEmpty();
    }

    /** Somebody has it, and somebody else still wants it. */
    boolean replicable() {
        return !present().isEmpty() && !pending().isEmpty();
    }

    private <T extends Target> List<T> all(Class<T> state) {
        return targets.stream().filter(state::isInstance).map(state::cast).toList();
    }
}

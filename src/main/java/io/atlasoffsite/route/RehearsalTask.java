package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.plan.Rehearsal;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.RehearsalRecord;
import java.util.Optional;

/**
 * One copy to be restored for a rehearsal, or why there is none. Immutable.
 *
 * @param request what was asked for
 * @param plan whose copy
 * @param place whose copy, in the stores' words
 * @param store from which store
 * @param copy which; empty when there is none
 * @param bytes of its archives
 * @param lost why there is none; present exactly when there is no copy
 */
record RehearsalTask(
        RehearseRequest request,
        Plan plan,
        RehearsalRecord.Place place,
        String store,
        Optional<CopyId> copy,
        long bytes,
        Optional<OffsiteException> lost) {

    /** How the plan wants it. */
    Rehearsal wish() {
        return plan.rehearse().orElse(Rehearsal.BY_HAND);
    }

    /** The cluster as status and metrics call it. */
    String label() {
        return RehearsalPromises.label(plan, place);
    }
}

package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.restore.Tally;
import io.atlasoffsite.store.CopyId;
import java.util.List;
import java.util.Map;

/**
 * What the steps of a verification hand on.
 *
 * @param chosen what is to be proved
 * @param unread why a store could not say what it has
 * @param tally hears how far it is
 */
record VerifyTask(List<Chosen> chosen, Map<String, OffsiteException> unread, Tally tally) {

    /**
     * A copy in a store.
     *
     * @param store the store's name
     * @param copy which copy
     * @param bytes of its archives, 0 when nobody knows
     */
    record Chosen(String store, CopyId copy, long bytes) {}
}

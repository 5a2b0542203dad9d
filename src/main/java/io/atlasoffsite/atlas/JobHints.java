package io.atlasoffsite.atlas;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import java.io.IOException;

/** Tells from the failure of a call about a download job what has become of the job. */
public final class JobHints {

    private static final int CLIENT_ERRORS = 400;
    private static final int SERVER_ERRORS = 500;
    private static final int REQUEST_TIMEOUT = 408;

    private JobHints() {}

    /**
     * Whether somebody, perhaps this very installation, is downloading already.
     *
     * @param failure of the request for a download
     * @return true for Atlas's two codes that say so
     */
    public static boolean busy(OffsiteException failure) {
        return has(failure, ErrorRule.Remedy.REUSE);
    }

    /**
     * Whether Atlas refused, so that it certainly made no job. Something in between, which says 408 when it got no answer in time,
     * does not know what Atlas did.
     *
     * @param failure of the request for a download
     * @return true for an answer of 400 to 499 other than 408
     */
    public static boolean refused(OffsiteException failure) {
        return failure.status() >= CLIENT_ERRORS
                && failure.status() < SERVER_ERRORS
                && failure.status() != REQUEST_TIMEOUT;
    }

    /**
     * Whether the request certainly never reached Atlas: no connection stood, or it was too late to send it.
     *
     * @param failure of the request
     * @return true when nothing can have been done
     */
    public static boolean neverSent(OffsiteException failure) {
        return failure.reason() == Reason.RESTORE_REFUSED
                || failure.getCause() instanceof IOException broken && Connections.neverMade(broken);
    }

    /**
     * Whether nobody knows if Atlas has made a job: no answer, a failure of Atlas itself, or an answer that cannot be read.
     *
     * @param failure of the request for a download
     * @return true when the job must be looked for
     */
    public static boolean unknown(OffsiteException failure) {
        return failure.reason() == Reason.ATLAS_UNAVAILABLE && !refused(failure);
    }

    /**
     * Whether the job is no longer there, or no longer of use.
     *
     * @param failure of a look at the job
     * @return true when another job is worth asking for
     */
    public static boolean gone(OffsiteException failure) {
        return failure.code().equals("RESTORE_JOB_NOT_FOUND") || has(failure, ErrorRule.Remedy.NEW_JOB);
    }

    private static boolean has(OffsiteException failure, ErrorRule.Remedy remedy) {
        return ErrorRules.all().stream()
                .anyMatch(rule -> rule.remedy() == remedy && rule.code().equals(failure.code()));
    }
}

package io.atlasoffsite.atlas;

import io.atlasoffsite.Reason;

/**
 * What one of Atlas's refusals means: a row of docs/errors.md.
 *
 * @param status the HTTP status it belongs to
 * @param code Atlas's {@code errorCode}, empty for every other code of that status
 * @param remedy what the pack does about it
 * @param reason why the request failed, once the remedy is used up
 * @param hint what a person can do
 */
record ErrorRule(int status, String code, Remedy remedy, Reason reason, String hint) {

    /** What the pack itself can do about a refusal. */
    enum Remedy {
        /** Wait and ask again, as Atlas says or by back-off. */
        WAIT,
        /** Somebody is downloading already: find out who, then use that job or wait for its end. */
        REUSE,
        /** Fetch another token, once. */
        LOGIN_AGAIN,
        /** Ask for a new download. */
        NEW_JOB,
        /** Ask the API of another kind of cluster. */
        OTHER_KIND,
        /** Nothing: asking again would give the same answer. */
        NONE
    }

    boolean retryable() {
        return remedy == Remedy.WAIT || remedy == Remedy.REUSE || remedy == Remedy.NEW_JOB;
    }
}

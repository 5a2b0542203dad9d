package io.atlasoffsite.atlas;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import java.time.Duration;

/** What to do after one try of a call. */
public sealed interface Verdict {

    /**
     * The call has succeeded.
     *
     * @param status the HTTP status, 200 to 299
     * @param body the JSON that came; a missing node when Atlas sent none, as it may with 204
     */
    record Done(int status, JsonNode body) implements Verdict {}

    /**
     * The call is worth another try.
     *
     * @param pause how long to wait first, not negative
     * @param loginAgain true when the credentials just used must not be used again
     * @param why what happened, for the log
     */
    record Again(Duration pause, boolean loginAgain, OffsiteException why) implements Verdict {}

    /**
     * The call has failed for good.
     *
     * @param why the failure, to be thrown
     */
    record Failed(OffsiteException why) implements Verdict {}
}

package io.atlasoffsite.atlas;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import java.time.Duration;
import java.util.Optional;

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
     * @param asked how long Atlas wants to hear nothing more, within what is obeyed; empty when it did not say
     */
    record Failed(OffsiteException why, Optional<Duration> asked) implements Verdict {

        Failed(OffsiteException why) {
            this(why, Optional.empty());
        }
    }
}

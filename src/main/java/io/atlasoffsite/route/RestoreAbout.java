package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.message.CopyOutcome;
import io.atlasoffsite.message.DeadLetter;
import io.atlasoffsite.message.RequestQueue;
import io.atlasoffsite.message.RestoreOutcome;
import io.atlasoffsite.message.RestoreResult;
import io.atlasoffsite.message.RestoreSubject;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * What is known of a restore so far, put on the exchange so that letter, event and answer find it when a later step fails. Immutable and
 * thread safe.
 *
 * @param requestId the request, empty when it could not be read
 * @param subject what it is about, as far as it is known
 * @param context what a letter says it is about
 * @param jobId the job in Atlas, once there is one
 * @param unknown true from when Atlas may restore although nobody hears of it
 */
record RestoreAbout(
        String requestId, RestoreSubject subject, DeadLetter.Context context, Optional<String> jobId, boolean unknown) {

    private static final String PROPERTY = "OffsiteRestore";

    /** A restore nothing has been done for yet. */
    static RestoreAbout begun(String requestId, RestoreSubject subject, DeadLetter.Context context) {
        return new RestoreAbout(requestId, subject, context, Optional.empty(), false);
    }

    /** The same with more known of what it is about. */
    RestoreAbout of(RestoreSubject known) {
        return new RestoreAbout(requestId, known, context, jobId, unknown);
    }

    /** The same with its job. */
    RestoreAbout withJob(String id) {
        return new RestoreAbout(requestId, subject, context, Optional.of(id), unknown);
    }

    /** The same, of which nobody can say whether it happens. */
    RestoreAbout withUnknownOutcome(boolean nobodyKnows) {
        return new RestoreAbout(requestId, subject, context, jobId, nobodyKnows);
    }

    RestoreResult failed(OffsiteException why) {
        CopyOutcome.Failure failure = new CopyOutcome.Failure(why.reason(), why.getMessage(), why.hint());
        return new RestoreResult(requestId, subject, new RestoreOutcome.Failed(unknown, jobId, failure));
    }

    void carry(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    static Optional<RestoreAbout> carried(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, RestoreAbout.class));
    }

    /** What is known of a request that could not be read: only by which queue it came. */
    static RestoreAbout unread(RequestQueue queue) {
        RestoreSubject subject = queue == RequestQueue.ATLAS_RESTORE
                ? RestoreSubject.InAtlas.unknown()
                : RestoreSubject.Offsite.unknown();
        return begun("", subject, DeadLetter.Context.unknown());
    }
}

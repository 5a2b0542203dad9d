package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.CopyOutcome;
import io.atlasoffsite.message.CopyResult;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/** What the caller of {@code direct:offsite-copy-snapshot} can say of a copy, however it ended. Stateless. */
public final class CopyAnswer {

    private CopyAnswer() {}

    /**
     * What became of the copy in each store.
     *
     * @param ended the exchange as it came back; not null
     * @param requestId the request it was about; not null
     * @param stores the stores it was meant for, for a copy that ended before they were looked at; not null
     * @return the result, with an outcome for each store also when the route threw
     */
    public static CopyResult of(Exchange ended, String requestId, List<String> stores) {
        CopyResult concluded = ended.getProperty(Results.PROPERTY, CopyResult.class);
        if (concluded != null) {
            return concluded;
        }
        OffsiteException why = why(ended);
        Optional<CopyTask> carried = Exchanges.carried(ended);
        if (carried.isPresent()) {
            return Results.of(given(carried.get(), why));
        }
        CopyOutcome.Failure failure = new CopyOutcome.Failure(why.reason(), why.getMessage(), why.hint());
        return new CopyResult(
                requestId,
                "",
                stores.stream()
                        .map(store -> CopyOutcome.failed("", store, failure))
                        .toList());
    }

    /** What was still to be done when the route threw is lost for the same reason. */
    private static CopyTask given(CopyTask task, OffsiteException why) {
        CopyTask closed = task;
        for (Target.Pending pending : task.pending()) {
            closed = closed.with(new Target.Lost(pending.store(), why));
        }
        return closed;
    }

    private static OffsiteException why(Exchange ended) {
        return Optional.ofNullable(ended.getException())
                .flatMap(Failures::known)
                .orElseGet(() -> OffsiteException.because(Reason.UNEXPECTED, "the copy was broken off")
                        .hint("try again; what is there already is not fetched twice")
                        .build());
    }
}

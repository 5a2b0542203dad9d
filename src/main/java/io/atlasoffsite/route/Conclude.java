package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.message.CopyOutcome;
import io.atlasoffsite.message.CopyResult;
import io.atlasoffsite.store.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/** The last step of a copy: its result, or the exception of the first store that stayed without. Thread safe. */
final class Conclude {

    /** Exchange property with the {@link CopyResult}, there also when the route threw. */
    static final String RESULT = "OffsiteCopyResult";

    private final Turns turns;
    private final Tally tally;
    private final HandOver results;

    Conclude(Turns turns, Tally tally, HandOver results) {
        this.turns = turns;
        this.tally = tally;
        this.results = results;
    }

    void conclude(Exchange exchange) {
        turns.end(exchange);
        CopyTask task = Exchanges.body(exchange, CopyTask.class);
        CopyResult result = results.located(task);
        exchange.setProperty(RESULT, result);
        tally.ended(exchange, task);
        Optional<OffsiteException> failure = task.failures().stream().findFirst();
        if (failure.isPresent()) {
            throw failure.get();
        }
        exchange.getMessage().setBody(result);
    }

    /** What became of a task no store of which is pending any more. */
    static CopyResult result(CopyTask task) {
        List<CopyOutcome> outcomes = task.targets().stream()
                .flatMap(target -> outcomes(task, target))
                .toList();
        return new CopyResult(task.request().requestId(), task.planName(), outcomes);
    }

    private static Stream<CopyOutcome> outcomes(CopyTask task, Target target) {
        String copyId = task.snapshot().isEmpty() ? "" : task.copyId().toString();
        if (target instanceof Target.Lost lost) {
            OffsiteException why = lost.failure();
            return Stream.of(CopyOutcome.failed(
                    copyId, lost.store(), new CopyOutcome.Failure(why.reason(), why.getMessage(), why.hint())));
        }
        Target.Present present = (Target.Present) target;
        return present.manifest().archives().stream().map(archive -> outcome(present, archive));
    }

    private static CopyOutcome outcome(Target.Present present, Manifest.Archive archive) {
        Optional<Target.Moved> moved = Optional.ofNullable(present.moved().get(archive.file()));
        String copyId = present.manifest().copyId().toString();
        CopyOutcome.Archive described = new CopyOutcome.Archive(
                archive.file(),
                archive.bytes(),
                archive.sha256(),
                seconds(moved.map(now -> now.archive().transferSeconds())),
                seconds(moved.map(now -> now.archive().transferCpuSeconds())),
                moved.map(Target.Moved::proofSeconds).orElse(OptionalDouble.empty()));
        return present.ours()
                ? CopyOutcome.copied(copyId, present.store(), described)
                : CopyOutcome.skipped(copyId, present.store(), Optional.of(described));
    }

    private static OptionalDouble seconds(Optional<Double> value) {
        return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
    }
}

package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.message.CopyOutcome;
import io.atlasoffsite.message.CopyResult;
import io.atlasoffsite.message.Outcome;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.store.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Says what became of a copy, store by store. Thread safe. */
final class Results {

    /** Exchange property with the {@link CopyResult}, there also when the route threw. */
    static final String PROPERTY = "OffsiteCopyResult";

    private final OffsiteConfig config;

    Results(OffsiteConfig config) {
        this.config = config;
    }

    /** What became of a task no store of which is pending any more. */
    static CopyResult of(CopyTask task) {
        List<CopyOutcome> outcomes = task.targets().stream()
                .flatMap(target -> outcomes(task, target))
                .toList();
        return new CopyResult(task.request().requestId(), task.planName(), outcomes);
    }

    /** The same, with the places where the copies are. */
    CopyResult located(CopyTask task) {
        CopyResult result = of(task);
        return new CopyResult(
                result.requestId(),
                result.plan(),
                result.outcomes().stream().map(this::located).toList());
    }

    private CopyOutcome located(CopyOutcome outcome) {
        return outcome.outcome() == Outcome.FAILED
                ? outcome
                : outcome.in(config.store(outcome.store()).location(outcome.copyId()));
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

package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.message.CopyOutcome;
import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.message.CopyResult;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.route.CopyAnswer;
import io.atlasoffsite.route.CopyPreview;
import io.atlasoffsite.route.Failures;
import io.atlasoffsite.route.RequestedPlan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/** Copies, or only looks at, all that a request for many copies means, one after the other. Not thread safe. */
final class ManyCopies {

    private final Pack pack;
    private final OffsiteConfig config;
    private final List<CopyOutcome> outcomes = new ArrayList<>();
    private final List<OffsiteException> beyond = new ArrayList<>();

    ManyCopies(Pack pack, OffsiteConfig config) {
        this.pack = pack;
        this.config = config;
    }

    /** Does something with one part of the request that means one copy. */
    @FunctionalInterface
    private interface Step {
        void take(CopyRequest request, Plan plan) throws Exception;
    }

    /**
     * Copies all of it. A part that fails holds up no other.
     *
     * @param request what
     * @return what became of every part, in the order they were taken
     * @throws Exception when the command was interrupted, or the broker is away
     */
    CopyReport copy(CopyRequest request) throws Exception {
        forEach(request, this::copyOne);
        Plan plan = RequestedPlan.of(config, request);
        return new CopyReport(new CopyResult(request.requestId(), plan.name(), outcomes), beyond);
    }

    /**
     * Shows all of it and copies nothing.
     *
     * @param request what
     * @param screen where to
     * @param json whether as one array
     * @return the exit code
     * @throws Exception when the command was interrupted
     */
    int preview(CopyRequest request, Screen screen, boolean json) throws Exception {
        List<PreviewReport> reports = new ArrayList<>();
        forEach(
                request,
                (part, plan) -> reports.add(
                        new PreviewReport((CopyPreview) pack.ask("direct:offsite-preview-copy", part, Map.of()))));
        if (json) {
            ArrayNode list = new Json().list();
            reports.forEach(report -> list.add(report.toTree()));
            screen.json(list);
        } else {
            reports.forEach(report -> report.print(screen));
            screen.line(Human.count(reports.size(), "copy", "copies") + " would be made or looked at");
        }
        int stores = ErrorLines.worst(
                reports.stream().mapToInt(report -> report.sayFailures(screen)).toArray());
        CopyReport failed = new CopyReport(new CopyResult(request.requestId(), "", outcomes), beyond);
        int parts = failed.sayFailures(screen);
        boolean someDone =
                reports.stream().anyMatch(report -> report.preview().lost().isEmpty());
        int worst = ErrorLines.worst(stores, parts);
        return worst != 0 && someDone ? ErrorLines.PARTLY : worst;
    }

    private void forEach(CopyRequest whole, Step step) throws Exception {
        Deque<CopyRequest> left = new ArrayDeque<>(List.of(whole));
        while (!left.isEmpty()) {
            CopyRequest request = left.pop();
            Plan plan = RequestedPlan.of(config, request);
            try {
                if (RequestedPlan.many(plan, request)) {
                    List<CopyRequest> parts = divided(request);
                    for (int last = parts.size() - 1; last >= 0; last--) {
                        left.push(parts.get(last));
                    }
                } else {
                    step.take(request, plan);
                }
            } catch (OffsiteException refused) {
                note(plan, refused);
            }
        }
    }

    private List<CopyRequest> divided(CopyRequest request) throws Exception {
        List<?> parts = (List<?>) pack.ask("direct:offsite-divide-request", request, Map.of());
        return parts.stream().map(CopyRequest.class::cast).toList();
    }

    private void copyOne(CopyRequest request, Plan plan) throws Exception {
        Exchange ended = pack.copy(request);
        Exception failure = ended.getException();
        if (failure != null && (Failures.known(failure).isEmpty() || ErrorLines.brokers(failure))) {
            throw failure;
        }
        CopyReport report = CopyReport.of(
                CopyAnswer.of(ended, request.requestId(), plan.stores()),
                Optional.ofNullable(failure).flatMap(Failures::known));
        outcomes.addAll(report.result().outcomes());
        beyond.addAll(report.beyond());
    }

    private void note(Plan plan, OffsiteException why) {
        CopyOutcome.Failure failure = new CopyOutcome.Failure(why.reason(), why.getMessage(), why.hint());
        plan.stores().forEach(store -> outcomes.add(CopyOutcome.failed("", store, failure)));
    }
}

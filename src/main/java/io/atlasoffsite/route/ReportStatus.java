package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.ops.RecentOutcomes;
import io.atlasoffsite.ops.TransferBoard.Moving;
import io.atlasoffsite.ops.Watch;
import java.time.Clock;
import java.time.Instant;
import org.apache.camel.Exchange;

/** The step that writes down how this process and its copies are. It asks nobody, so it answers at once. Thread safe. */
final class ReportStatus {

    private final Watch watch;
    private final Json json;
    private final Clock clock;
    private final String tool;

    ReportStatus(Watch watch, Json json, Clock clock, String tool) {
        this.watch = watch;
        this.json = json;
        this.clock = clock;
        this.tool = tool;
    }

    void report(Exchange exchange) {
        Instant now = clock.instant();
        ObjectNode tree = json.object();
        tree.put("tool", tool).put("startedAt", watch.startedAt().toString()).put("now", now.toString());
        watch.freshness().lookedAt().ifPresent(at -> tree.put("lookedAt", at.toString()));
        tree.set("freshness", FreshnessJson.list(watch.freshness().judged(now), json));
        tree.set("rehearsals", RehearsalStatesJson.list(watch.rehearsals().judged(now), json));
        ArrayNode transfers = tree.putArray("transfers");
        watch.transfers().underWay().forEach(one -> transfers.add(transfer(one)));
        ArrayNode outcomes = tree.putArray("outcomes");
        watch.outcomes().newestFirst().forEach(one -> outcomes.add(outcome(one)));
        watch.letters().ifPresent(letters -> {
            ObjectNode counts = tree.putObject("deadLetters");
            letters.forEach((reason, count) -> counts.put(reason.code(), count));
        });
        exchange.getMessage().setBody(tree);
    }

    private ObjectNode transfer(Moving one) {
        ObjectNode tree = json.object()
                .put("copyId", one.archive().copyId())
                .put("plan", one.archive().plan())
                .put("cluster", one.archive().cluster())
                .put("store", one.archive().store())
                .put("file", one.archive().file())
                .put("phase", one.phase().word())
                .put("since", one.since().toString())
                .put("bytes", one.bytes());
        one.total().ifPresent(total -> tree.put("totalBytes", total));
        one.bytesPerSecond().ifPresent(rate -> tree.put("bytesPerSecond", Math.round(rate)));
        one.eta().ifPresent(left -> tree.put("etaSeconds", left.toSeconds()));
        return tree;
    }

    private ObjectNode outcome(RecentOutcomes.Ended one) {
        ObjectNode tree = json.object()
                .put("at", one.at().toString())
                .put("plan", one.plan())
                .put("cluster", one.cluster())
                .put("copyId", one.copyId())
                .put("store", one.store())
                .put("outcome", one.outcome());
        one.failure()
                .ifPresentOrElse(
                        why -> tree.put("reason", why.reason().code()).put("summary", why.summary()),
                        () -> tree.put("bytes", one.bytes()));
        return tree;
    }
}

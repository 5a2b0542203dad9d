package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.RestoreJob;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The steps of the ledger of restores in Atlas as JSON. Stateless. */
final class LedgerJson {

    private static final String STEP = "step";
    private static final String JOB = "jobId";

    private LedgerJson() {}

    static void write(LedgerStep step, ObjectNode tree) {
        tree.put("at", step.at().toString());
        if (step instanceof LedgerStep.Intent intent) {
            tree.put(STEP, "intent");
            intent.knownBefore().stream().sorted().forEach(tree.putArray("knownBefore")::add);
        } else if (step instanceof LedgerStep.Waiting waiting) {
            tree.put(STEP, "waiting").put("why", waiting.why());
        } else if (step instanceof LedgerStep.Refused refused) {
            LedgerStep.Refusal refusal = refused.refusal();
            tree.put(STEP, "refused").put("reason", refusal.reason().code());
            tree.put("status", refusal.status()).put("code", refusal.code());
            tree.put("summary", refusal.summary()).put("hint", refusal.hint());
        } else if (step instanceof LedgerStep.Made made) {
            tree.put(STEP, "job").put(JOB, made.jobId());
        } else if (step instanceof LedgerStep.Ended ended) {
            tree.put(STEP, "ended").put(JOB, ended.jobId());
            tree.put("state", ended.state().name().toLowerCase(Locale.ROOT));
        }
    }

    /** The step in a file; empty for one that cannot be read, or that a newer version wrote. */
    static Optional<LedgerStep> step(JsonNode tree) {
        try {
            Instant at = Instant.parse(tree.path("at").asText());
            return switch (tree.path(STEP).asText()) {
                case "intent" -> Optional.of(new LedgerStep.Intent(at, ids(tree.path("knownBefore"))));
                case "waiting" ->
                    Optional.of(new LedgerStep.Waiting(at, tree.path("why").asText()));
                case "refused" -> refusal(tree).map(refusal -> new LedgerStep.Refused(at, refusal));
                case "job" -> job(tree).map(job -> new LedgerStep.Made(at, job));
                case "ended" -> job(tree).flatMap(job -> state(tree).map(how -> new LedgerStep.Ended(at, job, how)));
                default -> Optional.empty();
            };
        } catch (DateTimeException damaged) {
            return Optional.empty();
        }
    }

    private static Set<String> ids(JsonNode list) {
        Set<String> ids = new HashSet<>();
        list.forEach(id -> ids.add(id.asText()));
        return ids;
    }

    private static Optional<LedgerStep.Refusal> refusal(JsonNode tree) {
        return Reason.ofCode(tree.path("reason").asText())
                .map(reason -> new LedgerStep.Refusal(
                        reason,
                        tree.path("status").asInt(),
                        tree.path("code").asText(),
                        tree.path("summary").asText(),
                        tree.path("hint").asText()));
    }

    private static Optional<String> job(JsonNode tree) {
        return Optional.of(tree.path(JOB).asText()).filter(id -> id.matches("[a-f0-9]{24}"));
    }

    private static Optional<RestoreJob.State> state(JsonNode tree) {
        for (RestoreJob.State state : RestoreJob.State.values()) {
            if (state.ended()
                    && state.name()
                            .toLowerCase(Locale.ROOT)
                            .equals(tree.path("state").asText())) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}

package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.restore.Verdict;
import io.atlasoffsite.restore.Verdict.Outcome;
import io.atlasoffsite.route.Verification;
import io.atlasoffsite.store.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A verification as people and programs read it.
 *
 * @param verification what was found
 */
record VerifyReport(Verification verification) {

    void print(Screen screen) {
        if (!verification.verdicts().isEmpty()) {
            Table table = new Table("COPY", "STORE", "OUTCOME", ">READ", ">SECONDS");
            verification
                    .verdicts()
                    .forEach(verdict -> table.row(
                            verdict.copyId().toString(),
                            verdict.store(),
                            verdict.outcome().word() + (verdict.wholeAgain() ? " again" : ""),
                            Human.bytes(verdict.bytes()),
                            String.format(Locale.ROOT, "%.1f", verdict.seconds())));
            table.print(screen.out());
        }
        screen.line(summary());
    }

    private String summary() {
        List<String> parts = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            long count = verification.count(outcome);
            if (count > 0) {
                parts.add(count + " " + outcome.word());
            }
        }
        long bytes = verification.verdicts().stream().mapToLong(Verdict::bytes).sum();
        return Human.count(verification.verdicts().size(), "copy", "copies") + " looked at, " + Human.bytes(bytes)
                + " read" + (parts.isEmpty() ? "" : ": " + String.join(", ", parts));
    }

    ArrayNode toTree() {
        Json json = new Json();
        ArrayNode list = json.list();
        verification.verdicts().forEach(verdict -> list.add(tree(verdict, json)));
        verification.unread().forEach((store, failure) -> list.add(tree(store, failure, json)));
        return list;
    }

    private static ObjectNode tree(String store, OffsiteException failure, Json json) {
        boolean damaged = damaged(failure);
        ObjectNode tree = json.object()
                .put("copyId", "")
                .put("store", store)
                .put("outcome", (damaged ? Outcome.DAMAGED : Outcome.UNAVAILABLE).word());
        tree.putArray("findings")
                .addObject()
                .put("file", "")
                .put("what", (damaged ? Finding.What.CONTENT : Finding.What.UNREADABLE).word())
                .put("detail", failure.getMessage());
        return tree.put("bytes", 0).put("seconds", 0.0);
    }

    private static ObjectNode tree(Verdict verdict, Json json) {
        ObjectNode tree = json.object()
                .put("copyId", verdict.copyId().toString())
                .put("store", verdict.store())
                .put("outcome", verdict.outcome().word());
        ArrayNode findings = tree.putArray("findings");
        verdict.findings()
                .forEach(finding -> findings.addObject()
                        .put("file", finding.file())
                        .put("what", finding.what().word())
                        .put("detail", finding.detail()));
        tree.put("bytes", verdict.bytes()).put("seconds", Math.round(verdict.seconds() * 1000) / 1000.0);
        return verdict.wholeAgain() ? tree.put("wholeAgain", true) : tree;
    }

    /**
     * One line for each copy that is not whole and each store that could not be read, and the exit code. Damage is the worst there
     * is, and is never hidden behind what could not be read.
     */
    int judge(Screen screen) {
        verification.unread().values().forEach(failure -> screen.say(ErrorLines.sentence(failure)));
        verification.verdicts().stream()
                .filter(verdict -> verdict.outcome() != Outcome.WHOLE)
                .forEach(verdict -> screen.say(sentence(verdict)));
        if (verification.count(Outcome.DAMAGED) > 0
                || verification.unread().values().stream().anyMatch(VerifyReport::damaged)) {
            return ErrorLines.INTEGRITY;
        }
        long away =
                verification.count(Outcome.UNAVAILABLE) + verification.unread().size();
        long newer = verification.count(Outcome.NEWER);
        if (away + newer == 0) {
            return 0;
        }
        if (verification.count(Outcome.WHOLE) > 0 || newer > 0) {
            return ErrorLines.PARTLY;
        }
        return ErrorLines.UNAVAILABLE;
    }

    /** A store whose own format.json is damaged does not get as far as its copies. */
    private static boolean damaged(OffsiteException failure) {
        return failure.reason() == Reason.INTEGRITY;
    }

    private static String sentence(Verdict verdict) {
        String copy = "copy " + verdict.copyId() + " in store '" + verdict.store() + "' ";
        String found = verdict.findings().stream().map(Finding::toString).collect(Collectors.joining("; "));
        return switch (verdict.outcome()) {
            case DAMAGED ->
                copy + "is damaged: " + found
                        + "; put back what is wrong from another store, or move the copy's manifest.json away and copy the snapshot again";
            case NEWER ->
                copy
                        + "is of a newer format than this version of atlas-offsite knows; verify it with the version that wrote it";
            default -> copy + "could not be verified: " + found + "; try again when the store is well again";
        };
    }
}

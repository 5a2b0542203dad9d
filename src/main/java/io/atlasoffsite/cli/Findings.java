package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.route.Failures;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code offsite check} found, line by line. Not thread safe. */
final class Findings {

    private final List<Finding> all = new ArrayList<>();

    /**
     * One finding.
     *
     * @param what the thing that was tried
     * @param check how it was tried
     * @param result ok, warn or fail
     * @param note what there is to know
     * @param exitCode 0 unless it failed
     */
    private record Finding(String what, String check, String result, String note, int exitCode) {}

    /** Something tried. */
    @FunctionalInterface
    interface Trial {
        /** Answers what there is to know; throws when it does not work. */
        String run() throws Exception;
    }

    /** Something tried that may work less well than it could. */
    @FunctionalInterface
    interface Judgement {
        /** Answers what is less than well, empty when all is; throws when it does not work. */
        Optional<String> run() throws Exception;
    }

    /** Tries something and notes how it went; true when it works. */
    boolean attempt(String what, String check, Trial trial) throws InterruptedException {
        try {
            ok(what, check, trial.run());
            return true;
        } catch (Exception failure) {
            fail(what, check, failure);
            return false;
        }
    }

    /** Tries something and notes how well it went. */
    void judged(String what, String check, Judgement judgement) throws InterruptedException {
        try {
            Optional<String> warning = judgement.run();
            all.add(new Finding(what, check, warning.isPresent() ? "warn" : "ok", warning.orElse(""), 0));
        } catch (Exception failure) {
            fail(what, check, failure);
        }
    }

    private void fail(String what, String check, Exception failure) throws InterruptedException {
        if (failure instanceof CommandFailure ours) {
            all.add(new Finding(what, check, "fail", ours.getMessage(), ours.exitCode()));
            return;
        }
        Optional<OffsiteException> known = Failures.known(failure);
        if (known.isEmpty() && Failures.interrupted(failure)) {
            throw new InterruptedException("interrupted while checking");
        }
        String note = known.map(ErrorLines::sentence)
                .orElse("an unexpected " + failure.getClass().getSimpleName());
        Reason reason = known.map(OffsiteException::reason).orElse(Reason.UNEXPECTED);
        all.add(new Finding(what, check, "fail", note, reason.exitCode()));
    }

    void ok(String what, String check, String note) {
        all.add(new Finding(what, check, "ok", note, 0));
    }

    void warn(String what, String check, String note) {
        all.add(new Finding(what, check, "warn", note, 0));
    }

    void print(PrintWriter out) {
        Table table = new Table("WHAT", "CHECK", "RESULT", "NOTE");
        all.forEach(one -> table.row(one.what(), one.check(), one.result(), one.note()));
        table.print(out);
    }

    ArrayNode toTree() {
        Json json = new Json();
        ArrayNode list = json.list();
        for (Finding one : all) {
            ObjectNode tree = json.object()
                    .put("what", one.what())
                    .put("check", one.check())
                    .put("result", one.result())
                    .put("note", one.note());
            list.add(tree);
        }
        return list;
    }

    /** The worst of the reasons; what failed is said in one line on stderr. */
    int judge(Screen screen) {
        List<Finding> failed =
                all.stream().filter(one -> one.result().equals("fail")).toList();
        if (failed.isEmpty()) {
            return 0;
        }
        Finding first = failed.get(0);
        String others =
                failed.size() == 1 ? "" : " (and " + (failed.size() - 1) + " more of " + all.size() + " checks)";
        screen.say(first.what() + ", " + first.check() + ": " + first.note() + others);
        return ErrorLines.worst(failed.stream().mapToInt(Finding::exitCode).toArray());
    }
}

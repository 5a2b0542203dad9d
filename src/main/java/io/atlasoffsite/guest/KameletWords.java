package io.atlasoffsite.guest;

import io.atlasoffsite.OffsiteException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Says of a failure what fits who has only a Kamelet: no plan, no offsite.yaml, no command to list things with. What is not known here
 * stays as it is. Immutable.
 */
final class KameletWords {

    private static final Map<String, String> WORDS = words();

    private final String store;

    /** For a Kamelet with these parameters. */
    KameletWords(KameletParameters parameters) {
        this.store = KameletConfig.store(parameters);
    }

    /** The pack's sentences, or parts of them, and the Kamelet's. */
    static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(
                "offsite list --plan " + KameletConfig.NEWEST + " shows the copies there are; offsite copy makes one",
                "check the Kamelet's directory, or bucket and prefix, project and cluster, and that a copy was made there");
        words.put("name the copy, or one cluster of these", "give the Kamelet a copy, or one cluster of these");
        words.put(
                "offsite list shows them; a copy is named by its id, by the last digits of its snapshot's id, or by PLAN@latest",
                "a copy is named by its id, as the copy Kamelet's result tells it, or by the last digits of its snapshot's id");
        words.put(
                "offsite list shows the copies there are",
                "check the Kamelet's directory, or bucket and prefix; the folders there are called as the copies are");
        words.put("see offsite snapshots; a new", "a new");
        words.put("offsite snapshots lists them", "Atlas lists them");
        words.put("by the plan's deadline", "in time");
        words.put("raise the plan's deadline, or look", "look");
        words.put("set the plan's kind", "set kind");
        words.put("its entry in offsite.yaml, try offsite check,", "the Kamelet's parameters");
        words.put(" of this Atlas access", "");
        words.put("network.proxy", "proxy");
        words.put("network.caFile", "caFile");
        words.put("in the directory transfer.spool", "in the directory that data names");
        return words;
    }

    /** The same failure, in words that fit. */
    OffsiteException fitting(OffsiteException failure) {
        String place = store.equals("s3") ? "the bucket" : "the directory";
        String summary = fitting(failure.getMessage())
                .replace("plan " + KameletConfig.NEWEST + " has", place + " has")
                .replaceFirst(" in " + store + "$", failure.getMessage().startsWith("plan ") ? "" : " in " + place);
        String hint = fitting(failure.hint());
        if (summary.equals(failure.getMessage()) && hint.equals(failure.hint())) {
            return failure;
        }
        OffsiteException.Builder fitting = OffsiteException.because(failure.reason(), summary)
                .answer(failure.status(), failure.code())
                .detail(failure.detail())
                .hint(hint)
                .retryable(failure.retryable());
        // In its place, not around it: Camel looks for the innermost exception of a type.
        Optional.ofNullable(failure.getCause()).ifPresent(fitting::cause);
        OffsiteException told = fitting.build();
        told.setStackTrace(failure.getStackTrace());
        return told;
    }

    private static String fitting(String sentence) {
        String fitting = sentence;
        for (Map.Entry<String, String> word : WORDS.entrySet()) {
            fitting = fitting.replace(word.getKey(), word.getValue());
        }
        return fitting;
    }
}

package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.Resolved;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** What is said of a copy's name that means none, or several. Stateless. */
final class CopyNames {

    private static final int SHOWN = 10;
    private static final int LONGEST = 100;

    private CopyNames() {}

    /** The copies a store's answer may mean, none or more. */
    static List<CopyId> meant(Resolved answer) {
        if (answer instanceof Resolved.One one) {
            return List.of(one.entry().copyId());
        }
        return answer instanceof Resolved.Ambiguous several ? several.candidates() : List.of();
    }

    static OffsiteException unknown(String name, Collection<String> among) {
        return OffsiteException.because(
                        Reason.NOT_FOUND, "no copy is named \"" + printable(name) + "\" in " + String.join(", ", among))
                .hint(
                        "offsite list shows them; a copy is named by its id, by the last digits of its snapshot's id, or by PLAN@latest")
                .build();
    }

    static OffsiteException ambiguous(String name, SortedSet<CopyId> meant) {
        String shown = meant.stream().limit(SHOWN).map(CopyId::toString).collect(Collectors.joining(", "));
        return OffsiteException.because(
                        Reason.INVALID_REQUEST, "\"" + printable(name) + "\" means " + meant.size() + " copies")
                .hint("name one of them: " + shown + (meant.size() > SHOWN ? ", …" : ""))
                .build();
    }

    /** What somebody typed, so that it can be shown again. */
    static String printable(String text) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
    }
}

package io.atlasoffsite.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Small questions about words. */
final class Text {

    private static final int SHOWN = 80;

    private Text() {}

    /** A foreign value made fit for a message: printable, one line, at most 80 characters. */
    static String sanitized(String value) {
        StringBuilder shown = new StringBuilder();
        value.codePoints()
                .limit(SHOWN)
                .map(point -> point < ' ' || point > '~' ? '?' : point)
                .forEach(shown::appendCodePoint);
        return shown + (value.codePointCount(0, value.length()) > SHOWN ? "…" : "");
    }

    /** The known word a misspelt one most likely meant: at most a third of its letters differ. */
    static Optional<String> nearest(String word, Collection<String> known) {
        if (word.length() > SHOWN) {
            return Optional.empty();
        }
        int allowed = Math.max(1, word.length() / 3);
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= allowed)
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    /** Whether a name fits a pattern in which {@code *} stands for any characters. */
    static boolean matches(String pattern, String name) {
        String[] pieces = pattern.split("\\*", -1);
        String head = pieces[0];
        String tail = pieces[pieces.length - 1];
        if (pieces.length == 1) {
            return pattern.equals(name);
        }
        if (name.length() < head.length() + tail.length() || !name.startsWith(head) || !name.endsWith(tail)) {
            return false;
        }
        int from = head.length();
        int end = name.length() - tail.length();
        for (int piece = 1; piece < pieces.length - 1; piece++) {
            int found = name.indexOf(pieces[piece], from);
            if (found < 0 || found + pieces[piece].length() > end) {
                return false;
            }
            from = found + pieces[piece].length();
        }
        return true;
    }

    private static int distance(String one, String other) {
        String left = one.toLowerCase(Locale.ROOT);
        String right = other.toLowerCase(Locale.ROOT);
        int[] row = new int[right.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int line = 1; line <= left.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column < row.length; column++) {
                int substituted = diagonal + (left.charAt(line - 1) == right.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(substituted, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[right.length()];
    }
}

package io.atlasoffsite.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns of text for people, as wide as their widest cell. A heading that begins with {@code >} aligns right. Not thread safe. */
final class Table {

    private static final String GAP = "  ";

    private final List<String> headings;
    private final boolean[] right;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        this.headings =
                Arrays.stream(headings).map(text -> text.replace(">", "")).toList();
        this.right = new boolean[headings.length];
        for (int column = 0; column < headings.length; column++) {
            right[column] = headings[column].startsWith(">");
        }
    }

    /** Adds a row; an empty cell is shown as a dash. */
    void row(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException("a row of " + cells.length + " cells for " + headings.size());
        }
        rows.add(Arrays.stream(cells)
                .map(cell -> cell.isEmpty() ? "-" : plain(cell))
                .toList());
    }

    void print(PrintWriter out) {
        int[] widths = widths();
        out.println(line(headings, widths));
        rows.forEach(row -> out.println(line(row, widths)));
        out.flush();
    }

    /** A text from outside on one line, without anything a terminal would obey. */
    static String plain(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints()
                .map(point ->
                        Character.isISOControl(point) || Character.getType(point) == Character.FORMAT ? '?' : point)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    private int[] widths() {
        int[] widths = headings.stream().mapToInt(String::length).toArray();
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return widths;
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? "" : GAP).append(right[column] ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }
}

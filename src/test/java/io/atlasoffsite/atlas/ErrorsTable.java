package io.atlasoffsite.atlas;

import io.atlasoffsite.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** docs/errors.md as tests read it: every row of every table, with the heading it stands under. */
public final class ErrorsTable {

    private static final Path FILE = Path.of("docs/errors.md");
    private static final int COLUMNS = 7;

    private ErrorsTable() {}

    /**
     * One row.
     *
     * @param section the heading above it
     * @param status the HTTP status, 0 where the table says that there is none or any
     * @param code what stands in the column code, without back-ticks
     * @param reason the reason; UNEXPECTED where the table has none
     * @param retryable yes or no
     * @param tries requests Atlas sees; the word attempts is the number configured, a dash is -1
     * @param hint the hint, empty where it is said in italics that it varies
     * @param exit the exit code
     */
    public record Row(
            String section,
            int status,
            String code,
            Reason reason,
            boolean retryable,
            int tries,
            String hint,
            int exit) {

        /** The code Atlas would send: empty when the row is about all others. */
        public String errorCode() {
            return code.startsWith("any") ? "" : code;
        }

        @Override
        public String toString() {
            return section + ": " + status + " " + code;
        }
    }

    /** All rows, where Atlas is asked so often at most. */
    public static List<Row> rows(int attempts) {
        List<Row> rows = new ArrayList<>();
        String section = "";
        for (String line : lines()) {
            if (line.startsWith("## ")) {
                section = line.substring(3).strip();
            }
            if (line.startsWith("|") && !line.startsWith("| ---") && !line.startsWith("| status")) {
                rows.add(row(section, line, attempts));
            }
        }
        return List.copyOf(rows);
    }

    /** The rows under one heading. */
    public static List<Row> rows(String section, int attempts) {
        List<Row> rows = rows(attempts).stream()
                .filter(row -> row.section().equals(section))
                .toList();
        if (rows.isEmpty()) {
            throw new AssertionError("docs/errors.md has no rows under " + section);
        }
        return rows;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(FILE);
        } catch (IOException missing) {
            throw new AssertionError("docs/errors.md cannot be read", missing);
        }
    }

    private static Row row(String section, String line, int attempts) {
        String[] cells = Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|"))
                .map(String::strip)
                .toArray(String[]::new);
        if (cells.length != COLUMNS) {
            throw new AssertionError("docs/errors.md: a row has not " + COLUMNS + " cells: " + line);
        }
        return new Row(
                section,
                cells[0].matches("[0-9]+") ? Integer.parseInt(cells[0]) : 0,
                cells[1].replace("`", ""),
                Reason.ofCode(cells[2]).orElse(Reason.UNEXPECTED),
                cells[3].equals("yes"),
                tries(cells[4], attempts),
                cells[5].startsWith("*") ? "" : cells[5],
                Integer.parseInt(cells[6]));
    }

    private static int tries(String cell, int attempts) {
        if (cell.equals("attempts")) {
            return attempts;
        }
        return cell.matches("[0-9]+") ? Integer.parseInt(cell) : -1;
    }
}

package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;

/** The status as a page for people: plain HTML that loads nothing and runs nothing. Stateless. */
final class StatusPage {

    private static final String HEAD = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="refresh" content="10">
            <title>atlas-offsite</title>
            <style>
            body { font: 15px/1.4 sans-serif; margin: 2em; color: #222; }
            table { border-collapse: collapse; }
            th, td { text-align: left; padding: .2em .8em .2em 0; border-bottom: 1px solid #ddd; vertical-align: top; }
            .fresh, .copied, .skipped, .proved, .extracted { color: #060; }
            .stale, .missing, .cluster-vanished, .failed, .overdue { color: #a00; font-weight: bold; }
            .unknown { color: #850; font-weight: bold; }
            </style>
            </head>
            <body>
            """;

    private StatusPage() {}

    /** Makes the page of what {@code /api/status} says. */
    static String render(JsonNode status) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("<h1>").append(escaped(text(status, "tool"))).append("</h1>\n");
        page.append("<p>Up since ").append(escaped(text(status, "startedAt")));
        page.append("; the stores were looked into ");
        page.append(status.has("lookedAt") ? "at " + escaped(text(status, "lookedAt")) : "not yet");
        page.append(". The same for programs: <a href=\"api/status\">api/status</a>.</p>\n");
        freshness(page, status.path("freshness"));
        rehearsals(page, status.path("rehearsals"));
        transfers(page, status.path("transfers"));
        letters(page, status.path("deadLetters"));
        outcomes(page, status.path("outcomes"));
        return page.append("</body>\n</html>\n").toString();
    }

    private static void freshness(StringBuilder page, JsonNode all) {
        head(page, "Newest copies", all, "plan", "cluster", "store", "state", "newest", "age", "alert after");
        for (JsonNode one : all) {
            row(
                    page,
                    text(one, "state"),
                    List.of(
                            text(one, "plan"),
                            text(one, "cluster"),
                            text(one, "store"),
                            text(one, "state"),
                            text(one, "newestTakenAt"),
                            age(one, "ageSeconds"),
                            age(one, "alertAfterSeconds")));
        }
        foot(page, all);
    }

    private static void rehearsals(StringBuilder page, JsonNode all) {
        head(
                page,
                "Rehearsals",
                all,
                "plan",
                "cluster",
                "state",
                "ended",
                "age",
                "alert after",
                "store",
                "copy",
                "why");
        for (JsonNode one : all) {
            JsonNode last = one.path("rehearsal");
            row(
                    page,
                    text(one, "state"),
                    List.of(
                            text(one, "plan"),
                            text(one, "cluster"),
                            text(one, "state"),
                            text(last, "finishedAt"),
                            age(one, "ageSeconds"),
                            age(one, "alertAfterSeconds"),
                            text(last, "store"),
                            text(last, "copyId"),
                            text(last, "summary")));
        }
        foot(page, all);
    }

    private static void transfers(StringBuilder page, JsonNode all) {
        head(page, "On their way", all, "copy", "store", "archive", "phase", "done", "of", "per second", "left");
        for (JsonNode one : all) {
            row(
                    page,
                    text(one, "phase"),
                    List.of(
                            text(one, "copyId"),
                            text(one, "store"),
                            text(one, "file"),
                            text(one, "phase"),
                            bytes(one, "bytes"),
                            bytes(one, "totalBytes"),
                            bytes(one, "bytesPerSecond"),
                            age(one, "etaSeconds")));
        }
        foot(page, all);
    }

    private static void letters(StringBuilder page, JsonNode counts) {
        if (counts.isMissingNode()) {
            return;
        }
        head(page, "Dead letters", counts, "reason", "how many");
        counts.properties()
                .forEach(entry -> row(
                        page, "failed", List.of(entry.getKey(), entry.getValue().asText())));
        foot(page, counts);
    }

    private static void outcomes(StringBuilder page, JsonNode all) {
        head(page, "What ended last", all, "at", "plan", "cluster", "store", "outcome", "size", "why");
        for (JsonNode one : all) {
            row(
                    page,
                    text(one, "outcome"),
                    List.of(
                            text(one, "at"),
                            text(one, "plan"),
                            text(one, "cluster"),
                            text(one, "store"),
                            text(one, "outcome"),
                            bytes(one, "bytes"),
                            text(one, "summary")));
        }
        foot(page, all);
    }

    private static void head(StringBuilder page, String title, JsonNode rows, String... columns) {
        page.append("<h2>").append(title).append("</h2>\n");
        if (rows.isEmpty()) {
            page.append("<p>None.</p>\n");
            return;
        }
        page.append("<table>\n<tr>");
        for (String column : columns) {
            page.append("<th>").append(column).append("</th>");
        }
        page.append("</tr>\n");
    }

    private static void row(StringBuilder page, String kind, List<String> cells) {
        page.append("<tr class=\"").append(escaped(kind)).append("\">");
        cells.forEach(cell -> page.append("<td>").append(escaped(cell)).append("</td>"));
        page.append("</tr>\n");
    }

    private static void foot(StringBuilder page, JsonNode rows) {
        if (!rows.isEmpty()) {
            page.append("</table>\n");
        }
    }

    private static String text(JsonNode one, String field) {
        return one.path(field).asText("");
    }

    private static String bytes(JsonNode one, String field) {
        return one.has(field) ? Human.bytes(one.path(field).asLong()) : "";
    }

    private static String age(JsonNode one, String field) {
        return one.has(field) ? Human.age(Duration.ofSeconds(one.path(field).asLong())) : "";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}

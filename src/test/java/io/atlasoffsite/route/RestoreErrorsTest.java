package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.atlas.ErrorsTable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** The rows of docs/errors.md about offsite restores happen as they say. */
class RestoreErrorsTest extends PackSupport {

    private static final String SECTION = "Offsite restores";

    /** Shown by RestoreByMessageIT, which has a command; by RestoreRouteTest, which has messages; by the tests of the restorer. */
    private static final List<String> ELSEWHERE = List.of(
            "the command of restore.then fails; the directory stands",
            "the request's replyTo is not allowed",
            "another restore works in the directory",
            "there is less room than the files need");

    @Override
    String routes() {
        return OffsitePack.ROUTES;
    }

    /** Something to ask for, in a world made for it. */
    private interface Case {
        String request() throws IOException;
    }

    private Map<String, Case> cases() {
        return Map.of(
                "no store has the copy",
                () -> request(
                        "r1", "\"copy\":\"32b6e34b3d91647abb20e7b8/x/20260802T170656Z-6a6f78e0cab84da5c4476b25\"", "a"),
                "the copy has no replica set of that name",
                () -> request("r2", "\"newest\":{\"plan\":\"flex\"},\"shards\":[\"nope\"]", "b"),
                "the plan has no whole copy, or none taken before that time",
                () -> request("r3", "\"newest\":{\"plan\":\"flex\",\"before\":\"1970-01-01T00:00:00Z\"}", "c"),
                "something lies in the directory already",
                () -> {
                    Files.createDirectories(restores("d/in-the-way"));
                    return request("r4", "\"newest\":{\"plan\":\"flex\"}", "d");
                },
                "the directory would lie in one that another restore has made",
                () -> {
                    Files.createDirectories(restores("e"));
                    Files.writeString(restores("e").resolve("restored.json"), "{}");
                    return request("r5", "\"newest\":{\"plan\":\"flex\"}", "e/f");
                },
                "the id was another request's before",
                () -> {
                    template.requestBody(
                            "direct:offsite-restore-copy", request("r6", "\"newest\":{\"plan\":\"flex\"}", "g"));
                    return request("r6", "\"newest\":{\"plan\":\"flex\"}", "h");
                },
                "no store gives out every archive as it was copied",
                () -> {
                    damage("one");
                    damage("two");
                    return request("r7", "\"newest\":{\"plan\":\"flex\"}", "i");
                },
                "the audit log cannot be read or written",
                () -> {
                    Path log = store("data").resolve("audit.jsonl");
                    Files.deleteIfExists(log);
                    Files.createDirectory(log);
                    return request("r8", "\"newest\":{\"plan\":\"flex\"}", "j");
                });
    }

    private static String request(String id, String what, String into) {
        return "{\"schema\":1,\"requestId\":\"" + id + "\"," + what + ",\"into\":\"" + into + "\"}";
    }

    private Path restores(String name) {
        return store("restores").resolve(name);
    }

    private void damage(String store) throws IOException {
        Path folder = manifests(store).get(0).getParent();
        Path archive;
        try (Stream<Path> files = Files.list(folder)) {
            archive = files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow();
        }
        try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
    }

    @Test
    void everyRowHappensAsItSays() throws IOException {
        Map<String, Case> cases = cases();
        List<ErrorsTable.Row> rows = ErrorsTable.rows(SECTION, 1);
        assertThat(rows.stream().map(ErrorsTable.Row::code).filter(code -> !ELSEWHERE.contains(code)))
                .containsExactlyInAnyOrderElementsOf(cases.keySet());
        template.requestBody("direct:offsite-copy-snapshot", "{\"schema\":1,\"requestId\":\"copy\",\"plan\":\"flex\"}");
        // What spoils the world for the others comes last.
        List<ErrorsTable.Row> inOrder = Stream.concat(
                        rows.stream().filter(row -> !spoils(row)), rows.stream().filter(RestoreErrorsTest::spoils))
                .filter(row -> cases.containsKey(row.code()))
                .toList();
        for (ErrorsTable.Row row : inOrder) {
            assertHappens(row, cases.get(row.code()).request());
        }
    }

    private static boolean spoils(ErrorsTable.Row row) {
        return row.code().startsWith("no store gives out") || row.code().startsWith("the audit log");
    }

    private void assertHappens(ErrorsTable.Row row, String request) {
        Exchange ended = template.request(
                "direct:offsite-restore-copy", exchange -> exchange.getMessage().setBody(request));

        assertThat(ended.getException()).as(row.toString()).isInstanceOf(OffsiteException.class);
        OffsiteException failure = (OffsiteException) ended.getException();
        assertThat(failure.reason()).as("%s: %s", row, failure.getMessage()).isEqualTo(row.reason());
        assertThat(failure.retryable()).as(row.toString()).isEqualTo(row.retryable());
        if (!row.hint().isEmpty()) {
            assertThat(failure.hint()).as(row.toString()).isEqualTo(row.hint());
        }
    }
}

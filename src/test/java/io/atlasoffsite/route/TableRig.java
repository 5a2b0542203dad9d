package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.atlas.ErrorsTable;
import io.atlasoffsite.cli.RunningService;
import io.atlasoffsite.message.DeadLetter;
import io.atlasoffsite.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A running service beside a sandbox, and what the rows of docs/errors.md ask of both. Not thread safe. */
final class TableRig implements AutoCloseable {

    private final Path directory;
    private final RunningService service;

    TableRig(Path directory, String yaml) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory.resolve("disk"));
        this.service = RunningService.start(directory, yaml);
    }

    /** What is to be copied. */
    record Wish(String atlas, String cluster, String kind, String store, Optional<String> snapshot) {
        static Wish flex(String cluster) {
            return new Wish("prod", cluster, "flex", "disk", Optional.empty());
        }

        Wish from(String otherAtlas) {
            return new Wish(otherAtlas, cluster, kind, store, snapshot);
        }

        Wish of(String otherKind) {
            return new Wish(atlas, cluster, otherKind, store, snapshot);
        }

        Wish into(String otherStore) {
            return new Wish(atlas, cluster, kind, otherStore, snapshot);
        }

        Wish named(String snapshotId) {
            return new Wish(atlas, cluster, kind, store, Optional.of(snapshotId));
        }

        private String request(String requestId) {
            String which = snapshot.map(id -> ",\"snapshotId\":\"" + id + "\"").orElse("");
            return """
                {"schema":1,"requestId":"%s","atlas":"%s","project":"%s","cluster":"%s","kind":"%s","stores":["%s"]%s}""".formatted(requestId, atlas, Sandbox.PROJECT, cluster, kind, store, which);
        }
    }

    RunningService service() {
        return service;
    }

    /** Asks by message, and says which request it was. */
    String send(Wish wish) {
        String requestId = UUID.randomUUID().toString();
        service.send(wish.request(requestId));
        return requestId;
    }

    /** The letter about a request, which must be as the row says. */
    DeadLetter letter(ErrorsTable.Row row, String requestId) {
        String raw = service.rawLetter(row.reason());
        DeadLetter letter = service.letter(raw);
        assertThat(raw).contains(requestId);
        assertThat(letter.retryable()).isEqualTo(row.retryable());
        if (!row.hint().isEmpty()) {
            assertThat(letter.hint()).isEqualTo(row.hint());
        }
        assertThat(row.exit()).isEqualTo(row.reason().exitCode());
        Configs.assertNoSecret(raw);
        return letter;
    }

    DeadLetter letter(ErrorsTable.Row row, Wish wish) {
        return letter(row, send(wish));
    }

    /** Asks by command, which must end as the row says. */
    void command(ErrorsTable.Row row, Wish wish) {
        List<String> arguments = new ArrayList<>(List.of(
                "copy",
                "--config",
                directory.resolve("service.yaml").toString(),
                "--data",
                directory.resolve("command-data").toString(),
                "--atlas",
                wish.atlas(),
                "--project",
                Sandbox.PROJECT,
                "--cluster",
                wish.cluster(),
                "--kind",
                wish.kind(),
                "--store",
                wish.store()));
        wish.snapshot().ifPresent(id -> arguments.addAll(List.of("--snapshot", id)));
        RunningService.Ended ended = RunningService.run(arguments.toArray(String[]::new));
        Configs.assertNoSecret(ended.err());
        assertThat(ended.code()).as(ended.err()).isEqualTo(row.exit());
    }

    /** Every letter was fetched by its test, so none may be left: a second one about a request would be. */
    void assertNothingLeft() {
        assertThat(service.requestsLeft()).isEmpty();
        assertThat(service.lettersLeft()).isEmpty();
    }

    @Override
    public void close() {
        service.close();
    }
}

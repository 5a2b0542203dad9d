package io.atlasoffsite.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.store.RehearsalRecord.Archive;
import io.atlasoffsite.store.RehearsalRecord.Command;
import io.atlasoffsite.store.RehearsalRecord.Failure;
import io.atlasoffsite.store.RehearsalRecord.Outcome;
import io.atlasoffsite.store.RehearsalRecord.Place;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store remembers of rehearsals. */
class RehearsalRecordsTest {

    private static final Instant STARTED = Instant.parse("2026-08-03T06:00:00Z");
    private static final Place PLACE = new Place("nightly", Fixtures.PROJECT, "orders");

    @TempDir
    private Path root;

    private FileStore store;
    private RehearsalRecords records;

    @BeforeEach
    void open() {
        store = new FileStore("disk", root);
        records = new RehearsalRecords(store, new Random(7));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static RehearsalRecord proved() {
        return new RehearsalRecord(
                PLACE,
                "disk",
                Optional.of(Fixtures.COPY),
                "ab".repeat(32),
                STARTED,
                STARTED.plusSeconds(90),
                Outcome.PROVED,
                List.of(new Archive("orders-0123abcd.tar.gz", "rs0", 1000, "cd".repeat(32), 7, 5000)),
                81.5,
                Optional.of(new Command(OptionalInt.of(0), 8.25, "all is well\n")),
                Optional.empty(),
                "atlas-offsite 0.1.0");
    }

    private static RehearsalRecord failed(Optional<CopyId> copy, Optional<Command> command) {
        return new RehearsalRecord(
                PLACE,
                "disk",
                copy,
                "",
                STARTED,
                STARTED.plusSeconds(1),
                Outcome.FAILED,
                List.of(),
                1,
                command,
                Optional.of(new Failure("not-found", "there is no copy", "make one")),
                "atlas-offsite 0.1.0");
    }

    private List<Path> beside() throws Exception {
        try (Stream<Path> files =
                Files.list(root.resolve(Fixtures.COPY.toString()).resolve("rehearsals"))) {
            return files.toList();
        }
    }

    @Test
    void aRehearsalLiesBesideItsCopyAndIsTheLastOfItsPlanAndCluster() throws Exception {
        records.note(proved());

        assertThat(beside()).hasSize(1);
        assertThat(beside().get(0).getFileName().toString()).matches("20260803T060000Z-[0-9a-f]{8}\\.json");
        assertThat(RehearsalJson.parse(Files.readAllBytes(beside().get(0)))).isEqualTo(proved());
        assertThat(RehearsalRecords.last(store)).containsExactly(proved());
    }

    @Test
    void everyRehearsalIsKeptAndOnlyTheLastOneIsTheLast() throws Exception {
        RehearsalRecord killed =
                failed(Optional.of(Fixtures.COPY), Optional.of(new Command(OptionalInt.empty(), 3600, "still at it")));
        records.note(proved());
        records.note(killed);

        assertThat(beside()).hasSize(2);
        assertThat(RehearsalRecords.last(store)).containsExactly(killed);
    }

    @Test
    void aRehearsalWithoutACopyIsRememberedAllTheSame() throws Exception {
        records.note(failed(Optional.empty(), Optional.empty()));

        assertThat(RehearsalRecords.last(store)).containsExactly(failed(Optional.empty(), Optional.empty()));
        assertThat(root.resolve(Fixtures.PROJECT)).doesNotExist();
    }

    @Test
    void whatCannotBeReadIsLeftOutAndReplacedByTheNext() throws Exception {
        for (String content : List.of(
                "{",
                "{}",
                new String(Json.bytes(proved().toTree()), StandardCharsets.UTF_8)
                        .replace("\"proved\"", "\"failed\""))) {
            store.put(Layout.lastRehearsal("nightly", Fixtures.PROJECT, "orders"), Fixtures.text(content));
            assertThat(RehearsalRecords.last(store)).as(content).isEmpty();
        }
        records.note(proved());

        assertThat(RehearsalRecords.last(store)).hasSize(1);
    }

    @Test
    void theFolderOfRehearsalsIsNoCopyAndPartOfNone() throws Exception {
        store.put(
                Layout.manifest(Fixtures.COPY),
                SealedManifest.of(Fixtures.manifest(Fixtures.COPY, "x/orders-0123abcd.tar.gz", new byte[1], "r"))
                        .file());
        records.note(proved());

        assertThat(new Catalog(store, 1).all()).hasSize(1);
        String path = Layout.rehearsal(Fixtures.COPY, STARTED, "0123abcd");
        assertThat(Layout.partOfCopy(path)).isFalse();
    }

    @Test
    void aFireIsTakenOnceAndForgottenAfterADay() throws Exception {
        assertThat(records.take("nightly", STARTED, "node-a")).isTrue();
        assertThat(records.take("nightly", STARTED, "node-b")).isFalse();
        assertThat(records.take("weekly", STARTED, "node-b")).isTrue();
        assertThat(records.take("nightly", STARTED.plusSeconds(60), "node-b")).isTrue();
        assertThat(records.take("nightly", STARTED, "node-c")).isFalse();

        assertThat(records.take("nightly", STARTED.plus(Duration.ofDays(2)), "node-b"))
                .isTrue();

        assertThat(store.list(Layout.REHEARSAL_FIRES))
                .extracting(ArchiveStore.Entry::name)
                .containsExactly("nightly_20260805T060000Z.json", "weekly_20260803T060000Z.json");
    }

    @Test
    void namesThatCouldLeaveTheFolderAreRefused() {
        assertThatThrownBy(() -> new Place("../x", Fixtures.PROJECT, "orders"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Place("x", Fixtures.PROJECT, "a/b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> records.take("a_b", STARTED, "node")).isInstanceOf(IllegalArgumentException.class);
    }
}

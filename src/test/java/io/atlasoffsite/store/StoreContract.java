package io.atlasoffsite.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.transfer.ArchiveSink;
import io.atlasoffsite.transfer.Receipt;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does, by the contract of {@link ArchiveStore}. */
abstract class StoreContract {

    private ArchiveStore store;

    /** A new, empty store. */
    abstract ArchiveStore newStore() throws Exception;

    /** Whether the store vouches for checksums. */
    abstract boolean confirmsChecksums();

    /** Whether the store enforces write-if-absent; one that does not must say so. */
    boolean enforcesConditions() {
        return true;
    }

    ArchiveStore store() {
        return store;
    }

    @BeforeEach
    final void open() throws Exception {
        store = newStore();
    }

    @AfterEach
    final void close() {
        store.close();
    }

    @Test
    void anArchiveIsSeenOnlyWhenCommitted() throws Exception {
        Attempt attempt = Fixtures.begin(store);
        byte[] content = Fixtures.random((5 << 20) + 12_345);
        ArchiveSink sink = Fixtures.sink(store, attempt);
        Fixtures.putParts(sink, content, 5 << 20);

        assertThat(store.size(Fixtures.archive(attempt))).isEmpty();
        assertThat(store.list(Fixtures.COPY.toString())).isEmpty();
        Receipt receipt = sink.commit(content.length);

        assertThat(receipt).isEqualTo(new Receipt(content.length, confirmsChecksums()));
        assertThat(store.size(Fixtures.archive(attempt))).hasValue(content.length);
        try (InputStream stored = store.open(Fixtures.archive(attempt), 0)) {
            assertThat(stored.readAllBytes()).isEqualTo(content);
        }
        sink.abort();
        assertThat(store.size(Fixtures.archive(attempt))).hasValue(content.length);
    }

    @Test
    void rehearsalsAreRememberedAndAFireIsTakenOnce() throws Exception {
        RehearsalRecord record = new RehearsalRecord(
                new RehearsalRecord.Place("nightly", Fixtures.PROJECT, "orders"),
                "any",
                Optional.of(Fixtures.COPY),
                "",
                Instant.parse("2026-08-03T06:00:00Z"),
                Instant.parse("2026-08-03T06:01:00Z"),
                RehearsalRecord.Outcome.EXTRACTED,
                List.of(),
                60,
                Optional.empty(),
                Optional.empty(),
                "test");
        RehearsalRecords records = new RehearsalRecords(store, new Random(1));

        records.note(record);
        records.note(record);

        assertThat(RehearsalRecords.last(store)).containsExactly(record);
        assertThat(store.list(Fixtures.COPY + "/rehearsals")).hasSize(2);
        assertThat(new Catalog(store, 1).all()).isEmpty();
        assertThat(records.take("nightly", record.startedAt(), "a")).isTrue();
        assertThat(records.take("nightly", record.startedAt(), "b")).isFalse();
    }

    @Test
    void anAbortedArchiveLeavesNothing() throws Exception {
        Attempt attempt = Fixtures.begin(store);
        ArchiveSink sink = Fixtures.sink(store, attempt);
        sink.put(Fixtures.Bytes.of(Fixtures.random(1000)));

        sink.abort();
        sink.abort();
        attempt.end();

        assertThat(store.list(Fixtures.COPY.toString())).isEmpty();
        assertThat(store.list(Layout.ATTEMPTS)).isEmpty();
    }

    @Test
    void anArchiveNeverReplacesAnother() throws Exception {
        Attempt attempt = Fixtures.begin(store);
        Fixtures.write(store, attempt, Fixtures.text("first"));

        assertThatThrownBy(() -> Fixtures.write(store, attempt, Fixtures.text("second")))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(StoreException.Kind.REFUSED));
        assertThat(store.read(Fixtures.archive(attempt), 100)).hasValue(Fixtures.text("first"));
    }

    @Test
    void abortingWorksInAnInterruptedThread() throws Exception {
        Attempt attempt = Fixtures.begin(store);
        ArchiveSink sink = Fixtures.sink(store, attempt);
        sink.put(Fixtures.Bytes.of(Fixtures.random(1000)));

        Thread.currentThread().interrupt();
        sink.abort();

        assertThat(Thread.interrupted()).isTrue();
        attempt.end();
        assertThat(store.list(Layout.ATTEMPTS)).isEmpty();
    }

    @Test
    void anInterruptEndsAWriteAndIsNotSwallowed() throws Exception {
        Attempt attempt = Fixtures.begin(store);
        ArchiveSink sink = Fixtures.sink(store, attempt);

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> sink.put(Fixtures.Bytes.of(Fixtures.random(1000))))
                .isInstanceOf(InterruptedException.class);
        Thread.interrupted();
        sink.abort();
    }

    @Test
    void aPutReplacesAndAReadSeesIt() throws Exception {
        store.put("a/b/c.json", Fixtures.text("one"));
        store.put("a/b/c.json", Fixtures.text("two"));

        assertThat(store.read("a/b/c.json", 3)).hasValue(Fixtures.text("two"));
        assertThat(store.size("a/b/c.json")).hasValue(3);
    }

    @Test
    void aPutIfAbsentNeverReplaces() throws Exception {
        assertThat(store.putIfAbsent("a/x", Fixtures.text("one"))).isTrue();
        assertThat(store.putIfAbsent("a/x", Fixtures.text("two"))).isFalse();
        assertThat(store.putIfAbsent("a/x", Fixtures.text("one"))).isFalse();
        assertThat(store.read("a/x", 100)).hasValue(Fixtures.text("one"));
    }

    @Test
    void ofManyWritersAtOnceOneWins() throws Exception {
        assertThat(store.conditional()).isEqualTo(enforcesConditions());
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> writers = new ArrayList<>();
            for (int writer = 0; writer < 8; writer++) {
                byte[] content = Fixtures.text("writer " + writer);
                writers.add(() -> store.putIfAbsent("race/x", content));
            }
            List<Boolean> won = new ArrayList<>();
            for (Future<Boolean> writer : pool.invokeAll(writers)) {
                won.add(writer.get());
            }
            assertThat(Collections.frequency(won, true)).isBetween(1, enforcesConditions() ? 1 : 8);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void whatIsMissingIsEmptyOrMissing() throws Exception {
        assertThat(store.read("no/file", 10)).isEmpty();
        assertThat(store.size("no/file")).isEmpty();
        assertThat(store.list("no/folder")).isEmpty();
        store.delete("no/file");
        assertThatThrownBy(() -> store.open("no/file", 0))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(StoreException.Kind.MISSING));
    }

    @Test
    void aFileLongerThanTheLimitIsRefused() throws Exception {
        store.put("a/long", Fixtures.random(11));

        assertThat(store.read("a/long", 11)).isPresent();
        assertThatThrownBy(() -> store.read("a/long", 10))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(StoreException.Kind.DAMAGED));
    }

    @Test
    void aFolderListsItsDirectChildren() throws Exception {
        store.put("p/b", Fixtures.text("12"));
        store.put("p/a/deep/file", Fixtures.text("1"));
        store.put("pp", Fixtures.text("1"));

        assertThat(store.list("p"))
                .containsExactly(new ArchiveStore.Entry("a", true, 0), new ArchiveStore.Entry("b", false, 2));
        assertThat(store.list("")).extracting(ArchiveStore.Entry::name).contains("p", "pp");
    }

    @Test
    void aDeletedFileIsGoneAndItsFolderWithIt() throws Exception {
        store.put("p/a/file", Fixtures.text("1"));

        store.delete("p/a/file");

        assertThat(store.size("p/a/file")).isEmpty();
        assertThat(store.list("p")).isEmpty();
    }

    @Test
    void aStreamBeginsAtTheOffsetAndMayBeClosedEarly() throws Exception {
        byte[] content = Fixtures.random(3 << 20);
        store.put("big", content);

        try (InputStream from = store.open("big", content.length - 5)) {
            assertThat(from.readAllBytes()).hasSize(5).endsWith(content[content.length - 1]);
        }
        InputStream early = store.open("big", 0);
        assertThat(early.read()).isEqualTo(content[0] & 0xff);
        early.close();
    }

    @Test
    void aRangeGivesItsBytesAndNoMoreAndEndsWhereTheFileEnds() throws Exception {
        byte[] content = Fixtures.random(3 << 20);
        store.put("big", content);
        int[][] ranges = {{0, 1}, {0, content.length}, {1, 1 << 20}, {content.length - 7, 7}, {content.length - 7, 99}};
        for (int[] range : ranges) {
            try (InputStream part = store.open("big", range[0], range[1])) {
                int end = Math.min(content.length, range[0] + range[1]);
                assertThat(part.readAllBytes())
                        .as("%d bytes from %d", range[1], range[0])
                        .isEqualTo(Arrays.copyOfRange(content, range[0], end));
                assertThat(part.read()).isEqualTo(-1);
            }
        }
        InputStream early = store.open("big", 5, 1 << 20);
        assertThat(early.read()).isEqualTo(content[5] & 0xff);
        early.close();
        assertThatThrownBy(() -> store.open("no/file", 0, 5))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(StoreException.Kind.MISSING));
        assertThat(store.readsAtOnce()).isPositive();
    }

    @Test
    void theStoreTellsTheTime() throws Exception {
        assertThat(Duration.between(store.now(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../x", "/a", "a//b", "a/", "./a", "a/\u0000", "a\nb", "a\\b", ""})
    void aPathThatCouldLeaveTheStoreIsRefused(String path) {
        assertThatThrownBy(() -> store.put(path, new byte[1])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.read(path, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDeadAttemptIsSweptAndAWholeArchiveOnlyReported() throws Exception {
        Attempt begun = Fixtures.begin(store);
        Fixtures.sink(store, begun).put(Fixtures.Bytes.of(Fixtures.random(1000)));
        Attempt whole = Fixtures.begin(store);
        Fixtures.write(store, whole, Fixtures.text("whole"));
        Attempt alive = Fixtures.attempts(store, "p2").begin(Fixtures.COPY, List.of("orders"));

        Attempts sweeper = Fixtures.attempts(store, "p2");
        Attempts.Swept swept = sweeper.sweep(sweeper.dead());

        assertThat(swept.cleaned()).containsExactlyInAnyOrder(begun.id(), whole.id());
        assertThat(swept.kept()).isEmpty();
        assertThat(swept.orphans()).containsExactly(Fixtures.archive(whole));
        assertThat(store.read(Fixtures.archive(whole), 100)).hasValue(Fixtures.text("whole"));
        assertThat(store.list(Layout.ATTEMPTS))
                .extracting(ArchiveStore.Entry::name)
                .containsExactly(alive.id() + ".json");
    }

    @Test
    void f40_aFrozenAttemptWakesUpAfterTheSweepAndFails() throws Exception {
        Attempt frozen = Fixtures.begin(store);
        ArchiveSink sink = Fixtures.sink(store, frozen);
        sink.put(Fixtures.Bytes.of(Fixtures.random(1000)));
        Attempts sweeper = Fixtures.attempts(store, "p2");
        sweeper.sweep(sweeper.dead());

        assertThatThrownBy(() -> sink.commit(1000)).isInstanceOf(StoreException.class);
        sink.abort();
        assertThat(store.size(Fixtures.archive(frozen))).isEmpty();
    }

    @Test
    void aStoreOfANewerFormatIsRefused() throws Exception {
        store.put(Layout.FORMAT, Fixtures.text("{\"format\":\"atlas-offsite/store\",\"formatVersion\":2}"));

        assertThatThrownBy(() -> Fixtures.begin(store)).hasMessageContaining("format version 2");
        assertThatThrownBy(() -> new Catalog(store, 1).all()).hasMessageContaining("format version 2");
    }
}

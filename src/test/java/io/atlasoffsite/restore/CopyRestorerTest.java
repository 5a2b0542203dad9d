package io.atlasoffsite.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.transfer.inspect.Archives;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a restore makes of whole copies, and what it leaves behind when it does not make it. */
@Timeout(120)
class CopyRestorerTest {

    private static final String FOLDER = StoredCopy.COPY.toString();
    private static final Map<String, byte[]> SHARDS = shards();

    @TempDir
    private Path directory;

    private RestoreRig rig;
    private WatchedStore vault;
    private WatchedStore disk;

    private static Map<String, byte[]> shards() {
        Map<String, byte[]> shards = new LinkedHashMap<>();
        StoredCopy.SHARDS.forEach(shard -> shards.put(shard, Archives.dataDirectory(shard.hashCode(), 700_000)));
        return shards;
    }

    @BeforeEach
    void open() throws IOException {
        rig = new RestoreRig(directory);
        vault = rig.store("vault");
        disk = rig.store("disk");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Manifest stored(WatchedStore store) throws IOException {
        return StoredCopy.in(store, StoredCopy.COPY, SHARDS);
    }

    private void assertWhole(Set<String> shards) throws IOException {
        for (String shard : shards) {
            RestoreRig.assertSame(RestoreRig.files(rig.into().resolve(shard)), RestoreRig.held(SHARDS.get(shard)));
        }
        try (Stream<Path> children = Files.list(rig.into())) {
            assertThat(children.map(child -> child.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(shards.stream(), Stream.of("RESTORE.md", "restored.json"))
                                    .toList());
        }
        assertThat(rig.partial()).doesNotExist();
    }

    @Test
    void everyFileIsTheArchivesByteForByteAndTheRecordSaysWhatWasProved() throws Exception {
        Manifest manifest = stored(vault);
        Tally tally = new Tally();

        Restored restored = rig.restorer().restore(rig.task(vault), tally);

        assertWhole(SHARDS.keySet());
        assertThat(restored.whole()).isTrue();
        assertThat(restored.repeated()).isFalse();
        assertThat(restored.mongodbVersion()).isEqualTo("8.0.29");
        assertThat(restored.seal()).hasSize(64);
        assertThat(restored.archives())
                .extracting(Restored.Archive::directory)
                .containsExactlyElementsOf(SHARDS.keySet());
        assertThat(restored.archives()).allMatch(Restored.Archive::proved).noneMatch(Restored.Archive::resumed);
        assertThat(restored.bytes()).isEqualTo(manifest.bytes());
        assertThat(tally.read()).isEqualTo(new Tally.Reading(1, 1, manifest.bytes(), manifest.bytes()));
        assertThat(Files.readString(rig.into().resolve("RESTORE.md"))).contains("--configsvr", "8.0");
        assertThat(Files.readString(rig.into().resolve("restored.json")))
                .contains(FOLDER, restored.seal(), "\"whole\" : true", "2026-11-22T10:00:00Z");
    }

    @Test
    void rangesReadSideBySideComeOutInOrder() throws Exception {
        stored(disk);

        rig.restore(rig.task(disk));

        assertWhole(SHARDS.keySet());
        assertThat(disk.opened()).hasSizeGreaterThan(12);
    }

    @Test
    void onlyTheOwnerMayLookAndNothingOfTheArchivesModesIsTakenOver() throws Exception {
        stored(vault);

        rig.restore(rig.task(vault));

        try (Stream<Path> all = Files.walk(rig.into().getParent())) {
            for (Path path : all.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void anArchiveOfNoReplicaSetLiesBelowTheClustersName() throws Exception {
        StoredCopy.in(vault, StoredCopy.COPY, Map.of("orders", SHARDS.get("orders-shard-0")));

        Restored restored = rig.restore(rig.task(vault));

        assertThat(restored.archives()).singleElement().satisfies(archive -> {
            assertThat(archive.replicaSet()).isEmpty();
            assertThat(archive.directory()).isEqualTo("orders");
        });
        assertThat(rig.into().resolve("orders").resolve("WiredTiger")).isRegularFile();
    }

    @Test
    void oneShardIsRestoredAloneAndAnUnknownOneIsRefusedWithThoseThereAre() throws Exception {
        stored(vault);
        RestoreTask none =
                new RestoreTask("r", StoredCopy.COPY, List.of(vault), rig.into(), List.of("orders-shard-9"), false);

        assertThat(rig.refused(none, Reason.NOT_FOUND)).hasMessageContaining("orders-shard-9");
        assertThat(rig.refused(none, Reason.NOT_FOUND)).hasMessageContaining("orders-config-0, orders-shard-0");
        rig.assertNothingLeft();
        rig.restore(only("orders-shard-1"));

        assertWhole(Set.of("orders-shard-1"));
        assertThat(rig.restore(only("orders-shard-1")).repeated()).isTrue();
        rig.refused(rig.task(vault), Reason.RESTORE_REFUSED);
        rig.refused(only("orders-shard-0"), Reason.RESTORE_REFUSED);
        assertWhole(Set.of("orders-shard-1"));
    }

    private RestoreTask only(String shard) {
        return new RestoreTask("request-7", StoredCopy.COPY, List.of(vault), rig.into(), List.of(shard), false);
    }

    @Test
    void whatLiesThereAlreadyIsRefusedAndLeftAlone() throws Exception {
        stored(vault);
        Files.createDirectories(rig.into());
        Path own = Files.writeString(rig.into().resolve("own"), "mine");

        assertThat(rig.refused(rig.task(vault), Reason.RESTORE_REFUSED)).hasMessageContaining("not empty");
        assertThat(own).hasContent("mine");
        Files.delete(own);
        Files.delete(rig.into());
        Files.writeString(rig.into(), "a file");
        assertThat(rig.refused(rig.task(vault), Reason.RESTORE_REFUSED)).hasMessageContaining("a file");
        Files.delete(rig.into());
        Files.createSymbolicLink(rig.into(), Files.createDirectory(directory.resolve("elsewhere")));
        assertThat(rig.refused(rig.task(vault), Reason.RESTORE_REFUSED)).hasMessageContaining("symbolic link");
        assertThat(directory.resolve("elsewhere")).isEmptyDirectory();
        assertThat(vault.opened()).isEmpty();
    }

    @Test
    void anEmptyDirectoryIsFree() throws Exception {
        stored(vault);
        Files.createDirectories(rig.into());

        rig.restore(rig.task(vault));

        assertWhole(SHARDS.keySet());
    }

    @Test
    void f38_theSameRequestAgainIsAnsweredWithoutReadingAnything() throws Exception {
        stored(vault);
        Restored first = rig.restore(rig.task(vault));
        int opened = vault.opened().size();

        Restored again = rig.restore(rig.task(vault));

        assertThat(again.repeated()).isTrue();
        assertThat(again.archives()).isEqualTo(first.archives());
        assertThat(again.seal()).isEqualTo(first.seal());
        assertThat(vault.opened()).hasSize(opened);
        rig.refused(only("orders-shard-0"), Reason.RESTORE_REFUSED);
        RestoreTask other = new RestoreTask("request-8", StoredCopy.COPY, List.of(vault), rig.into(), List.of(), false);
        rig.refused(other, Reason.RESTORE_REFUSED);
        assertWhole(SHARDS.keySet());
    }

    @Test
    void f28_whatWasFinishedBeforeAStoreWentAwayIsNotFetchedAgain() throws Exception {
        stored(vault);
        vault.breakAt("orders-shard-1", 100_000);

        assertThatThrownBy(() -> rig.restore(rig.task(vault)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("went away");
        assertThat(rig.into()).doesNotExist();
        assertThat(rig.partial().resolve("orders-shard-0")).isDirectory();
        assertThat(rig.partial().resolve("orders-shard-1")).doesNotExist();
        Files.createDirectory(rig.partial().resolve("half-done"));
        vault.mend();
        vault.opened().clear();
        Restored restored = rig.restore(rig.task(vault));

        assertThat(vault.opened()).isNotEmpty().allMatch(path -> path.contains("orders-shard-1"));
        assertThat(restored.archives()).extracting(Restored.Archive::resumed).containsExactly(true, true, false);
        assertWhole(SHARDS.keySet());
    }

    @Test
    void aShardThatIsDoneButNotAskedForAnyMoreGoes() throws Exception {
        stored(vault);
        vault.breakAt("orders-shard-1", 0);
        assertThatThrownBy(() -> rig.restore(rig.task(vault))).isInstanceOf(IOException.class);
        RestoreTask one = new RestoreTask(
                "request-9", StoredCopy.COPY, List.of(vault), rig.into(), List.of("orders-shard-0"), false);

        rig.restore(one);

        assertWhole(Set.of("orders-shard-0"));
    }

    @Test
    void anUnfinishedRestoreOfSomethingElseIsRefusedAndLeftAlone() throws Exception {
        stored(vault);
        CopyId other = new CopyId(
                StoredCopy.PROJECT, "orders", Instant.parse("2026-08-03T17:06:56Z"), "6a6f78e0cab84da5c4476b26");
        StoredCopy.in(vault, other, SHARDS);
        vault.breakAt("orders-shard-1", 0);
        assertThatThrownBy(() -> rig.restore(rig.task(vault))).isInstanceOf(IOException.class);
        RestoreTask ofOther = new RestoreTask("r", other, List.of(vault), rig.into(), List.of(), false);

        assertThat(rig.refused(ofOther, Reason.RESTORE_REFUSED)).hasMessageContaining(FOLDER);
        assertThat(rig.partial().resolve("orders-shard-0")).isDirectory();
        Trees.remove(rig.partial());
        Files.createDirectories(rig.partial().resolve("photos"));
        assertThat(rig.refused(rig.task(vault), Reason.RESTORE_REFUSED)).hasMessageContaining("not the work");
        assertThat(rig.partial().resolve("photos")).isDirectory();
    }

    @Test
    void f45_aStoreWhoseArchiveIsMissingDamagedOrGoneLeavesItToTheNext() throws Exception {
        Manifest ofVault = stored(vault);
        stored(disk);
        String flipped = ofVault.archives().get(0).file();
        byte[] content = vault.read(FOLDER + "/" + flipped, 4 << 20).orElseThrow();
        content[content.length / 2] ^= 1;
        vault.put(FOLDER + "/" + flipped, content);
        vault.delete(FOLDER + "/" + ofVault.archives().get(1).file());
        vault.breakAt(ofVault.archives().get(2).file(), 50_000);

        Restored restored = rig.restore(rig.task(vault, disk));

        assertWhole(SHARDS.keySet());
        assertThat(restored.whole()).isTrue();
        assertThat(restored.archives()).extracting(Restored.Archive::store).containsOnly("disk");
        assertThat(restored.warnings()).hasSize(3).allMatch(warning -> warning.contains("vault"));
    }

    @Test
    void aManifestThatIsDamagedOrMissingInOneStoreIsReadFromTheNext() throws Exception {
        stored(vault);
        stored(disk);
        vault.put(FOLDER + "/manifest.json", "{}".getBytes(StandardCharsets.UTF_8));

        Restored restored = rig.restore(rig.task(vault, disk));

        assertThat(restored.warnings()).anyMatch(warning -> warning.contains("manifest in store 'vault'"));
        assertThat(restored.archives()).extracting(Restored.Archive::store).containsOnly("disk");
        assertThat(rig.refused(
                        new RestoreTask(
                                "r",
                                StoredCopy.COPY,
                                List.of(vault),
                                rig.into().resolveSibling("two"),
                                List.of(),
                                false),
                        Reason.INTEGRITY))
                .hasMessageContaining("seal");
    }

    @Test
    void aCopyThatNoStoreHasIsNotFoundAndAStoreThatIsGoneIsNoAnswer() throws Exception {
        assertThat(rig.refused(rig.task(vault, disk), Reason.NOT_FOUND)).hasMessageContaining("'vault'");
        Files.delete(directory.resolve("stores").resolve("vault"));

        assertThatThrownBy(() -> rig.restore(rig.task(vault, disk)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("vault");
        rig.assertNothingLeft();
    }

    @Test
    void anArchiveOfAnotherLengthOrOtherContentThanTheManifestSaysIsNeverRestored() throws Exception {
        Manifest manifest = StoredCopy.in(vault, StoredCopy.COPY, 1);

        assertThat(rig.refused(rig.task(vault), Reason.INTEGRITY)).hasMessageContaining("entries");
        String cut = manifest.archives().get(0).file();
        vault.put(FOLDER + "/" + cut, new byte[10]);
        assertThat(rig.refused(rig.task(vault), Reason.INTEGRITY)).hasMessageContaining("10 bytes are stored");
        rig.assertNothingLeft();
    }

    @Test
    void f34_withoutRoomNothingIsWritten() throws Exception {
        stored(vault);
        CopyRestorer small = rig.restorer(where -> 1_000_000);

        assertThatThrownBy(() -> small.restore(rig.task(vault), new Tally()))
                .isInstanceOfSatisfying(OffsiteException.class, failure -> {
                    assertThat(failure.reason()).isEqualTo(Reason.STORE_FULL);
                    assertThat(failure).hasMessageContaining("1000000").hasMessageMatching(".*needs [0-9]{7} bytes.*");
                });

        rig.assertNothingLeft();
        assertThat(vault.opened()).isEmpty();
    }

    @Test
    void aSecondRestoreIntoTheSameDirectoryIsKeptApart() throws Exception {
        stored(vault);
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        vault.whenOpened(() -> {
            reading.countDown();
            await(goOn);
        });
        FutureTask<Restored> first = new FutureTask<>(() -> rig.restore(rig.task(vault)));
        new Thread(first, "first").start();
        assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();

        OffsiteException sameRestorer = rig.refused(rig.task(vault), Reason.CONFLICT);
        assertThat(sameRestorer.retryable()).isTrue();
        CopyRestorer other = rig.restorer(Space.REAL);
        assertThatThrownBy(() -> other.restore(rig.task(vault), new Tally()))
                .isInstanceOfSatisfying(
                        OffsiteException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.CONFLICT));
        goOn.countDown();

        assertThat(first.get(60, TimeUnit.SECONDS).whole()).isTrue();
        assertWhole(SHARDS.keySet());
    }

    @Test
    void theSameDirectoryByAnotherNameIsTheSameDirectory() throws Exception {
        stored(vault);
        Path alias = Files.createSymbolicLink(
                directory.resolve("alias"), Files.createDirectories(rig.into().getParent()));
        RestoreTask byAlias =
                new RestoreTask("request-7", StoredCopy.COPY, List.of(vault), alias.resolve("one"), List.of(), false);
        AtomicReference<OffsiteException> second = new AtomicReference<>();
        vault.whenOpened(() -> second.compareAndSet(null, rig.refused(byAlias, Reason.CONFLICT)));

        rig.restore(rig.task(vault));

        assertThat(second.get()).isNotNull();
        assertWhole(SHARDS.keySet());
        assertThat(rig.restore(byAlias).repeated()).isTrue();
    }

    @Test
    void aWayThatIsNoDirectoryIsRefused() throws Exception {
        stored(vault);
        Path file = Files.writeString(directory.resolve("file"), "mine");
        Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("nowhere"));

        for (Path way : List.of(file, dangling, file.resolve("below"))) {
            RestoreTask task =
                    new RestoreTask("r", StoredCopy.COPY, List.of(vault), way.resolve("one"), List.of(), false);
            assertThat(rig.refused(task, Reason.RESTORE_REFUSED)).hasMessageContaining("no directory");
        }

        assertThat(file).hasContent("mine");
        assertThat(directory.resolve("nowhere")).doesNotExist();
    }

    @Test
    void aNameThatIsTooLongIsRefused() throws Exception {
        stored(vault);
        RestoreTask task = new RestoreTask(
                "r", StoredCopy.COPY, List.of(vault), rig.into().resolveSibling("n".repeat(250)), List.of(), false);

        assertThat(rig.refused(task, Reason.RESTORE_REFUSED)).hasMessageContaining("too long");

        rig.assertNothingLeft();
    }

    @Test
    void somethingElseThatWasRestoredThereMeanwhileIsLeftAlone() throws Exception {
        stored(vault);
        CopyRestorer late = rig.restorer(where -> {
            Files.createDirectories(rig.into());
            Files.writeString(rig.into().resolve("own"), "mine");
            return Long.MAX_VALUE;
        });

        assertThatThrownBy(() -> late.restore(rig.task(vault), new Tally()))
                .isInstanceOfSatisfying(
                        OffsiteException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.RESTORE_REFUSED));

        assertThat(rig.into().resolve("own")).hasContent("mine");
        assertThat(rig.partial()).doesNotExist();
    }

    @Test
    void anInterruptStopsItAndTheNextTryGoesOn() throws Exception {
        stored(vault);
        CountDownLatch reading = new CountDownLatch(1);
        vault.whenOpened(() -> {
            if (vault.opened().get(vault.opened().size() - 1).contains("orders-shard-1")) {
                reading.countDown();
                await(new CountDownLatch(1));
            }
        });
        FutureTask<Restored> task = new FutureTask<>(() -> rig.restore(rig.task(vault)));
        Thread thread = new Thread(task, "to be interrupted");
        thread.start();
        assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();

        thread.interrupt();

        assertThatThrownBy(() -> task.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
        assertThat(rig.into()).doesNotExist();
        vault.whenOpened(() -> {});
        rig.restore(rig.task(vault));
        assertWhole(SHARDS.keySet());
    }

    @Test
    void aRestoreThatDiedBetweenNameAndEndIsAnsweredAndTidied() throws Exception {
        stored(vault);
        rig.restore(rig.task(vault));
        Path left = Files.createDirectories(rig.into().resolve(".offsite").resolve("done"));

        rig.restorer().preview(rig.task(vault));
        assertThat(left).isDirectory();
        assertThat(rig.restore(rig.task(vault)).repeated()).isTrue();

        assertWhole(SHARDS.keySet());
    }

    @Test
    void aPreviewSaysBytesRoomTimeAndWhoHoldsWhatAndWritesNothing() throws Exception {
        Manifest manifest = stored(vault);
        stored(disk);
        disk.delete(FOLDER + "/manifest.json");

        RestorePreview preview = rig.restorer(where -> 5_000_000_000L).preview(rig.task(vault, disk));

        assertThat(preview.bytes()).isEqualTo(manifest.bytes());
        assertThat(preview.needed()).isGreaterThan(3 * 700_000L);
        assertThat(preview.free()).isEqualTo(5_000_000_000L);
        assertThat(preview.fits()).isTrue();
        assertThat(preview.seconds()).isNotEmpty();
        assertThat(preview.mongodbVersion()).isEqualTo("8.0.29");
        assertThat(preview.archives())
                .hasSize(3)
                .allSatisfy(archive -> assertThat(archive.stores()).containsExactly("vault"));
        rig.assertNothingLeft();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

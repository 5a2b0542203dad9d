package io.atlasoffsite.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.restore.Verdict.Outcome;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Catalog;
import io.atlasoffsite.store.CatalogEntry;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.DamageReport;
import io.atlasoffsite.store.DamageReports;
import io.atlasoffsite.store.Finding;
import io.atlasoffsite.store.Finding.What;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.store.Sha256;
import io.atlasoffsite.transfer.Engine;
import io.atlasoffsite.transfer.EngineSettings;
import io.atlasoffsite.transfer.Pause;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a verification finds, in every store. F45: what is damaged at rest. */
abstract class ProverContract {

    private static final String FOLDER = StoredCopy.COPY.toString();
    private static final int LIMIT = 4 << 20;
    private static final int SHARED_FILES = 4;

    @TempDir
    private Path spool;

    private ArchiveStore store;
    private Engine engine;
    private CopyProver prover;

    abstract ArchiveStore newStore() throws Exception;

    /** How many random damages are tried. */
    abstract int damages();

    @BeforeEach
    final void open() throws Exception {
        store = newStore();
        engine = new Engine(
                EngineSettings.defaults(spool).withMemory(8 << 20, 2), Clock.systemUTC(), new Random(1), Pause.REAL);
        prover = new CopyProver(engine, 2);
    }

    @AfterEach
    final void close() {
        prover.close();
        engine.close();
        store.close();
    }

    final ArchiveStore store() {
        return store;
    }

    final Verdict verdict() throws InterruptedException {
        return verdict(StoredCopy.COPY);
    }

    final Verdict verdict(CopyId copy) throws InterruptedException {
        return prover.prove(store, copy, 0, new Tally()).orElseThrow();
    }

    private byte[] bytes(String file) throws Exception {
        return store.read(FOLDER + "/" + file, LIMIT).orElseThrow();
    }

    private void put(String file, byte[] content) throws Exception {
        store.put(FOLDER + "/" + file, content);
    }

    private List<String> files() throws Exception {
        return store.list(FOLDER).stream().map(ArchiveStore.Entry::name).toList();
    }

    private static List<What> whats(Verdict verdict) {
        return verdict.findings().stream().map(Finding::what).toList();
    }

    private static List<String> found(Verdict verdict) {
        return verdict.findings().stream().map(Finding::file).toList();
    }

    @Test
    void aCopyAsItWasWrittenIsWholeAndEveryArchiveWasRead() throws Exception {
        Manifest manifest = StoredCopy.in(store);
        Tally tally = new Tally();
        tally.expect(1, manifest.bytes());

        Verdict verdict =
                prover.prove(store, StoredCopy.COPY, manifest.bytes(), tally).orElseThrow();

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.outcome()).isEqualTo(Outcome.WHOLE);
        assertThat(verdict.bytes()).isEqualTo(manifest.bytes());
        assertThat(tally.read()).isEqualTo(new Tally.Reading(1, 1, manifest.bytes(), manifest.bytes()));
    }

    /** Whatever single thing is wrong with whatever file, it is found; put right, the copy is whole. The seed is in the failure. */
    @Test
    void f45_anySingleDamageOfAnyStoredFileIsFound() throws Exception {
        StoredCopy.in(store);
        long seed = Long.getLong("offsite.test.seed", System.nanoTime());
        Random random = new Random(seed);
        List<String> files = files();
        assertThat(files).hasSize(SHARED_FILES + StoredCopy.SHARDS.size());
        for (int number = 0; number < damages(); number++) {
            String file = files.get(number % files.size());
            byte[] before = bytes(file);
            String damage = damage(file, before, number / files.size() % 4, random);

            Verdict verdict = verdict();

            assertThat(verdict.outcome())
                    .as("seed %d: %s of %s", seed, damage, file)
                    .isEqualTo(Outcome.DAMAGED);
            // Which of two files that contradict each other is the wrong one, nobody can say.
            assertThat(found(verdict))
                    .as("seed %d: %s of %s", seed, damage, file)
                    .containsAnyOf(file, "SHA256SUMS", "snapshot.json", "RESTORE.md");
            put(file, before);
        }
        assertThat(verdict().outcome()).as("seed %d", seed).isEqualTo(Outcome.WHOLE);
    }

    private String damage(String file, byte[] before, int kind, Random random) throws Exception {
        if (kind == 0) {
            byte[] changed = before.clone();
            int place = random.nextInt(changed.length);
            changed[place] ^= (byte) (1 + random.nextInt(255));
            put(file, changed);
            return "byte " + place + " changed to " + changed[place];
        }
        if (kind == 1) {
            int length = random.nextInt(before.length);
            put(file, Arrays.copyOf(before, length));
            return "cut to " + length + " of " + before.length;
        }
        if (kind == 2) {
            byte[] longer = Arrays.copyOf(before, before.length + 1 + random.nextInt(1000));
            Arrays.fill(longer, before.length, longer.length, (byte) random.nextInt(256));
            put(file, longer);
            return "extended to " + longer.length;
        }
        store.delete(FOLDER + "/" + file);
        return "deleted";
    }

    @Test
    void f45_everyByteOfTheSmallFilesCounts() throws Exception {
        StoredCopy.in(store);
        Random random = new Random(45);
        for (String file : List.of("manifest.json", "SHA256SUMS", "snapshot.json", "RESTORE.md")) {
            byte[] before = bytes(file);
            for (int place = 0; place < before.length; place += 1 + before.length / (damages() / 4)) {
                byte[] changed = before.clone();
                changed[place] ^= (byte) (1 + random.nextInt(255));
                put(file, changed);
                assertThat(verdict().outcome())
                        .as("byte %d of %s as %d", place, file, changed[place])
                        .isEqualTo(Outcome.DAMAGED);
            }
            put(file, before);
        }
    }

    @Test
    void f45_twoArchivesThatChangedPlacesAreBothFound() throws Exception {
        Manifest manifest = StoredCopy.in(store);
        String one = manifest.archives().get(0).file();
        String other = manifest.archives().get(1).file();
        byte[] ofOne = bytes(one);
        put(one, bytes(other));
        put(other, ofOne);

        assertThat(found(verdict())).containsExactly(one, other);
    }

    @Test
    void f45_everythingThatIsWrongIsFoundNotOnlyTheFirst() throws Exception {
        Manifest manifest = StoredCopy.in(store);
        String flipped = manifest.archives().get(0).file();
        String cut = manifest.archives().get(1).file();
        String gone = manifest.archives().get(2).file();
        byte[] content = bytes(flipped);
        content[content.length / 2] ^= 4;
        put(flipped, content);
        put(cut, Arrays.copyOf(bytes(cut), 1000));
        store.delete(FOLDER + "/" + gone);
        put("snapshot.json", "{}\n".getBytes(StandardCharsets.UTF_8));
        store.delete(FOLDER + "/RESTORE.md");
        byte[] sealed = bytes("manifest.json");
        sealed[60] ^= 1;
        put("manifest.json", sealed);

        Verdict verdict = verdict();

        assertThat(found(verdict))
                .containsExactlyInAnyOrder(flipped, cut, gone, "snapshot.json", "RESTORE.md", "manifest.json");
        assertThat(whats(verdict)).contains(What.MISSING, What.SEAL, What.HASH, What.INSPECTION);
    }

    @Test
    void aLengthThatIsWrongIsSaidWithoutReadingTheArchive() throws Exception {
        Manifest manifest = StoredCopy.in(store);
        String cut = manifest.archives().get(0).file();
        put(cut, Arrays.copyOf(bytes(cut), 1000));

        Verdict verdict = verdict();

        assertThat(whats(verdict)).containsExactly(What.LENGTH);
        assertThat(verdict.bytes())
                .isEqualTo(manifest.bytes() - manifest.archives().get(0).bytes());
    }

    @Test
    void anArchiveThatHoldsSomethingElseThanTheManifestSaysIsFound() throws Exception {
        StoredCopy.in(store, StoredCopy.COPY, 1);

        Verdict verdict = verdict();

        assertThat(whats(verdict)).containsOnly(What.INSPECTION).hasSize(3);
        assertThat(verdict.findings().get(0).detail()).contains("entries");
    }

    @Test
    void checksumsThatListTooMuchOrTooLittleAreFound() throws Exception {
        StoredCopy.in(store);
        String sums = new String(bytes("SHA256SUMS"), StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>(sums.lines().toList());
        String moreOf = lines.get(0).substring(0, 66) + "more-0123abcd.tar.gz";
        List<String> wrong = List.of(
                sums + moreOf + "\n",
                String.join("\n", lines.subList(1, lines.size())) + "\n",
                sums + lines.get(0) + "\n",
                sums + "\n");
        for (String content : wrong) {
            put("SHA256SUMS", content.getBytes(StandardCharsets.UTF_8));
            Verdict verdict = verdict();
            assertThat(found(verdict)).as(content).containsExactly("SHA256SUMS");
            assertThat(whats(verdict)).containsExactly(What.CONTENT);
        }
    }

    @Test
    void aManifestOfAnotherCopyIsDamageThoughItsSealFits() throws Exception {
        StoredCopy.in(store);
        CopyId other = new CopyId(
                StoredCopy.PROJECT, "other", Instant.parse("2026-08-03T17:06:56Z"), "6a6f78e0cab84da5c4476b26");
        StoredCopy.in(store, other);
        put("manifest.json", store.read(other + "/manifest.json", LIMIT).orElseThrow());

        assertThat(whats(verdict())).containsExactly(What.CONTENT);
    }

    @Test
    void aNewerFormatIsSaidToBeNewerAndLeftAlone() throws Exception {
        StoredCopy.in(store);
        String newer = new String(bytes("manifest.json"), StandardCharsets.UTF_8)
                .replace("\"formatVersion\" : 1", "\"formatVersion\" : 2")
                .replaceFirst("\"seal\" : \"[0-9a-f]{64}\"", "\"seal\" : \"" + "0".repeat(64) + "\"");
        String seal = Sha256.hex(newer.getBytes(StandardCharsets.UTF_8));
        put("manifest.json", newer.replace("0".repeat(64), seal).getBytes(StandardCharsets.UTF_8));

        Verdict verdict = verdict();

        assertThat(verdict.outcome()).isEqualTo(Outcome.NEWER);
        assertThat(verdict.bytes()).isZero();
    }

    @Test
    void whereNothingIsThereIsNoVerdict() throws Exception {
        StoredCopy.in(store);
        CopyId other = new CopyId(
                StoredCopy.PROJECT, "orders", Instant.parse("2026-08-03T17:06:56Z"), "6a6f78e0cab84da5c4476b26");

        assertThat(prover.prove(store, other, 0, new Tally())).isEmpty();
    }

    @Test
    void aReportIsWrittenOncePerDistinctDamageListedInTheCatalogAndGoesWhenTheCopyIsWhole() throws Exception {
        Manifest manifest = StoredCopy.in(store);
        DamageReports reports = new DamageReports(store);
        Instant now = Instant.parse("2026-11-22T10:00:00Z");
        String archive = manifest.archives().get(0).file();
        byte[] whole = bytes(archive);
        store.delete(FOLDER + "/" + archive);

        assertThat(reports.note(report(verdict(), now))).isTrue();
        assertThat(reports.note(report(verdict(), now.plusSeconds(3600)))).isFalse();
        put(archive, new byte[10]);
        assertThat(reports.note(report(verdict(), now))).as("same second").isTrue();

        assertThat(files())
                .filteredOn(file -> file.startsWith("damaged-"))
                .containsExactly("damaged-20261122T100000Z.json", "damaged-20261122T100001Z.json");
        assertThat(new Catalog(store, 2).all())
                .singleElement()
                .isInstanceOfSatisfying(CatalogEntry.Damaged.class, entry -> {
                    assertThat(entry.why()).contains(archive, "length", "2026-11-22T10:00:01Z");
                    assertThat(entry.sealedManifest()).isPresent();
                });
        assertThat(new Catalog(store, 2).find(StoredCopy.COPY)).get().isInstanceOf(CatalogEntry.Damaged.class);

        put(archive, whole);
        assertThat(verdict().outcome()).isEqualTo(Outcome.WHOLE);
        assertThat(reports.forget(StoredCopy.COPY)).isTrue();
        assertThat(reports.forget(StoredCopy.COPY)).isFalse();
        assertThat(files()).noneMatch(file -> file.startsWith("damaged-"));
        assertThat(new Catalog(store, 2).all()).singleElement().isInstanceOf(CatalogEntry.Whole.class);
    }

    @Test
    void aCopyMadeAnewIsNotBlamedForTheDamageOfTheOld() throws Exception {
        Manifest manifest = StoredCopy.in(store);
        store.delete(FOLDER + "/" + manifest.archives().get(0).file());
        new DamageReports(store).note(report(verdict(), Instant.parse("2026-11-22T10:00:00Z")));
        store.delete(FOLDER + "/manifest.json");

        StoredCopy.in(store, StoredCopy.COPY, 0, "request-2");

        assertThat(new Catalog(store, 1).all()).singleElement().isInstanceOf(CatalogEntry.Whole.class);
        assertThat(verdict().outcome()).isEqualTo(Outcome.WHOLE);
    }

    private static DamageReport report(Verdict verdict, Instant at) {
        return new DamageReport(verdict.copyId(), verdict.seal(), at, "test", verdict.damage());
    }
}

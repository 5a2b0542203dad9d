package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.atlas.Snapshot;
import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.ops.Spans;
import io.atlasoffsite.ops.TransferBoard;
import io.atlasoffsite.plan.ClusterKind;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Attempts;
import io.atlasoffsite.store.Catalog;
import io.atlasoffsite.store.Layout;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.store.SealedManifest;
import io.atlasoffsite.transfer.ArchiveRecord;
import io.atlasoffsite.transfer.Engine;
import io.atlasoffsite.transfer.EngineProbe;
import io.atlasoffsite.transfer.EngineSettings;
import io.atlasoffsite.transfer.HostPolicy;
import io.atlasoffsite.transfer.InspectionMode;
import io.atlasoffsite.transfer.TicketSource;
import io.atlasoffsite.transfer.TransferRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;

/**
 * One copy by the real parts, put together as the routes do it: attempt, engine, proof, manifest. After each copy everything
 * that must hold after any fault is checked.
 */
final class CopyRig implements AutoCloseable {

    /** Stands in every link: whatever shows a link shows this. */
    static final String SECRET = "secret";

    private static final String PROJECT = "32b6e34b3d91647abb20e7b8";
    private static final String SNAPSHOT = "6a6f78e0cab84da5c4476b25";

    private final Shelf shelf;
    private final Path spool;
    private final Engine engine;
    private final Parallel parallel = new Parallel(Spans.NONE);
    private final FillStore fillStore;

    CopyRig(Shelf shelf, EngineSettings settings) {
        this.shelf = shelf;
        this.spool = settings.spool();
        this.engine = new Engine(settings, Clock.systemUTC(), new Random(5), length -> {});
        Stores stores = new Stores() {
            @Override
            public ArchiveStore open(String name) {
                return shelf.store();
            }

            @Override
            public Attempts attempts(String name) {
                return attemptsOf("p1");
            }
        };
        this.fillStore = new FillStore(
                stores, engine, parallel, new TransferBoard(Clock.systemUTC()), Clock.systemUTC(), "test");
    }

    Engine engine() {
        return engine;
    }

    private Attempts attemptsOf(String process) {
        return new Attempts(shelf.store(), "node", process, Clock.systemUTC(), new Random());
    }

    /**
     * What is asked of the engine.
     *
     * @param archive the source's bytes, which a copy must have
     * @param tickets links to it, or to what pretends to be it
     * @param hosts which hosts may serve it
     * @param expected its length when somebody knows beforehand
     * @param inspection when it is proved
     */
    record Wish(
            byte[] archive, TicketSource tickets, HostPolicy hosts, OptionalLong expected, Plan.Inspection inspection) {

        /** A length only the host knows, inline inspection, hosts of this machine. */
        static Wish of(byte[] archive, TicketSource tickets) {
            HostPolicy loopback = new HostPolicy(List.of(), true, false);
            return new Wish(archive, tickets, loopback, OptionalLong.empty(), Plan.Inspection.INLINE);
        }

        Wish inspected(Plan.Inspection when) {
            return new Wish(archive, tickets, hosts, expected, when);
        }

        Wish expecting(long bytes) {
            return new Wish(archive, tickets, hosts, OptionalLong.of(bytes), inspection);
        }

        Wish from(HostPolicy allowed) {
            return new Wish(archive, tickets, allowed, expected, inspection);
        }
    }

    /** How a copy ended: with what moving took, or with why there is none. */
    record Ended(Optional<ArchiveRecord> moved, Optional<OffsiteException> failure) {

        ArchiveRecord record() {
            assertThat(failure).as("why there is no copy").isEmpty();
            return moved.orElseThrow();
        }

        OffsiteException why() {
            return failure.orElseThrow(() -> new AssertionError("there is a copy"));
        }
    }

    /** Makes a copy, or not; in both cases nothing else may be left. */
    Ended copy(Wish wish) throws Exception {
        Ended ended = attempt(wish);
        assertThat(EngineProbe.heldBytes(engine)).as("memory not given back").isZero();
        assertThat(spooled()).as("the spool").isEmpty();
        if (ended.failure().isPresent()) {
            assertNoCopy();
        } else {
            assertCopyIs(wish.archive());
        }
        return ended;
    }

    /** Makes a copy, or not, and only looks whether the failure keeps what it must keep for itself. */
    Ended attempt(Wish wish) throws InterruptedException {
        CopyTask task = task(wish.inspection());
        List<FillStore.Wanted> wanted = List.of(new FillStore.Wanted("orders", ""));
        try {
            FillStore.Filled filled = fillStore.fill(
                    "vault",
                    task,
                    wanted,
                    (want, sinks, listener) -> engine.transfer(new TransferRequest(
                            wish.tickets(),
                            sinks,
                            wish.hosts(),
                            wish.expected(),
                            OptionalLong.empty(),
                            mode(wish.inspection()),
                            listener)));
            FillStore.Filled proved = fillStore.prove(filled, task);
            Target.Present present = fillStore.commit(proved, task);
            return new Ended(
                    present.moved().values().stream().map(Target.Moved::archive).findFirst(), Optional.empty());
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Exception failure) {
            OffsiteException typed = Failures.typed(failure);
            assertKeepsSecrets(failure);
            assertKeepsSecrets(typed);
            assertThat(typed.hint()).doesNotContain(SECRET);
            return new Ended(Optional.empty(), Optional.of(typed));
        }
    }

    private static InspectionMode mode(Plan.Inspection inspection) {
        return inspection == Plan.Inspection.INLINE ? InspectionMode.INLINE : InspectionMode.AFTER;
    }

    private static CopyTask task(Plan.Inspection inspection) {
        Plan plan = new Plan(
                "orders-nightly",
                "prod",
                PROJECT,
                "orders",
                List.of(),
                List.of(),
                ClusterKind.FLEX,
                Optional.empty(),
                Plan.SnapshotChoice.LATEST,
                List.of("vault"),
                inspection,
                Duration.ofHours(1),
                Optional.empty(),
                Plan.PruneMode.MANUAL,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false);
        Snapshot snapshot = new Snapshot(
                SNAPSHOT,
                io.atlasoffsite.atlas.ClusterKind.FLEX,
                "COMPLETED",
                Optional.of(Instant.parse("2026-08-02T17:06:56Z")),
                Optional.empty(),
                "8.0.29",
                "replicaSet",
                "scheduled",
                "",
                "",
                OptionalLong.empty(),
                "{\"id\":\"" + SNAPSHOT + "\"}\n");
        CopyRequest request = CopyRequest.OfPlan.named("request-1", "orders-nightly");
        return CopyTask.begin(request, plan, Instant.now()).of(snapshot);
    }

    /** The manifest of the copy, if there is one that fits its archives. */
    Optional<SealedManifest> manifest() throws IOException {
        return new Catalog(shelf.store(), 1).copied(PROJECT, "orders", SNAPSHOT);
    }

    private void assertCopyIs(byte[] archive) throws Exception {
        Manifest manifest = manifest().orElseThrow().manifest();
        Manifest.Archive stored = manifest.archives().get(0);
        assertThat(stored.bytes()).isEqualTo(archive.length);
        String path = Layout.inCopy(manifest.copyId(), stored.file());
        try (InputStream in = shelf.store().open(path, 0)) {
            assertThat(in.readAllBytes()).as("the stored bytes").isEqualTo(archive);
        }
        String sums = new String(
                shelf.store().read(manifest.copyId() + "/SHA256SUMS", 1 << 20).orElseThrow(), StandardCharsets.UTF_8);
        assertThat(sums).contains(stored.sha256() + "  " + stored.file());
        assertThat(leftovers())
                .as("a whole copy and nothing else")
                .hasSize(5)
                .allMatch(file -> file.startsWith(manifest.copyId() + "/"));
    }

    void assertNoCopy() throws Exception {
        assertThat(new Catalog(shelf.store(), 1).all()).isEmpty();
        assertThat(leftovers()).as("what a failed copy leaves").isEmpty();
    }

    /** What lies in the store, but for what belongs to the store itself. */
    List<String> leftovers() throws IOException {
        return shelf.everything().stream()
                .filter(path -> !path.equals(Layout.FORMAT) && !path.startsWith(Layout.PROBES))
                .toList();
    }

    /** What the next start of this process does. */
    void sweep() throws IOException {
        Attempts next = attemptsOf("p2");
        next.sweep(next.dead());
    }

    private List<Path> spooled() throws IOException {
        if (!Files.isDirectory(spool)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(spool)) {
            return files.toList();
        }
    }

    private static void assertKeepsSecrets(Throwable failure) {
        StringWriter all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain(SECRET);
    }

    @Override
    public void close() {
        engine.close();
        parallel.close();
    }
}

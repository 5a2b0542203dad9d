package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.cli.Evidence.Trace;
import io.atlasoffsite.route.Queues;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.testing.FaultyProxy;
import io.atlasoffsite.testing.Hold;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * F36: kill -9 at each named step of a copy, then start again. The packaged jar in a process of its own is held at the step from
 * outside: at Atlas, in the store, at the broker. What it left behind shows that it was that step and no other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KilledAtEachStep {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String CLUSTER = "generated-0001";

    /** Two parts of an upload. */
    static final long ARCHIVE_BYTES = 12L << 20;

    private final Deque<String> snapshots = new ArrayDeque<>();
    private final Set<String> done = new HashSet<>();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private Path home;
    private Sandbox sandbox;
    private FaultyProxy atlas;
    private OtherBroker broker;
    private Queue queue;
    private Shelf shelf;
    private Site site;
    private Evidence evidence;
    private OffsiteProcess service;

    /**
     * A moment of a copy.
     *
     * @param name for people
     * @param trap holds the service there
     * @param left what is there when it is killed there
     */
    record Moment(String name, Trap trap, Set<Trace> left) {
        @Override
        public String toString() {
            return name;
        }
    }

    abstract Shelf shelf(Path directory) throws Exception;

    /** The moments between the first byte and the manifest. */
    abstract Stream<Moment> inTheStore() throws Exception;

    Sandbox sandbox() {
        return sandbox;
    }

    Site site() {
        return site;
    }

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        home = directory;
        sandbox = closing(Sandbox.start(SandboxOptions.builder()
                .clusters(List.of("flex-orders"))
                .generatedClusters(1)
                .snapshotsPerCluster(60)
                .archiveBytes(ARCHIVE_BYTES)
                .build()));
        snapshots.addAll(sandbox.completedSnapshotIds(CLUSTER));
        atlas = closing(new FaultyProxy(URI.create(sandbox.baseUrl()).getPort()));
        broker = closing(new OtherBroker());
        queue = closing(new Queue(broker.address()));
        shelf = closing(shelf(home));
        site = shelf.addTo(new Site(home))
                .cluster(CLUSTER)
                .under(atlas.url())
                .with(broker)
                .against(sandbox);
        evidence = new Evidence(shelf, sandbox, CLUSTER, "atlas-" + CLUSTER + "-shard-0");
        service = started();
    }

    /** One step that fails does not make the others fail. */
    @BeforeEach
    void run() throws Exception {
        if (!service.alive()) {
            service = started();
        }
    }

    /** A step that fails leaves no trap for the next one. */
    @AfterEach
    void clear() {
        atlas.mend();
        broker.mend();
    }

    /** Also that nothing is left of all those that were killed once the last one has stopped. */
    @AfterAll
    void stop() throws Exception {
        try {
            service.terminate();
            evidence.isLeftTidy();
            evidence.holdsExactly(done);
            assertThat(site.data().resolve("processes")).isEmptyDirectory();
        } finally {
            service.close();
            while (!parts.isEmpty()) {
                parts.pop().close();
            }
        }
    }

    private <T extends AutoCloseable> T closing(T part) {
        parts.push(part);
        return part;
    }

    Stream<Moment> moments() throws Exception {
        return Stream.of(
                        Stream.of(new Moment(
                                "Atlas has answered with the address of the download",
                                Trap.at(atlas, FaultyProxy.is("POST", "/download"), Hold.after()),
                                Set.of(Trace.REQUEST))),
                        inTheStore(),
                        atTheBroker())
                .flatMap(moments -> moments);
    }

    private Stream<Moment> atTheBroker() {
        Set<Trace> copied = Set.of(Trace.ARCHIVE, Trace.SUMS, Trace.MANIFEST, Trace.REQUEST);
        Set<Trace> announced = Set.of(Trace.ARCHIVE, Trace.SUMS, Trace.MANIFEST, Trace.EVENT, Trace.REQUEST);
        Set<Trace> acknowledged = Set.of(Trace.ARCHIVE, Trace.SUMS, Trace.MANIFEST, Trace.EVENT);
        return Stream.of(
                new Moment(
                        "the event is on its way", Trap.at(broker, OtherBroker.Packets.COMPLETED_EVENT, false), copied),
                new Moment(
                        "the broker has the event",
                        Trap.at(broker, OtherBroker.Packets.COMPLETED_EVENT, true),
                        announced),
                new Moment(
                        "the acknowledgement is on its way",
                        Trap.at(broker, OtherBroker.Packets.COMMIT, false),
                        announced),
                new Moment(
                        "the broker has the acknowledgement",
                        Trap.at(broker, OtherBroker.Packets.COMMIT, true),
                        acknowledged));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("moments")
    void f36_aServiceKilledAtThisStepCompletesTheRequestOnceItIsStartedAgain(Moment moment) throws Exception {
        String snapshot = killedAt(moment);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(evidence.traces(snapshot, queue))
                        .as("left behind")
                        .isEqualTo(moment.left()));
        moment.trap().remove();
        startedAgainCompletes(snapshot, moment);
    }

    /** Answers the snapshot whose copy was under way. */
    final String killedAt(Moment moment) throws Exception {
        String snapshot = snapshots.remove();
        moment.trap().set(snapshot);
        queue.request("killed-" + snapshot, snapshot);
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofNanos(50_000))
                .until(moment.trap()::sprung);
        service.kill();
        return snapshot;
    }

    /** What is there once the broker has noticed that the service is dead. */
    final Set<Trace> left(String snapshot) throws Exception {
        await().atMost(PATIENCE).until(() -> !queue.browse(Queues.COPY_REQUESTS).isEmpty());
        return evidence.traces(snapshot, queue);
    }

    final void startedAgainCompletes(String snapshot, Moment moment) throws Exception {
        service = started();
        await().atMost(PATIENCE)
                .until(() -> service.err().contains(" is up: ")
                        && evidence.attempts() == 0
                        && queue.browse(Queues.COPY_REQUESTS).isEmpty()
                        && !Evidence.completed(snapshot, queue).isEmpty());
        done.add(snapshot);
        assertThat(Evidence.completed(snapshot, queue)).hasSize(1);
        assertThat(Evidence.events("copy.skipped", snapshot, queue)).isEmpty();
        assertThat(Evidence.events("copy.failed", snapshot, queue)).isEmpty();
        assertThat(queue.letters()).isEmpty();
        evidence.isTidy();
        evidence.isWhole(snapshot);
        onlyWhatNobodyWroteDownIsLeftOverAndSaid(snapshot, moment);
    }

    /** An archive that was whole but not written down as such yet is fetched again; the log names the first one. */
    private void onlyWhatNobodyWroteDownIsLeftOverAndSaid(String snapshot, Moment moment) throws Exception {
        boolean unknown = moment.left().contains(Trace.ARCHIVE)
                && !moment.left().contains(Trace.KEPT)
                && !moment.left().contains(Trace.MANIFEST);
        List<String> unlisted = evidence.unlisted(snapshot);
        assertThat(unlisted).hasSize(unknown ? 1 : 0);
        for (String archive : unlisted) {
            assertThat(service.out() + service.err()).contains(archive + " is whole but belongs to no copy");
        }
    }

    private OffsiteProcess started() throws IOException {
        Files.createDirectories(home);
        return OffsiteProcess.start(home, OffsiteProcess.shortLived(), site.command("run"));
    }
}

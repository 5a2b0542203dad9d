package io.atlasoffsite.transfer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.testing.HandClock;
import io.atlasoffsite.transfer.TicketNeed.Why;
import io.atlasoffsite.transfer.inspect.Archives;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine with one place, and who has it when. */
class WaitingForTicketsTest {

    private static final byte[] ARCHIVE = Archives.dataDirectory(21, 20_000);

    @TempDir
    private Path directory;

    private final HandClock clock = new HandClock(Instant.parse("2026-08-02T12:00:00Z"));
    private Engine engine;

    @BeforeEach
    void open() {
        EngineSettings settings = EngineSettings.defaults(directory).withMemory(1 << 20, 1);
        engine = new Engine(settings, clock, new Random(5), length -> {});
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private CompletableFuture<ArchiveRecord> fetch(TicketSource tickets) {
        SinkFactory sinks = (attempt, bytes) -> new MemorySink(Rig.SMALL_PARTS);
        // The common pool may have one thread only, and both transfers must be under way.
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return engine.transfer(TransferRequest.of(tickets, sinks, Rig.LOOPBACK));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task).start());
    }

    @Test
    void nobodyHoldsAPlaceWhileAtlasMakesAFreshLink() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch made = new CountDownLatch(1);
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            if (request.path().equals("/spent")) {
                answer.head("403 Forbidden", "Content-Length: 0");
            } else {
                FaultyServer.serveWhole(answer, ARCHIVE);
            }
        })) {
            CompletableFuture<ArchiveRecord> slow = fetch(need -> {
                if (need.number() == 1) {
                    return new Ticket(server.url("/spent"), Optional.empty(), false);
                }
                asked.countDown();
                made.await();
                return new Ticket(server.url("/fresh"), Optional.empty(), false);
            });
            assertThat(asked.await(10, SECONDS)).isTrue();

            fetch(need -> new Ticket(server.url("/other"), Optional.empty(), false))
                    .get(10, SECONDS);
            assertThat(slow).isNotDone();
            made.countDown();

            assertThat(slow.get(10, SECONDS).tickets()).isEqualTo(2);
        }
    }

    @Test
    void f6_aLinkThatExpiresWhileItWaitsForAPlaceIsReplacedUnasked() throws Exception {
        CountDownLatch serve = new CountDownLatch(1);
        List<TicketNeed> needs = new CopyOnWriteArrayList<>();
        try (FaultyServer server = FaultyServer.start((request, answer) -> {
            if (request.path().equals("/first")) {
                serve.await();
            }
            FaultyServer.serveWhole(answer, ARCHIVE);
        })) {
            CompletableFuture<ArchiveRecord> first =
                    fetch(need -> new Ticket(server.url("/first"), Optional.empty(), false));
            await().until(() -> !server.requests().isEmpty());
            CompletableFuture<ArchiveRecord> second = fetch(need -> {
                needs.add(need);
                Instant end = clock.instant().plus(Duration.ofHours(1));
                return new Ticket(server.url("/second-" + need.number()), Optional.of(end), true);
            });
            await().until(() -> !needs.isEmpty());
            clock.pass(Duration.ofHours(2));
            serve.countDown();

            first.get(10, SECONDS);
            assertThat(second.get(10, SECONDS).tickets()).isEqualTo(2);
            assertThat(needs).extracting(TicketNeed::why).containsExactly(Why.FIRST, Why.EXPIRED);
            assertThat(server.requests()).extracting(FaultyServer.Request::path).containsExactly("/first", "/second-2");
        }
    }
}

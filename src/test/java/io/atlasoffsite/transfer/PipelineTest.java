package io.atlasoffsite.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.transfer.inspect.Archives;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PipelineTest {

    @TempDir
    private Path directory;

    @Test
    void whateverBreaksTheBytesAreTheSourcesOrNothingIsCommitted() throws Exception {
        byte[] archive = Archives.dataDirectory(8, 700_000);
        for (long seed = 1; seed <= 60; seed++) {
            breakAtRandom(seed, archive);
        }
    }

    private void breakAtRandom(long seed, byte[] archive) throws Exception {
        Random random = new Random(seed);
        long smallest = 1 + random.nextInt(200_000);
        PartRules rules = new PartRules(
                smallest, smallest + random.nextInt(900_000), 1 + random.nextInt(60), 1 + random.nextInt(4));
        boolean ranges = random.nextBoolean();
        int calm = random.nextInt(7);
        FaultyServer.Script script = (request, answer) -> {
            int from = ranges ? request.from() : 0;
            boolean whole = request.number() > calm;
            int to = whole ? archive.length : from + random.nextInt(archive.length - from + 1);
            String etag = random.nextInt(8) == 0 ? "\"other\"" : "\"same\"";
            if (ranges && from > 0) {
                answer.head(
                        "206 P",
                        "Content-Length: " + (archive.length - from),
                        "ETag: " + etag,
                        "Content-Range: bytes " + from + "-" + (archive.length - 1) + "/" + archive.length);
            } else {
                answer.head(
                        "200 OK",
                        "Content-Length: " + archive.length,
                        "ETag: \"same\"",
                        ranges ? "Accept-Ranges: bytes" : "Accept-Ranges: none");
            }
            answer.body(archive, from, to);
            if (random.nextBoolean() && !whole) {
                answer.reset();
            }
        };
        try (Rig rig = Rig.quick(directory);
                FaultyServer server = FaultyServer.start(script)) {
            TransferRequest request =
                    TransferRequest.of(Rig.tickets(server, random.nextInt(4) == 0), rig.sinks(rules), Rig.LOOPBACK);
            Throwable failure = catchThrowable(() -> rig.engine().transfer(request));
            if (failure == null) {
                assertThat(rig.committed()).as("seed %s", seed).isEqualTo(archive);
            } else {
                assertThat(failure).as("seed %s", seed).isInstanceOf(TransferException.class);
                rig.assertNothingCommitted();
            }
        }
    }

    @Test
    void memoryStaysWithinItsBudgetForAnyLength() throws Exception {
        long length = 512L << 20;
        AtomicLong received = new AtomicLong();
        byte[] block = new byte[64 * 1024];
        new Random(1).nextBytes(block);
        block[0] = 0x1f;
        block[1] = (byte) 0x8b;
        try (Rig rig = Rig.with(directory, settings -> settings.withMemory(16 << 20, 2));
                FaultyServer server = FaultyServer.start((request, answer) -> {
                    answer.head("200 OK", "Content-Length: " + length);
                    for (long sent = 0; sent < length; sent += block.length) {
                        answer.raw().write(block);
                    }
                })) {
            ArchiveSink slow = new CountingSink(received);
            rig.engine()
                    .transfer(TransferRequest.of(Rig.tickets(server, false), (attempt, bytes) -> slow, Rig.LOOPBACK)
                            .inspected(InspectionMode.AFTER));

            assertThat(received).hasValue(length);
            assertThat(rig.engine().budget().mostHeldBytes()).isBetween(1L, 16L << 20);
            assertThat(rig.engine().budget().heldBytes()).isZero();
        }
    }

    @Test
    void partsTooLargeForMemoryAreSpooledAndNothingIsLeft() throws Exception {
        byte[] archive = Archives.dataDirectory(9, 3_000_000);
        try (Rig rig = Rig.quick(directory);
                FaultyServer server =
                        FaultyServer.start((request, answer) -> FaultyServer.serveWhole(answer, archive))) {
            PartRules large = new PartRules(1 << 20, 2 << 20, 10, 2);
            rig.engine().transfer(TransferRequest.of(Rig.tickets(server, false), rig.sinks(large), Rig.LOOPBACK));

            assertThat(rig.committed()).isEqualTo(archive);
            assertThat(rig.opened().get(0).partCount()).isEqualTo(3);
            assertThat(directory.resolve("spool")).isEmptyDirectory();
        }
    }

    @Test
    void anArchiveLongerThanAllPartsIsRefused() {
        byte[] archive = Archives.dataDirectory(10, 300_000);
        try (Rig rig = Rig.quick(directory);
                FaultyServer server =
                        FaultyServer.start((request, answer) -> FaultyServer.serveWhole(answer, archive))) {
            assertThatThrownBy(() -> rig.engine()
                            .transfer(TransferRequest.of(
                                    Rig.tickets(server, false),
                                    rig.sinks(new PartRules(1, 50_000, 3, 1)),
                                    Rig.LOOPBACK)))
                    .isInstanceOfSatisfying(
                            TransferException.class,
                            e -> assertThat(e.kind()).isEqualTo(TransferException.Kind.TOO_LARGE));
            rig.assertNothingCommitted();
        }
    }

    @Test
    void aSinksOwnFailureReachesTheCallerUnchangedAndAtOnce() {
        byte[] archive = Archives.dataDirectory(11, 900_000);
        IOException own = new IOException("disk full");
        FaultyServer[] self = new FaultyServer[1];
        try (Rig rig = Rig.quick(directory);
                FaultyServer server = FaultyServer.start((request, answer) -> {
                    answer.head("200 OK", "Content-Length: " + archive.length, "ETag: \"x\"", "Accept-Ranges: bytes")
                            .body(archive, 0, 700_000)
                            .flush();
                    self[0].hang();
                })) {
            self[0] = server;
            MemorySink failing = new MemorySink(Rig.SMALL_PARTS) {
                @Override
                public void put(Part part) throws IOException {
                    throw own;
                }
            };
            assertThatThrownBy(() -> rig.engine()
                            .transfer(TransferRequest.of(
                                    Rig.tickets(server, false), (attempt, bytes) -> failing, Rig.LOOPBACK)))
                    .isSameAs(own);
            assertThat(failing.aborted()).isTrue();
            assertThat(server.requests()).hasSize(1);
            assertThat(rig.engine().budget().heldBytes()).isZero();
        }
    }

    @Test
    void anInterruptAbortsAll() throws Exception {
        byte[] archive = Archives.dataDirectory(12, 900_000);
        FaultyServer[] self = new FaultyServer[1];
        try (Rig rig = Rig.quick(directory);
                FaultyServer server = FaultyServer.start((request, answer) -> {
                    answer.head("200 OK", "Content-Length: " + archive.length)
                            .body(archive, 0, 700_000)
                            .flush();
                    self[0].hang();
                })) {
            self[0] = server;
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread caller = new Thread(() -> failure.set(catchThrowable(() -> rig.fetch(server))));
            caller.start();
            await().until(() -> !rig.opened().isEmpty() && rig.opened().get(0).partCount() > 0);
            caller.interrupt();
            caller.join(Duration.ofSeconds(5).toMillis());

            assertThat(failure.get()).isInstanceOf(InterruptedException.class);
            rig.assertNothingCommitted();
        }
    }

    @Test
    void anInterruptEndsAWaitForASlowSinkToo() throws Exception {
        byte[] archive = Archives.dataDirectory(13, 900_000);
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch inPut = new CountDownLatch(1);
        try (Rig rig = Rig.with(directory, settings -> settings.withMemory(256 * 1024, 2));
                FaultyServer server =
                        FaultyServer.start((request, answer) -> FaultyServer.serveWhole(answer, archive))) {
            MemorySink stuck = new MemorySink(new PartRules(1, 1 << 20, 1000, 1)) {
                @Override
                public void put(Part part) throws InterruptedException {
                    inPut.countDown();
                    never.await();
                }
            };
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread caller = new Thread(() -> failure.set(catchThrowable(() -> rig.engine()
                    .transfer(
                            TransferRequest.of(Rig.tickets(server, false), (attempt, bytes) -> stuck, Rig.LOOPBACK)))));
            caller.start();
            inPut.await();
            caller.interrupt();
            caller.join(Duration.ofSeconds(5).toMillis());

            assertThat(failure.get()).isInstanceOf(InterruptedException.class);
            assertThat(stuck.aborted()).isTrue();
        }
    }

    @Test
    void moreTransfersThanPlacesAllEnd() throws Exception {
        byte[] archive = Archives.dataDirectory(14, 900_000);
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try (Rig rig = Rig.with(directory, settings -> settings.withMemory(1 << 20, 3));
                FaultyServer server =
                        FaultyServer.start((request, answer) -> FaultyServer.serveWhole(answer, archive))) {
            List<Future<ArchiveRecord>> running = new ArrayList<>();
            for (int call = 0; call < 8; call++) {
                running.add(callers.submit(() -> rig.fetch(server)));
            }
            for (Future<ArchiveRecord> call : running) {
                assertThat(call.get().sha256()).isEqualTo(Rig.sha256(archive));
            }
            assertThat(rig.engine().budget().heldBytes()).isZero();
            assertThat(rig.engine().budget().mostHeldBytes()).isLessThanOrEqualTo(1 << 20);
        } finally {
            callers.shutdownNow();
        }
    }

    /** Counts and forgets. */
    private record CountingSink(AtomicLong received) implements ArchiveSink {
        @Override
        public PartRules partRules() {
            return new PartRules(1, Long.MAX_VALUE, Integer.MAX_VALUE, 2);
        }

        @Override
        public void put(Part part) throws IOException {
            try (InputStream in = part.open()) {
                received.addAndGet(in.skip(Long.MAX_VALUE));
            }
        }

        @Override
        public Receipt commit(long bytes) {
            return new Receipt(bytes, true);
        }

        @Override
        public void abort() {
            received.set(-1);
        }
    }
}

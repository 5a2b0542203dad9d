package io.atlasoffsite.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;

/** An engine with quick settings, and sinks that remember themselves. */
final class Rig implements AutoCloseable {

    static final HostPolicy LOOPBACK = new HostPolicy(List.of(), true, false);
    static final PartRules SMALL_PARTS = new PartRules(10_000, 1 << 20, 1000, 3);

    private final Path spool;
    private final Engine engine;
    private final List<MemorySink> sinks = new CopyOnWriteArrayList<>();

    Rig(Path directory, EngineSettings settings, Pause pause) {
        this.spool = settings.spool();
        this.engine = new Engine(settings, Clock.systemUTC(), new Random(5), pause);
    }

    static Rig quick(Path directory) {
        return with(directory, Function.identity());
    }

    static Rig with(Path directory, Function<EngineSettings, EngineSettings> change) {
        EngineSettings quick = new EngineSettings(
                2 << 20,
                2,
                directory.resolve("spool"),
                0,
                Duration.ofSeconds(10),
                NetworkSettings.direct(),
                3,
                2,
                3,
                Duration.ofMillis(1),
                Duration.ofMillis(4));
        return new Rig(directory, change.apply(quick), length -> {});
    }

    Engine engine() {
        return engine;
    }

    SinkFactory sinks(PartRules rules) {
        return (attempt, bytes) -> {
            MemorySink sink = new MemorySink(rules);
            sinks.add(sink);
            return sink;
        };
    }

    List<MemorySink> opened() {
        return sinks;
    }

    ArchiveRecord fetch(FaultyServer server) throws IOException, InterruptedException {
        return engine.transfer(request(server));
    }

    TransferRequest request(FaultyServer server) {
        return TransferRequest.of(tickets(server, false), sinks(SMALL_PARTS), LOOPBACK);
    }

    /** Tickets whose links differ, so that the server can tell them apart. */
    static TicketSource tickets(FaultyServer server, boolean oneTime) {
        return need -> new Ticket(
                server.url("/secret-path/" + need.number() + "?sig=secret%2Fsig"), Optional.empty(), oneTime);
    }

    /** The committed bytes; checks that exactly the last sink was committed and the contract kept. */
    byte[] committed() {
        assertContract();
        assertThat(sinks.get(sinks.size() - 1).committed()).isTrue();
        assertThat(sinks.stream().filter(MemorySink::committed)).hasSize(1);
        return sinks.get(sinks.size() - 1).content();
    }

    void assertNothingCommitted() {
        assertContract();
        assertThat(sinks).noneMatch(MemorySink::committed).allMatch(MemorySink::aborted);
    }

    private void assertContract() {
        assertThat(sinks).allMatch(sink -> sink.violation().isEmpty(), "contract kept");
        assertThat(engine.budget().heldBytes()).isZero();
        assertThat(spooled()).isEmpty();
    }

    List<Path> spooled() {
        if (!Files.exists(spool)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(spool)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}

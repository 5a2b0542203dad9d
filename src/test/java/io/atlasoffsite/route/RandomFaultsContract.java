package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.route.CopyRig.Ended;
import io.atlasoffsite.route.CopyRig.Wish;
import io.atlasoffsite.transfer.EngineProbe;
import io.atlasoffsite.transfer.EngineSettings;
import io.atlasoffsite.transfer.FaultyServer;
import io.atlasoffsite.transfer.HostPolicy;
import io.atlasoffsite.transfer.NetworkSettings;
import io.atlasoffsite.transfer.Ticket;
import io.atlasoffsite.transfer.TicketSource;
import io.atlasoffsite.transfer.inspect.Archives;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stored bytes are the source's, or there is no manifest: at random cut points, part sizes, memory, parallel puts, lengths
 * known or not, and hosts that serve ranges well, badly or not at all. One case per seed; {@code -Doffsite.test.seed=N} runs that
 * one alone.
 */
abstract class RandomFaultsContract {

    private static final int MOST_TICKETS = 4;

    @TempDir
    private Path directory;

    private List<List<byte[]>> archives = List.of();

    /** A new, empty store with parts at least so long, put so many at once. */
    abstract Shelf newShelf(Path directory, long smallestPart, int parallel) throws Exception;

    /** About how long archives are. */
    abstract List<Integer> sizes();

    abstract int cases();

    @TestFactory
    Stream<DynamicTest> theStoredBytesEqualTheSourcesOrThereIsNoManifest() {
        Optional<Long> replayed = Optional.ofNullable(Long.getLong("offsite.test.seed"));
        long first = replayed.orElseGet(() -> System.nanoTime() & 0xffffff);
        return LongStream.range(first, first + (replayed.isPresent() ? 1 : cases()))
                .mapToObj(seed -> DynamicTest.dynamicTest("-Doffsite.test.seed=" + seed, () -> {
                    try {
                        play(seed);
                    } catch (Exception | AssertionError failure) {
                        throw new AssertionError("replay with -Doffsite.test.seed=" + seed, failure);
                    }
                }));
    }

    /** Of each size two that differ; made once, as random bytes are slow to pack. */
    private List<List<byte[]>> archives() {
        if (archives.isEmpty()) {
            archives = sizes().stream()
                    .map(size -> List.of(Archives.dataDirectory(1, size), Archives.dataDirectory(2, size)))
                    .toList();
        }
        return archives;
    }

    private void play(long seed) throws Exception {
        Random random = new Random(seed);
        List<byte[]> twins = archives().get(random.nextInt(archives().size()));
        byte[] archive = twins.get(0);
        RandomHost host = new RandomHost(random, archive, twins.get(1));
        int concurrent = 1 + random.nextInt(2);
        long memory = concurrent * (128L << 10 << random.nextInt(9)) + random.nextInt(512 << 10);
        EngineSettings settings = new EngineSettings(
                memory,
                concurrent,
                directory.resolve("spool-" + seed),
                0,
                Duration.ofSeconds(10),
                NetworkSettings.direct(),
                2,
                2,
                MOST_TICKETS,
                Duration.ofMillis(1),
                Duration.ofMillis(2));
        OptionalLong expected = random.nextBoolean() ? OptionalLong.of(archive.length) : OptionalLong.empty();
        Plan.Inspection inspection = random.nextInt(3) > 0 ? Plan.Inspection.INLINE : Plan.Inspection.AFTER;
        long smallest = 1L << random.nextInt(18);
        try (Shelf shelf = newShelf(directory.resolve("store-" + seed), smallest, 1 + random.nextInt(4));
                CopyRig rig = new CopyRig(shelf, settings);
                FaultyServer server = FaultyServer.start(host)) {
            boolean oneTime = random.nextBoolean();
            TicketSource tickets = need ->
                    new Ticket(server.url("/secret-" + need.number() + "?sig=secret"), Optional.empty(), oneTime);
            Wish wish = new Wish(archive, tickets, new HostPolicy(List.of(), true, false), expected, inspection);

            Ended ended = rig.copy(wish);
            assertThat(EngineProbe.mostHeldBytes(rig.engine())).isLessThanOrEqualTo(memory);
            if (ended.failure().isPresent()) {
                assertThat(host.faults()).as("a failure has a cause").isPositive();
                host.getWell();
                rig.copy(wish).record();
            }
        }
    }
}

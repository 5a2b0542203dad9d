package io.atlasoffsite.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atlasoffsite.transfer.inspect.Archives;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sink that takes 50 parts, and an archive that would be many more. */
class PartLimitTest {

    private static final int MOST = 50;
    private static final PartRules RULES = new PartRules(64 << 10, 64 << 20, MOST, 3);
    private static final byte[] ARCHIVE = Archives.dataDirectory(21, 24 << 20);

    @TempDir
    private Path directory;

    private final List<Part> parts = new CopyOnWriteArrayList<>();

    /** Remembers what kind of parts it was given. */
    private final class WatchingSink extends MemorySink {
        WatchingSink(PartRules rules) {
            super(rules);
        }

        @Override
        public void put(Part part) throws IOException, InterruptedException {
            parts.add(part);
            super.put(part);
        }
    }

    private final List<OptionalLong> announced = new CopyOnWriteArrayList<>();

    private Rig rig() {
        return Rig.with(directory, settings -> settings.withMemory(512 << 10, 2));
    }

    private ArchiveRecord fetch(Rig rig, boolean lengthKnown, MemorySink sink) throws Exception {
        String framing = lengthKnown ? "Content-Length: " + ARCHIVE.length : "Connection: close";
        try (FaultyServer server = FaultyServer.start(
                (request, answer) -> answer.head("200 OK", framing).body(ARCHIVE, 0, ARCHIVE.length))) {
            SinkFactory sinks = (attempt, bytes) -> {
                announced.add(bytes);
                return sink;
            };
            return rig.engine().transfer(TransferRequest.of(Rig.tickets(server, false), sinks, Rig.LOOPBACK));
        }
    }

    @Test
    void partsOfAnArchiveOfUnknownLengthGrowAndAreSpooledWhenTheyNoLongerFit() throws Exception {
        MemorySink sink = new WatchingSink(RULES);
        try (Rig rig = rig()) {
            fetch(rig, false, sink);

            assertThat(sink.content()).isEqualTo(ARCHIVE);
            assertThat(sink.violation()).isEmpty();
            assertThat(sink.partCount()).isLessThan(MOST);
            assertThat(parts)
                    .hasAtLeastOneElementOfType(MemoryPart.class)
                    .hasAtLeastOneElementOfType(SpooledPart.class);
            assertThat(longest()).isGreaterThan(8 * first());
            assertThat(rig.spooled()).isEmpty();
            assertThat(rig.engine().budget().heldBytes()).isZero();
            assertThat(rig.engine().budget().mostHeldBytes()).isLessThanOrEqualTo(512 << 10);
        }
    }

    @Test
    void partsOfAnArchiveOfKnownLengthAreAlikeAndAllSpooled() throws Exception {
        MemorySink sink = new WatchingSink(RULES);
        try (Rig rig = rig()) {
            fetch(rig, true, sink);

            assertThat(sink.content()).isEqualTo(ARCHIVE);
            assertThat(sink.partCount()).isBetween(MOST - 5, MOST);
            assertThat(parts).hasOnlyElementsOfType(SpooledPart.class);
            assertThat(rig.spooled()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSinkIsToldTheLengthWhenItIsKnownSoThatAStoreWithoutRoomCanRefuse(boolean lengthKnown) throws Exception {
        try (Rig rig = rig()) {
            fetch(rig, lengthKnown, new WatchingSink(RULES));
        }

        assertThat(announced).containsExactly(lengthKnown ? OptionalLong.of(ARCHIVE.length) : OptionalLong.empty());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anArchiveLongerThanAllPartsTogetherIsRefused(boolean lengthKnown) throws Exception {
        MemorySink sink = new WatchingSink(new PartRules(1, 128 << 10, MOST, 3));
        try (Rig rig = rig()) {
            TransferException failure =
                    catchThrowableOfType(TransferException.class, () -> fetch(rig, lengthKnown, sink));

            assertThat(failure.kind()).isEqualTo(TransferException.Kind.TOO_LARGE);
            assertThat(sink.aborted()).isTrue();
            assertThat(rig.spooled()).isEmpty();
            assertThat(rig.engine().budget().heldBytes()).isZero();
        }
    }

    private long first() {
        return parts.stream()
                .filter(part -> part.number() == 1)
                .findFirst()
                .orElseThrow()
                .length();
    }

    private long longest() {
        return parts.stream().mapToLong(Part::length).max().orElseThrow();
    }
}

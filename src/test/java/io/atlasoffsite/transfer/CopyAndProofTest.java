package io.atlasoffsite.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.transfer.TransferException.Kind;
import io.atlasoffsite.transfer.TransferListener.Phase;
import io.atlasoffsite.transfer.TransferListener.Progress;
import io.atlasoffsite.transfer.inspect.Archives;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyAndProofTest {

    private static final byte[] ARCHIVE = Archives.dataDirectory(41, 800_000);
    private static final String SHA256 = Rig.sha256(ARCHIVE);

    @TempDir
    private Path directory;

    private Rig rig;

    @BeforeEach
    void open() {
        rig = Rig.quick(directory);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aCopyIsCommittedWhenLengthAndHashAreRight() throws Exception {
        List<Progress> heard = new ArrayList<>();
        ArchiveRecord record = rig.engine()
                .copy(new CopyRequest(
                        of(ARCHIVE),
                        rig.sinks(Rig.SMALL_PARTS),
                        ARCHIVE.length,
                        SHA256,
                        InspectionMode.INLINE,
                        heard::add));

        assertThat(rig.committed()).isEqualTo(ARCHIVE);
        assertThat(record.sha256()).isEqualTo(SHA256);
        assertThat(record.inspection()).isPresent();
        assertThat(record.tickets()).isZero();
        assertThat(heard).extracting(Progress::phase).contains(Phase.ASKING, Phase.MOVING, Phase.COMMITTING);
        assertThat(heard.get(heard.size() - 1).bytes()).isEqualTo(ARCHIVE.length);
    }

    @Test
    void f45_aStoredArchiveThatChangedIsNeverCopied() {
        byte[] flipped = ARCHIVE.clone();
        flipped[1000] ^= 1;
        assertThat(copyFailure(of(flipped)).kind()).isEqualTo(Kind.WRONG_HASH);
        assertThat(copyFailure(of(Arrays.copyOf(ARCHIVE, 5000))).kind()).isEqualTo(Kind.WRONG_LENGTH);
        assertThat(copyFailure(of(Archives.join(ARCHIVE, new byte[1]))).kind()).isEqualTo(Kind.WRONG_LENGTH);
        rig.assertNothingCommitted();
    }

    private TransferException copyFailure(StreamSource source) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(
                TransferException.class,
                () -> rig.engine()
                        .copy(new CopyRequest(
                                source,
                                rig.sinks(Rig.SMALL_PARTS),
                                ARCHIVE.length,
                                SHA256,
                                InspectionMode.NONE,
                                TransferListener.NONE)));
    }

    @Test
    void aSourcesOwnFailureReachesTheCallerUnchanged() {
        IOException own = new IOException("store gone");
        StreamSource broken = () -> new InputStream() {
            @Override
            public int read() throws IOException {
                throw own;
            }
        };
        assertThatThrownBy(() -> rig.engine()
                        .copy(new CopyRequest(
                                broken,
                                rig.sinks(Rig.SMALL_PARTS),
                                1,
                                SHA256,
                                InspectionMode.NONE,
                                TransferListener.NONE)))
                .isSameAs(own);
        rig.assertNothingCommitted();
    }

    @Test
    void readBackProvesWhatIsStored() throws Exception {
        Proof proof = rig.engine()
                .readBack(new ProofRequest(of(ARCHIVE), ARCHIVE.length, SHA256, true, TransferListener.NONE));

        assertThat(proof.sha256()).isEqualTo(SHA256);
        assertThat(proof.inspection().orElseThrow().dataFiles()).isEqualTo(3);
        assertThat(proof.proofSeconds()).isPositive();
    }

    @Test
    void f45_readBackFindsDamage() {
        byte[] flipped = ARCHIVE.clone();
        flipped[flipped.length / 2] ^= 1;
        for (boolean inspect : new boolean[] {true, false}) {
            assertThatThrownBy(() -> rig.engine()
                            .readBack(new ProofRequest(
                                    of(flipped), flipped.length, SHA256, inspect, TransferListener.NONE)))
                    .isInstanceOfSatisfying(TransferException.class, e -> {
                        assertThat(e.kind()).isIn(Kind.WRONG_HASH, Kind.DAMAGED);
                        assertThat(e.integrity()).isTrue();
                    });
        }
        assertThat(rig.engine().budget().heldBytes()).isZero();
    }

    @Test
    void aStoreThatHoldsAnotherLengthIsNotBelieved() {
        MemorySink liar = new MemorySink(Rig.SMALL_PARTS) {
            @Override
            public Receipt commit(long bytes) {
                return new Receipt(bytes - 1, true);
            }
        };
        assertThatThrownBy(() -> rig.engine()
                        .copy(new CopyRequest(
                                of(ARCHIVE),
                                (attempt, bytes) -> liar,
                                ARCHIVE.length,
                                SHA256,
                                InspectionMode.NONE,
                                TransferListener.NONE)))
                .isInstanceOfSatisfying(
                        TransferException.class, e -> assertThat(e.kind()).isEqualTo(Kind.WRONG_LENGTH));
    }

    @Test
    void theBandwidthIsShared() throws Exception {
        AtomicLong nanos = new AtomicLong();
        LongSupplier time = nanos::get;
        Pause pause = length -> nanos.addAndGet(length.toNanos());
        Bandwidth bandwidth = new Bandwidth(1000, time, pause);
        Crew crew = new Crew(Runnable::run);
        for (int call = 0; call < 50; call++) {
            bandwidth.pay(100, crew);
        }
        assertThat(Duration.ofNanos(nanos.get())).isBetween(Duration.ofMillis(4800), Duration.ofMillis(5100));
    }

    private static StreamSource of(byte[] bytes) {
        return () -> new ByteArrayInputStream(bytes);
    }
}

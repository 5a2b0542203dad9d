package io.atlasoffsite.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atlasoffsite.transfer.TransferException.Kind;
import io.atlasoffsite.transfer.inspect.Archives;
import io.atlasoffsite.transfer.inspect.EntryReceiver;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class UnpackTest {

    private static final byte[] ARCHIVE = Archives.dataDirectory(43, 5_000_000);
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
        assertThat(rig.engine().budget().heldBytes()).isZero();
        rig.close();
    }

    private static InputStream range(long offset, long length) {
        return new ByteArrayInputStream(ARCHIVE, (int) offset, (int) Math.min(length, ARCHIVE.length - offset));
    }

    private Unpacked unpack(RangeSource source, int atOnce, EntryReceiver receiver) throws Exception {
        return rig.engine().unpack(new UnpackRequest(source, ARCHIVE.length, atOnce, receiver, TransferListener.NONE));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 16})
    void whateverIsReadSideBySideComesOutInOrder(int atOnce) throws Exception {
        AtomicInteger ranges = new AtomicInteger();
        AtomicLong heard = new AtomicLong();

        Unpacked unpacked = rig.engine()
                .unpack(new UnpackRequest(
                        (offset, length) -> {
                            ranges.incrementAndGet();
                            return range(offset, length);
                        },
                        ARCHIVE.length,
                        atOnce,
                        EntryReceiver.NONE,
                        progress -> heard.set(progress.bytes())));

        assertThat(unpacked.sha256()).isEqualTo(SHA256);
        assertThat(unpacked.bytes()).isEqualTo(ARCHIVE.length);
        assertThat(unpacked.inspection().entries()).isEqualTo(9);
        assertThat(heard).hasValue(ARCHIVE.length);
        assertThat(ranges.get()).isEqualTo(atOnce == 1 ? 1 : 20);
        assertThat(rig.engine().budget().mostHeldBytes()).isLessThanOrEqualTo(2 << 20);
    }

    @Test
    void theEarliestRangeMayBeTheSlowest() throws Exception {
        CountDownLatch later = new CountDownLatch(2);

        Unpacked unpacked = unpack(
                (offset, length) -> {
                    if (offset == 0) {
                        later.await();
                    }
                    later.countDown();
                    return range(offset, length);
                },
                4,
                EntryReceiver.NONE);

        assertThat(unpacked.sha256()).isEqualTo(SHA256);
    }

    @Test
    void aRangeThatFailsEndsAllAndItsFailureIsTheOneThatIsThrown() {
        AtomicInteger open = new AtomicInteger();
        assertThatThrownBy(() -> unpack(
                        (offset, length) -> {
                            open.incrementAndGet();
                            return new FilterInputStream(range(offset, length)) {
                                @Override
                                public int read(byte[] bytes, int from, int count) throws IOException {
                                    if (offset > 1_000_000) {
                                        throw new IOException("cut at " + offset);
                                    }
                                    return super.read(bytes, from, count);
                                }

                                @Override
                                public void close() {
                                    open.decrementAndGet();
                                }
                            };
                        },
                        4,
                        EntryReceiver.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cut at");
        assertThat(open).hasValue(0);
    }

    @Test
    void aRangeThatComesShortIsTheEnd() {
        TransferException failure = catchThrowableOfType(
                TransferException.class,
                () -> unpack(
                        (offset, length) -> offset < 1_000_000 ? range(offset, length) : InputStream.nullInputStream(),
                        4,
                        EntryReceiver.NONE));

        assertThat(failure.kind()).isEqualTo(Kind.DAMAGED);
        assertThat(failure.bytesSoFar()).isBetween(1_000_000L, 1_300_000L);
    }

    @Test
    void aSourceThatKnowsNoRangesIsFoundOut() {
        assertThatThrownBy(() -> unpack((offset, length) -> range(0, ARCHIVE.length), 4, EntryReceiver.NONE))
                .isInstanceOfSatisfying(
                        TransferException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.WRONG_LENGTH));
    }

    @Test
    void whatTheReceiverThrowsIsThrown() {
        IOException full = new IOException("no room");
        EntryReceiver refusing = new EntryReceiver() {
            @Override
            public void entry(String name, boolean isDirectory, long size) {}

            @Override
            public void content(byte[] bytes, int offset, int length) throws IOException {
                throw full;
            }

            @Override
            public void hole(long length) {}

            @Override
            public void end() {}
        };

        assertThatThrownBy(() -> unpack(UnpackTest::range, 4, refusing)).isSameAs(full);
        assertThatThrownBy(() -> unpack(UnpackTest::range, 1, refusing)).isSameAs(full);
    }

    @Test
    void anInterruptEndsAReadThatWaits() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        RangeSource source = (offset, length) -> new InputStream() {
            @Override
            public int read() throws IOException {
                waiting.countDown();
                try {
                    // As a socket: an interrupt does nothing, closing ends it.
                    while (!closed.await(1, TimeUnit.MINUTES)) {
                        waiting.countDown();
                    }
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
                throw new IOException("closed");
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };
        FutureTask<Unpacked> task = new FutureTask<>(() -> unpack(source, 4, EntryReceiver.NONE));
        Thread thread = new Thread(task, "to be interrupted");
        thread.start();
        assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();

        thread.interrupt();

        assertThatThrownBy(() -> task.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
    }
}

package io.atlasoffsite.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.transfer.inspect.Archives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** An interrupt wherever a restore looks at the clock, at the disk or at a store: it ends, holds nothing open, and the next one finishes. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class InterruptedRestoreTest {

    @TempDir
    private Path directory;

    private final AtomicInteger steps = new AtomicInteger();
    private final AtomicInteger fatal = new AtomicInteger();
    private final Map<String, byte[]> shards = new LinkedHashMap<>();
    private Thread caller;
    private RestoreRig rig;
    private WatchedStore vault;
    private CopyRestorer restorer;

    @BeforeEach
    void open() throws IOException {
        caller = Thread.currentThread();
        rig = new RestoreRig(directory);
        vault = rig.store("vault");
        StoredCopy.SHARDS.forEach(shard -> shards.put(shard, Archives.dataDirectory(shard.hashCode(), 200_000)));
        StoredCopy.in(vault, StoredCopy.COPY, shards);
        vault.whenOpened(this::step);
        restorer = new CopyRestorer(rig.engine(), 2, new SteppingClock(), "atlas-offsite 0.1.0", where -> {
            step();
            return Long.MAX_VALUE;
        });
    }

    @AfterEach
    void close() {
        restorer.close();
        rig.close();
    }

    private void step() {
        if (steps.incrementAndGet() == fatal.get()) {
            caller.interrupt();
        }
    }

    /** Every look at it is a step. */
    private final class SteppingClock extends Clock {
        @Override
        public Instant instant() {
            step();
            return RestoreRig.NOW;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void anInterruptAtAnyStepEndsItAndTheNextTryFinishes() throws Exception {
        restorer.restore(rig.task(vault), new Tally());
        int all = steps.get();
        int interrupted = 0;
        for (int step = 1; step <= all; step++) {
            Trees.remove(rig.into());
            interrupted += interruptedAt(step) ? 1 : 0;
            assertThat(openFiles())
                    .as("open after an interrupt at step %d of %d", step, all)
                    .isEmpty();

            fatal.set(0);
            assertThat(restorer.restore(rig.task(vault), new Tally()).whole()).isTrue();

            for (Map.Entry<String, byte[]> shard : shards.entrySet()) {
                RestoreRig.assertSame(
                        RestoreRig.files(rig.into().resolve(shard.getKey())), RestoreRig.held(shard.getValue()));
            }
            assertThat(rig.partial()).doesNotExist();
        }
        assertThat(interrupted).isGreaterThan(all / 2);
    }

    private boolean interruptedAt(int step) throws IOException {
        steps.set(0);
        fatal.set(step);
        try {
            restorer.restore(rig.task(vault), new Tally());
            return false;
        } catch (InterruptedException expected) {
            return true;
        } finally {
            // It came after the last moment at which anybody looked.
            Thread.interrupted();
        }
    }

    /** But for what a store keeps open as long as it lives. */
    private List<String> openFiles() throws IOException {
        String ofTheStore = directory.resolve("stores/vault/.offsite").toString();
        List<String> open = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            for (Path one : all.toList()) {
                try {
                    open.add(Files.readSymbolicLink(one).toString());
                } catch (NoSuchFileException closedMeanwhile) {
                    continue;
                }
            }
        }
        return open.stream()
                .filter(file -> file.startsWith(directory.toString()) && !file.startsWith(ofTheStore))
                .toList();
    }
}

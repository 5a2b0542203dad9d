package io.atlasoffsite.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.testing.TinyDisk;
import io.atlasoffsite.transfer.inspect.Archives;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** F34, with a real disk that is full or read-only: it promises room and does not keep the promise. */
@Timeout(60)
@EnabledIf("io.atlasoffsite.testing.TinyDisk#possible")
class FullDiskRestoreTest {

    @TempDir
    private Path directory;

    private RestoreRig rig;
    private TinyDisk tiny;
    private WatchedStore vault;

    @BeforeEach
    void open() throws Exception {
        rig = new RestoreRig(directory);
        tiny = TinyDisk.mount(directory, "1m");
        vault = rig.store("vault");
        StoredCopy.in(vault, StoredCopy.COPY, Map.of("orders", Archives.dataDirectory(9, 2_000_000)));
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
        tiny.close();
    }

    private RestoreTask task() {
        return new RestoreTask(
                "request-7",
                StoredCopy.COPY,
                List.of(vault),
                tiny.directory().resolve("a").resolve("one"),
                List.of(),
                false);
    }

    private void fails(Reason reason) {
        CopyRestorer believing = rig.restorer(where -> Long.MAX_VALUE);
        assertThatThrownBy(() -> believing.restore(task(), new Tally()))
                .isInstanceOfSatisfying(OffsiteException.class, failure -> {
                    assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
                    assertThat(failure.hint()).isNotEmpty();
                });
        assertThat(tiny.directory()).isEmptyDirectory();
    }

    @Test
    void f34_aDiskThatRunsFullLeavesNothingAndIsEnoughWhenItHasRoomAgain() throws Exception {
        fails(Reason.STORE_FULL);
        tiny.remount("size=16m");

        assertThat(rig.restore(task()).whole()).isTrue();
    }

    @Test
    void f34_aReadOnlyDiskIsRefused() throws Exception {
        tiny.remount("ro");

        fails(Reason.RESTORE_REFUSED);
    }
}

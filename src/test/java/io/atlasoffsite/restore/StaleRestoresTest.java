package io.atlasoffsite.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaleRestoresTest {

    @TempDir
    private Path directory;

    private RestoreRig rig;
    private Path restores;

    @BeforeEach
    void open() throws IOException {
        rig = new RestoreRig(directory);
        restores = rig.into().getParent();
        WatchedStore vault = rig.store("vault");
        StoredCopy.in(vault);
        vault.breakAt("orders-shard-1", 0);
        assertThatThrownBy(() -> rig.restore(rig.task(vault))).isInstanceOf(IOException.class);
        assertThat(rig.partial()).isDirectory();
        touched(RestoreRig.NOW);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void touched(Instant when) throws IOException {
        Files.setLastModifiedTime(rig.partial().resolve(".offsite").resolve("restore.json"), FileTime.from(when));
    }

    @Test
    void whatNobodyTouchedForADayGoes() throws Exception {
        rig.clock().pass(Duration.ofHours(23));
        assertThat(new StaleRestores(rig.clock()).sweep(restores)).isEmpty();
        rig.clock().pass(Duration.ofHours(2));

        assertThat(new StaleRestores(rig.clock()).sweep(restores)).containsExactly(rig.partial());

        assertThat(restores).isEmptyDirectory();
    }

    @Test
    void whatSomebodyWorksOnOrIsNotOursStays() throws Exception {
        Files.createDirectories(restores.resolve("photos.partial").resolve("own"));
        Files.createSymbolicLink(restores.resolve("link.partial"), rig.partial());
        rig.clock().pass(Duration.ofDays(3));
        Set<Path> busy = ConcurrentHashMap.newKeySet();
        try (PartialDirectory opened = PartialDirectory.open(rig.task(rig.store("disk")), rig.clock(), busy)) {
            touched(RestoreRig.NOW);
            assertThat(new StaleRestores(rig.clock()).sweep(restores)).isEmpty();
            assertThat(opened.resume(List.of())).isEmpty();
        }

        assertThat(restores.resolve("photos.partial").resolve("own")).isDirectory();
        assertThat(new StaleRestores(rig.clock()).sweep(restores)).containsExactly(rig.partial());
        assertThat(restores.resolve("photos.partial").resolve("own")).isDirectory();
        assertThat(new StaleRestores(rig.clock()).sweep(directory.resolve("nowhere")))
                .isEmpty();
    }
}

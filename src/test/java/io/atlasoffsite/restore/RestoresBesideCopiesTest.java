package io.atlasoffsite.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.store.Attempt;
import io.atlasoffsite.store.Attempts;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.Layout;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.transfer.CopyRequest;
import io.atlasoffsite.transfer.InspectionMode;
import io.atlasoffsite.transfer.TransferListener;
import io.atlasoffsite.transfer.inspect.Archives;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Restores that read ranges side by side, restores that read one stream, and copies share one megabyte: all of them get through. */
@Timeout(60)
class RestoresBesideCopiesTest {

    private static final int COPIES = 4;

    @TempDir
    private Path directory;

    private final Map<String, byte[]> shards = new LinkedHashMap<>();

    @Test
    void noneKeepsTheOthersFromTheirMemory() throws Exception {
        try (RestoreRig rig = new RestoreRig(directory)) {
            WatchedStore streamed = rig.store("streamed");
            WatchedStore ranged = rig.store("ranged");
            WatchedStore target = rig.store("target");
            StoredCopy.SHARDS.forEach(shard -> shards.put(shard, Archives.dataDirectory(shard.hashCode(), 2_500_000)));
            Manifest manifest = StoredCopy.in(ranged, StoredCopy.COPY, shards);
            StoredCopy.in(streamed, StoredCopy.COPY, shards);
            List<Callable<Boolean>> work = new ArrayList<>();
            for (WatchedStore from : List.of(ranged, streamed)) {
                CopyRestorer restorer = rig.restorer(Space.REAL);
                work.add(() -> restored(restorer, from));
            }
            for (int number = 0; number < COPIES; number++) {
                CopyId to = new CopyId(
                        StoredCopy.PROJECT,
                        "orders",
                        Instant.parse("2026-08-03T00:00:00Z").plusSeconds(number),
                        StoredCopy.COPY.snapshotId());
                work.add(() -> copied(rig, ranged, manifest.archives().get(0), target, to));
            }
            ExecutorService threads = Executors.newFixedThreadPool(work.size());
            try {
                for (Future<Boolean> done : threads.invokeAll(work)) {
                    assertThat(done.get()).isTrue();
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private boolean restored(CopyRestorer restorer, WatchedStore from) throws Exception {
        Path into = directory.resolve("restores").resolve(from.name());
        RestoreTask task = new RestoreTask(from.name(), StoredCopy.COPY, List.of(from), into, List.of(), false);
        boolean whole = restorer.restore(task, new Tally()).whole();
        for (Map.Entry<String, byte[]> shard : shards.entrySet()) {
            RestoreRig.assertSame(RestoreRig.files(into.resolve(shard.getKey())), RestoreRig.held(shard.getValue()));
        }
        return whole;
    }

    private static boolean copied(
            RestoreRig rig, WatchedStore from, Manifest.Archive archive, WatchedStore target, CopyId to)
            throws Exception {
        Attempt attempt = new Attempts(target, "node", to.folderName(), Clock.systemUTC(), new Random(to.hashCode()))
                .begin(to, List.of("orders"));
        String path = attempt.archivePath("orders");
        rig.engine()
                .copy(new CopyRequest(
                        () -> from.open(Layout.inCopy(StoredCopy.COPY, archive.file()), 0),
                        (number, bytes) -> target.newArchive(path, bytes, attempt),
                        archive.bytes(),
                        archive.sha256(),
                        InspectionMode.INLINE,
                        TransferListener.NONE));
        return target.size(path).orElse(0) == archive.bytes();
    }
}

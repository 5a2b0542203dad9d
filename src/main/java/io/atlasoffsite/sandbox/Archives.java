package io.atlasoffsite.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Makes archives of the wanted size from a name; the same name gives the same bytes. Thread-safe. */
final class Archives {

    private static final String FIXTURE = "/atlas-offsite/sandbox/fixture-wiredtiger.tar.gz";
    private static final long MTIME = 1_785_690_416L;

    /** Data files and their share of the pages, in hundredths. */
    private static final List<Share> SHARES = List.of(
            new Share("collection-0-", 55),
            new Share("collection-2-", 25),
            new Share("index-1-", 12),
            new Share("index-3-", 8));

    private record Share(String prefix, int hundredths) {}

    private final PagePool pool = new PagePool();
    private final long archiveBytes;

    Archives(long archiveBytes) {
        this.archiveBytes = archiveBytes;
    }

    /** The generated archive of this name. Takes about 0.1 s for 16 GiB, to find its checksum; the bytes are made when written. */
    Archive generated(String name, String replicaSet) {
        long seed = Seeds.seed(name + "/" + replicaSet);
        ArchiveBuilder builder = new ArchiveBuilder(MTIME + Math.floorMod(seed, 86_400));
        small(builder, replicaSet, seed);
        String suffix = "-" + (seed >>> 1) + ".wt";
        long pages = PageRun.pagesFor(pool, archiveBytes);
        for (Share share : SHARES) {
            long count = Math.max(1, pages * share.hundredths() / 100);
            long fileSeed = Seeds.mix(seed + share.hundredths());
            builder.file(share.prefix() + suffix, DataFiles.description(), new PageRun(pool, fileSeed, count));
        }
        builder.file("mongod.log", DataFiles.log(replicaSet));
        return builder.build();
    }

    /** The archive that real WiredTiger made. */
    Archive fixture() {
        try (InputStream in = Archives.class.getResourceAsStream(FIXTURE)) {
            if (in == null) {
                throw new IllegalStateException("the fixture " + FIXTURE + " is not in the jar; build it again");
            }
            return new Archive(List.of(FixedSegment.framing(in.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException("reading the fixture " + FIXTURE + " failed", e);
        }
    }

    private static void small(ArchiveBuilder builder, String replicaSet, long seed) {
        builder.file("WiredTiger", DataFiles.version())
                .file("WiredTiger.lock", DataFiles.lock())
                .file("WiredTiger.turtle", DataFiles.turtle(seed))
                .file("WiredTiger.wt", DataFiles.smallTable("WiredTiger", seed))
                .file("WiredTigerHS.wt", DataFiles.smallTable("WiredTigerHS", seed))
                .file("_mdb_catalog.wt", DataFiles.smallTable("_mdb_catalog/" + replicaSet, seed))
                .file("sizeStorer.wt", DataFiles.smallTable("sizeStorer", seed))
                .file("storage.bson", DataFiles.storageBson())
                .directory("journal/")
                .file("journal/WiredTigerLog.0000000001", DataFiles.journal(seed))
                .file("journal/WiredTigerLog.0000000002", DataFiles.journal(seed + 1));
    }
}

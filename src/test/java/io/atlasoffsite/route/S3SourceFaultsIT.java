package io.atlasoffsite.route;

import io.atlasoffsite.testing.S3Server;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** Every fault of the source, on the way into S3, in parts as short as S3 takes them. */
class S3SourceFaultsIT {

    private static final AtomicInteger SHELVES = new AtomicInteger();
    private static S3Server server;

    @BeforeAll
    static void start() throws Exception {
        server = new S3Server();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    private static Shelf bucket() {
        return Shelf.bucket(server, "faults-" + SHELVES.incrementAndGet(), 5 << 20, 10_000, 4);
    }

    @Nested
    class RandomFaults extends RandomFaultsContract {
        @Override
        Shelf newShelf(Path directory, long smallestPart, int parallel) {
            return Shelf.bucket(
                    server, "random-" + SHELVES.incrementAndGet(), (5 << 20) + smallestPart, 10_000, parallel);
        }

        @Override
        List<Integer> sizes() {
            return List.of(1, 60_000, 300_000, (5 << 20) - 20_000, (5 << 20) + 50_000, 11 << 20);
        }

        @Override
        int cases() {
            return 60;
        }
    }

    /** Only here: a file's parts have no limit of number, are short, and are never spooled. */
    @Nested
    class Spool extends SpoolContract {
        @Override
        Shelf newShelf(Path directory) {
            return Shelf.bucket(server, "spool-" + SHELVES.incrementAndGet(), 5 << 20, MOST_PARTS, 4);
        }
    }

    @Nested
    class BrokenStream extends BrokenStreamContract {
        @Override
        Shelf newShelf(Path directory) {
            return bucket();
        }
    }

    @Nested
    class SpentLink extends SpentLinkContract {
        @Override
        Shelf newShelf(Path directory) {
            return bucket();
        }
    }

    @Nested
    class BadArchive extends BadArchiveContract {
        @Override
        Shelf newShelf(Path directory) {
            return bucket();
        }
    }

    @Nested
    class BadHost extends BadHostContract {
        @Override
        Shelf newShelf(Path directory) {
            return bucket();
        }
    }
}

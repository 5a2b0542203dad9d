package io.atlasoffsite.route;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** Every fault of the source, on the way into a directory. */
class FileSourceFaultsTest {

    @Nested
    class RandomFaults extends RandomFaultsContract {
        @Override
        Shelf newShelf(Path directory, long smallestPart, int parallel) throws Exception {
            return Shelf.disk(directory);
        }

        @Override
        List<Integer> sizes() {
            return List.of(1, 3_000, 60_000, 400_000, 1_100_000, 2_300_000);
        }

        @Override
        int cases() {
            return 250;
        }
    }

    @Nested
    class BrokenStream extends BrokenStreamContract {
        @Override
        Shelf newShelf(Path directory) throws Exception {
            return Shelf.disk(directory);
        }
    }

    @Nested
    class SpentLink extends SpentLinkContract {
        @Override
        Shelf newShelf(Path directory) throws Exception {
            return Shelf.disk(directory);
        }
    }

    @Nested
    class BadArchive extends BadArchiveContract {
        @Override
        Shelf newShelf(Path directory) throws Exception {
            return Shelf.disk(directory);
        }
    }

    @Nested
    class BadHost extends BadHostContract {
        @Override
        Shelf newShelf(Path directory) throws Exception {
            return Shelf.disk(directory);
        }
    }
}

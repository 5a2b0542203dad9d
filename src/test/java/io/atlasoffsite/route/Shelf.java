package io.atlasoffsite.route;

import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.FileStore;
import io.atlasoffsite.store.S3Store;
import io.atlasoffsite.store.S3StoreSettings;
import io.atlasoffsite.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;

/** An empty store, and a look at what really lies in it that does not go through the store. */
interface Shelf extends AutoCloseable {

    ArchiveStore store();

    /** Paths of all files or objects, and {@code upload:} paths of unfinished uploads. */
    List<String> everything() throws IOException;

    @Override
    default void close() {
        store().close();
    }

    /** A directory. */
    static Shelf disk(Path directory) throws IOException {
        return disk(directory, new FileStore("vault", Files.createDirectories(directory)));
    }

    /** A directory behind a store that may be broken. */
    static Shelf disk(Path directory, ArchiveStore store) {
        return new Shelf() {
            @Override
            public ArchiveStore store() {
                return store;
            }

            @Override
            public List<String> everything() throws IOException {
                try (Stream<Path> all = Files.walk(directory)) {
                    return all.filter(Files::isRegularFile)
                            .map(path -> directory.relativize(path).toString())
                            // A living process's own: gone when the store is closed.
                            .filter(path -> !path.matches("\\.offsite/(tmp/[^/]*\\.lock|names\\.lock)"))
                            .sorted()
                            .toList();
                }
            }
        };
    }

    /** A prefix of a bucket whose parts may be this short and this many, so many of them put at once. */
    static Shelf bucket(S3Server server, String prefix, long smallestPart, int mostParts, int parallel) {
        S3Client client = S3Server.client(server.port());
        S3StoreSettings settings =
                S3StoreSettings.of(S3Server.BUCKET, prefix).withParts(smallestPart, 5L << 30, mostParts, parallel);
        ArchiveStore store = new S3Store("vault", client, settings);
        return new Shelf() {
            @Override
            public ArchiveStore store() {
                return store;
            }

            @Override
            public List<String> everything() {
                List<String> found = new ArrayList<>();
                client.listObjectsV2Paginator(r -> r.bucket(S3Server.BUCKET).prefix(prefix + "/"))
                        .contents()
                        .forEach(object -> found.add(object.key().substring(prefix.length() + 1)));
                client.listMultipartUploads(r -> r.bucket(S3Server.BUCKET).prefix(prefix + "/"))
                        .uploads()
                        .forEach(upload -> found.add("upload:" + upload.key()));
                return found.stream().sorted().toList();
            }

            /** The server keeps everything in memory. */
            @Override
            public void close() {
                client.listObjectsV2Paginator(r -> r.bucket(S3Server.BUCKET).prefix(prefix + "/"))
                        .contents()
                        .forEach(object -> client.deleteObject(
                                r -> r.bucket(S3Server.BUCKET).key(object.key())));
                store.close();
            }
        };
    }
}

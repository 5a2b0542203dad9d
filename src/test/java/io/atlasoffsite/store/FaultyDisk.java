package io.atlasoffsite.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** File stores whose disk fails in one way. */
public final class FaultyDisk {

    private FaultyDisk() {}

    /** One that takes so many bytes, archives and small files together, and says this to the next. */
    public static ArchiveStore failsAfter(Path directory, long bytes, String reason) {
        AtomicLong left = new AtomicLong(bytes);
        return new FileStore("vault", directory, new FileCalls() {
            @Override
            public int write(FileChannel channel, ByteBuffer content, long position) throws IOException {
                if (left.addAndGet(-content.remaining()) < 0) {
                    throw new IOException(reason);
                }
                return FileCalls.super.write(channel, content, position);
            }
        });
    }

    /** One that takes everything but a manifest. */
    public static ArchiveStore noRoomForAManifest(Path directory) {
        return new FileStore("vault", directory, new FileCalls() {
            @Override
            public int write(FileChannel channel, ByteBuffer content, long position) throws IOException {
                if (content.hasArray()
                        && new String(content.array(), StandardCharsets.UTF_8).contains(ManifestJson.FORMAT)) {
                    throw new IOException("No space left on device");
                }
                return FileCalls.super.write(channel, content, position);
            }
        });
    }

    /** One that cannot make durable what is long enough to be an archive. */
    public static ArchiveStore archivesCannotBeForced(Path directory) {
        return new FileStore("vault", directory, new FileCalls() {
            @Override
            public void force(FileChannel channel) throws IOException {
                if (channel.size() > 64 * 1024) {
                    throw new IOException("Input/output error");
                }
                FileCalls.super.force(channel);
            }
        });
    }

    /** One that cannot make the entries of some directories durable. */
    public static ArchiveStore directoriesCannotBeForced(Path directory, Predicate<Path> which) {
        return new FileStore("vault", directory, new FileCalls() {
            @Override
            public void forceDirectory(Path folder) throws IOException {
                if (which.test(folder)) {
                    throw new IOException("Input/output error");
                }
                FileCalls.super.forceDirectory(folder);
            }
        });
    }
}

package io.atlasoffsite.restore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file being written. For one thread after the other. */
final class OpenFile {

    private static final long FORCED_EVERY = 64L << 20;

    private final String name;
    private final Path path;
    private FileChannel channel;
    private long unforced;
    private long position;
    private long written;

    OpenFile(String name, Path path, FileChannel channel) {
        this.name = name;
        this.path = path;
        this.channel = channel;
    }

    String name() {
        return name;
    }

    /** Writes what remains in the buffer; what was written long enough is made durable while more comes. */
    void write(ByteBuffer content, Forcing.Batch forcing) throws IOException {
        while (content.hasRemaining()) {
            int count = channel.write(content, position);
            position += count;
            unforced += count;
            written = position;
        }
        if (unforced >= FORCED_EVERY) {
            unforced = 0;
            forcing.begin(channel);
        }
    }

    /** Leaves a hole, which the file system need not store. */
    void skip(long length) {
        position += length;
    }

    /** No more comes: it is made durable and closed, later. */
    void finish(Forcing.Batch forcing) throws IOException {
        if (position > written) {
            // A hole at the end is part of the file.
            channel.write(ByteBuffer.allocate(1), position - 1);
            written = position;
        }
        forcing.finish(channel);
    }

    void close() throws IOException {
        channel.close();
    }

    /** An interrupt closes a file that is being written. */
    void openAgain() throws IOException {
        if (!channel.isOpen()) {
            channel = FileChannel.open(path, StandardOpenOption.WRITE);
        }
    }
}

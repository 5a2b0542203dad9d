package io.atlasoffsite.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The few calls whose failing decides whether a copy is safe, apart so that tests can make them fail. */
interface FileCalls {

    /** The real ones. */
    FileCalls REAL = new FileCalls() {};

    default int write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        return channel.write(bytes, position);
    }

    default void force(FileChannel channel) throws IOException {
        channel.force(true);
    }

    /** Makes the directory's entries durable. */
    default void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Gives a file a second name, unless that name is taken. */
    default void link(Path newName, Path file) throws IOException {
        Files.createLink(newName, file);
    }

    /** Renames at once, replacing what is there. */
    default void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
}

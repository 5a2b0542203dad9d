package io.atlasoffsite.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** A part in a file of the spool. */
final class SpooledPart implements HeldPart {

    private final int number;
    private final long offset;
    private final long length;
    private final Spool.Slot slot;

    SpooledPart(int number, long offset, long length, Spool.Slot slot) {
        this.number = number;
        this.offset = offset;
        this.length = length;
        this.slot = slot;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public InputStream open() throws IOException {
        return Files.newInputStream(slot.file());
    }

    @Override
    public void writeTo(WritableByteChannel channel) throws IOException {
        try (FileChannel file = FileChannel.open(slot.file(), StandardOpenOption.READ)) {
            long position = 0;
            while (position < length) {
                position += file.transferTo(position, length - position, channel);
            }
        }
    }

    @Override
    public void discard() {
        slot.close();
    }
}

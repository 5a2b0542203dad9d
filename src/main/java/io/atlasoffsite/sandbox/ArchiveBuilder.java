package io.atlasoffsite.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Puts files into a tar in one gzip member, keeping the running CRC and length that its trailer needs. */
final class ArchiveBuilder {

    private static final byte[] LAST_BLOCK = {1, 0, 0, (byte) 0xff, (byte) 0xff};

    private final List<Segment> segments = new ArrayList<>();
    private final long mtimeSeconds;
    private int crc;
    private long plain;

    ArchiveBuilder(long mtimeSeconds) {
        this.mtimeSeconds = mtimeSeconds;
        ByteBuffer head = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
        head.put((byte) 0x1f).put((byte) 0x8b).put((byte) 8).put((byte) 0);
        head.putInt((int) mtimeSeconds).put((byte) 0).put((byte) 3);
        segments.add(FixedSegment.framing(head.array()));
    }

    ArchiveBuilder directory(String name) {
        return add(FixedSegment.deflated(TarHeader.directory(name, mtimeSeconds)));
    }

    /** A small file. */
    ArchiveBuilder file(String name, byte[] content) {
        add(FixedSegment.deflated(TarHeader.file(name, content.length, mtimeSeconds)));
        int padding = -content.length & (TarHeader.BLOCK - 1);
        byte[] padded = new byte[content.length + padding];
        System.arraycopy(content, 0, padded, 0, content.length);
        return add(FixedSegment.deflated(padded));
    }

    /** A file of any size: a head, a multiple of 512 bytes long, and pages. */
    ArchiveBuilder file(String name, byte[] head, PageRun pages) {
        add(FixedSegment.deflated(TarHeader.file(name, head.length + pages.plainLength(), mtimeSeconds)));
        add(FixedSegment.deflated(head));
        return add(pages);
    }

    Archive build() {
        add(FixedSegment.deflated(new byte[2 * TarHeader.BLOCK]));
        ByteBuffer tail = ByteBuffer.allocate(LAST_BLOCK.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        tail.put(LAST_BLOCK).putInt(crc).putInt((int) plain);
        segments.add(FixedSegment.framing(tail.array()));
        return new Archive(segments);
    }

    private ArchiveBuilder add(Segment segment) {
        crc = Crc.followedBy(segment.plainLength()).join(crc, segment.plainCrc());
        plain += segment.plainLength();
        segments.add(segment);
        return this;
    }
}

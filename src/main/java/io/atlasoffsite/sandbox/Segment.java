package io.atlasoffsite.sandbox;

import java.io.IOException;
import java.io.OutputStream;

/** A run of whole deflate blocks inside an archive: it knows its length, packed and plain, before it makes a byte. */
sealed interface Segment permits FixedSegment, PageRun {

    /** Bytes it takes in the archive. */
    long packedLength();

    /** Bytes it inflates to. */
    long plainLength();

    /** CRC-32 of what it inflates to. */
    int plainCrc();

    /** Writes the packed bytes from {@code from} (inclusive) to {@code to} (exclusive), both relative to this segment. */
    void write(OutputStream out, long from, long to) throws IOException;
}

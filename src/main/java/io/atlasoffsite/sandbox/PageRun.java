package io.atlasoffsite.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The pages of one generated data file, made while they are written. Seven of eight pages are incompressible and travel as stored
 * blocks, the eighth is compressed; so any offset can be found by arithmetic.
 */
final class PageRun implements Segment {

    private static final int BLOCK_HEAD = 5;
    private static final int PERIOD = 8;
    private static final int HARD_PACKED = BLOCK_HEAD + PagePool.PAGE;
    private static final byte ROW_LEAF = 7;

    private final PagePool pool;
    private final long seed;
    private final long pages;
    private final int softPacked;
    private final long periodPacked;
    private final int crc;

    PageRun(PagePool pool, long seed, long pages) {
        this.pool = pool;
        this.seed = seed;
        this.pages = pages;
        this.softPacked = BLOCK_HEAD + PagePool.STAMP + pool.softPacked().length;
        this.periodPacked = (PERIOD - 1L) * HARD_PACKED + softPacked;
        this.crc = computeCrc();
    }

    /** How many pages take about this many bytes when packed. */
    static long pagesFor(PagePool pool, long packedBytes) {
        long period = (PERIOD - 1L) * HARD_PACKED + BLOCK_HEAD + PagePool.STAMP + pool.softPacked().length;
        return Math.max(1, Math.round((double) packedBytes * PERIOD / period));
    }

    @Override
    public long packedLength() {
        return start(pages);
    }

    @Override
    public long plainLength() {
        return pages * PagePool.PAGE;
    }

    @Override
    public int plainCrc() {
        return crc;
    }

    @Override
    public void write(OutputStream out, long from, long to) throws IOException {
        byte[] head = new byte[BLOCK_HEAD + PagePool.STAMP];
        for (long page = pageAt(from); page < pages && start(page) < to; page++) {
            long start = start(page);
            fillHead(head, page);
            byte[] rest = soft(page) ? pool.softPacked() : pool.hard(PagePool.choose(hash(page)));
            window(out, head, start, from, to);
            window(out, rest, start + head.length, from, to);
        }
    }

    private static void window(OutputStream out, byte[] bytes, long start, long from, long to) throws IOException {
        long first = Math.max(from, start);
        long end = Math.min(to, start + bytes.length);
        if (first < end) {
            out.write(bytes, (int) (first - start), (int) (end - first));
        }
    }

    private long start(long page) {
        return page / PERIOD * periodPacked + page % PERIOD * HARD_PACKED;
    }

    private long pageAt(long offset) {
        long inPeriod = Math.min(PERIOD - 1L, offset % periodPacked / HARD_PACKED);
        return offset / periodPacked * PERIOD + inPeriod;
    }

    private static boolean soft(long page) {
        return page % PERIOD == PERIOD - 1;
    }

    private void fillHead(byte[] head, long page) {
        int stored = soft(page) ? PagePool.STAMP : PagePool.PAGE;
        ByteBuffer buffer = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put((byte) 0).putShort((short) stored).putShort((short) ~stored);
        putStamp(buffer, page);
    }

    /** The head of a WiredTiger page: record number, write generation, size in memory, entries, type. */
    private void putStamp(ByteBuffer buffer, long page) {
        buffer.putLong(page)
                .putLong(hash(page))
                .putInt(PagePool.PAGE)
                .putInt(64)
                .put(ROW_LEAF);
        buffer.put((byte) 0).put((byte) 0).put((byte) 1).putInt(PagePool.PAGE);
    }

    private long hash(long page) {
        return Seeds.mix(seed + page * 0x9E3779B97F4A7C15L);
    }

    private int computeCrc() {
        Crc afterPage = Crc.followedBy(PagePool.PAGE);
        byte[] stamp = new byte[PagePool.STAMP];
        int sum = 0;
        for (long page = 0; page < pages; page++) {
            putStamp(ByteBuffer.wrap(stamp).order(ByteOrder.LITTLE_ENDIAN), page);
            int pageCrc = soft(page) ? pool.softPageCrc(stamp) : pool.hardPageCrc(stamp, PagePool.choose(hash(page)));
            sum = afterPage.join(sum, pageCrc);
        }
        return sum;
    }
}

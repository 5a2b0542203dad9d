package io.atlasoffsite.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The small files of a WiredTiger data directory, and the block that every {@code .wt} file starts with. */
final class DataFiles {

    static final int BLOCK = 4096;
    private static final int MAGIC = 120897;
    private static final int DESCRIPTION_CHECKSUM = 0xb72308d8;
    private static final String VERSION = "WiredTiger 11.3.1: (May 17, 2024)\n";

    private DataFiles() {}

    /** The description block: magic, major and minor version, checksum; then zeros. The same in every file WiredTiger makes. */
    static byte[] description() {
        ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        block.putInt(MAGIC).putShort((short) 1).putShort((short) 0).putInt(DESCRIPTION_CHECKSUM);
        return block.array();
    }

    /** A small table: the description and two pages that carry its name. */
    static byte[] smallTable(String name, long seed) {
        ByteBuffer table = ByteBuffer.allocate(3 * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        table.put(description())
                .putLong(0)
                .putLong(seed)
                .putInt(BLOCK)
                .putInt(1)
                .put((byte) 7);
        table.position(BLOCK + 64);
        table.put(("table:" + name).getBytes(StandardCharsets.UTF_8));
        return table.array();
    }

    static byte[] version() {
        return ("WiredTiger\n" + VERSION).getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] lock() {
        return "WiredTiger lock file\n".getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] turtle(long seed) {
        String text = "WiredTiger version string\n" + VERSION + "WiredTiger version\nmajor=11,minor=3,patch=1\n"
                + "file:WiredTiger.wt\naccess_pattern_hint=none,allocation_size=4KB,app_metadata=,block_allocation=best,"
                + "block_compressor=,cache_resident=false,checkpoint=(WiredTigerCheckpoint.7=(addr=\""
                + Long.toHexString(seed) + "\",order=7,size=12288,write_gen=51)),checksum=uncompressed,"
                + "format=btree,id=0,key_format=S,value_format=S,version=(major=1,minor=1)\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A journal file: the log's magic and version, then nothing written yet. */
    static byte[] journal(long seed) {
        ByteBuffer log = ByteBuffer.allocate(4 * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        log.putInt(128).putInt((int) seed).putInt(0).putInt(0).putInt(0x101064).putShort((short) 5);
        return log.array();
    }

    static byte[] log(String name) {
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < 64; i++) {
            log.append("{\"t\":{\"$date\":\"2026-08-02T17:05:")
                    .append(10 + i % 50)
                    .append(".000+00:00\"},\"s\":\"I\",");
            log.append("\"c\":\"STORAGE\",\"id\":").append(22430 + i).append(",\"ctx\":\"Checkpointer\",\"msg\":");
            log.append("\"WiredTiger message\",\"attr\":{\"set\":\"")
                    .append(name)
                    .append("\"}}\n");
        }
        return log.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** {@code {storage: {engine: "wiredTiger", options: {…: false}}}} as BSON. */
    static byte[] storageBson() {
        byte[] options = document(flag("directoryPerDB"), flag("directoryForIndexes"), flag("groupCollections"));
        byte[] engine = "wiredTiger\0".getBytes(StandardCharsets.US_ASCII);
        byte[] length = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(engine.length)
                .array();
        byte[] storage = document(element(2, "engine", length, engine), element(3, "options", options));
        return document(element(3, "storage", storage));
    }

    private static byte[] flag(String name) {
        return element(8, name, new byte[] {0});
    }

    private static byte[] element(int type, String name, byte[]... values) {
        byte[] key = (name + "\0").getBytes(StandardCharsets.US_ASCII);
        return join(new byte[] {(byte) type}, key, join(values));
    }

    private static byte[] document(byte[]... elements) {
        byte[] body = join(elements);
        return ByteBuffer.allocate(body.length + 5)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(body.length + 5)
                .put(body)
                .array();
    }

    private static byte[] join(byte[]... pieces) {
        int length = 0;
        for (byte[] piece : pieces) {
            length += piece.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(length);
        for (byte[] piece : pieces) {
            joined.put(piece);
        }
        return joined.array();
    }
}

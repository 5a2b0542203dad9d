package io.atlasoffsite.transfer.inspect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.bson.BsonBinaryWriter;
import org.bson.io.BasicOutputBuffer;

/** Makes archives for tests, good and bad. */
public final class Archives {

    private Archives() {}

    /** Fills a tar. */
    @FunctionalInterface
    public interface Filling {
        void into(TarArchiveOutputStream tar) throws IOException;
    }

    /** A sound WiredTiger data directory of about so many incompressible bytes. */
    public static byte[] dataDirectory(long seed, int bytes) {
        return gzip(tar(tar -> fillDataDirectory(tar, "", seed, bytes)));
    }

    static void fillDataDirectory(TarArchiveOutputStream tar, String root, long seed, int bytes) throws IOException {
        directory(tar, root + "./");
        file(tar, root + "WiredTiger", text("WiredTiger\nWiredTiger 11.3.1"));
        file(tar, root + "WiredTiger.turtle", text("WiredTiger version string"));
        file(tar, root + "storage.bson", storageBson(true));
        file(tar, root + "WiredTiger.wt", dataFile(seed, 4096));
        file(tar, root + "_mdb_catalog.wt", dataFile(seed + 1, 4096));
        directory(tar, root + "orders/");
        file(tar, root + "orders/collection-7--42.wt", dataFile(seed + 2, Math.max(4, bytes)));
        file(tar, root + "mongodb.log", text("started"));
    }

    public static byte[] tar(Filling filling) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
                tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
                filling.into(tar);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A gzipped tar whose one file is so many zeros. */
    public static byte[] zeros(String name, long size) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(size);
                tar.putArchiveEntry(entry);
                byte[] piece = new byte[1 << 20];
                for (long left = size; left > 0; left -= piece.length) {
                    tar.write(piece, 0, (int) Math.min(piece.length, left));
                }
                tar.closeArchiveEntry();
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void file(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    public static void directory(TarArchiveOutputStream tar, String name) throws IOException {
        tar.putArchiveEntry(new TarArchiveEntry(name));
        tar.closeArchiveEntry();
    }

    public static void special(TarArchiveOutputStream tar, String name, byte type, String link) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, type);
        entry.setLinkName(link);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    /** The header, and so all, of a sparse file in GNU format that is one hole; a tar begins with it or goes on with it. */
    public static byte[] hole(String name, long size) {
        byte[] header = new byte[512];
        new TarArchiveEntry(name, (byte) 'S').writeEntryHeader(header);
        TarUtils.formatLongOctalOrBinaryBytes(size, header, 483, 12);
        Arrays.fill(header, 148, 156, (byte) ' ');
        TarUtils.formatCheckSumOctalBytes(TarUtils.computeCheckSum(header), header, 148, 8);
        return header;
    }

    /** One gzip member. */
    public static byte[] gzip(byte[] content) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (OutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(content);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Several pieces, one after the other. */
    public static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Arrays.stream(pieces).forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    public static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] dataFile(long seed, int bytes) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        content[0] = 0x41;
        content[1] = (byte) 0xd8;
        content[2] = 1;
        content[3] = 0;
        return content;
    }

    static byte[] storageBson(boolean directoryPerDb) {
        try (BasicOutputBuffer buffer = new BasicOutputBuffer();
                BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            writer.writeStartDocument();
            writer.writeStartDocument("storage");
            writer.writeString("engine", "wiredTiger");
            writer.writeStartDocument("options");
            writer.writeBoolean("directoryPerDB", directoryPerDb);
            writer.writeBoolean("directoryForIndexes", false);
            writer.writeBoolean("groupCollections", false);
            writer.writeEndDocument();
            writer.writeEndDocument();
            writer.writeEndDocument();
            return buffer.toByteArray();
        }
    }
}

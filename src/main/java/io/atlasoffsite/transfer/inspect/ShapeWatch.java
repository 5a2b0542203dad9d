package io.atlasoffsite.transfer.inspect;

import io.atlasoffsite.transfer.inspect.Inspection.Shape;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares an archive's entries with a WiredTiger data directory, which may lie at the archive's top or below one directory. It
 * warns and never refuses. For one thread.
 */
final class ShapeWatch implements EntryReceiver {

    private static final List<String> REQUIRED =
            List.of("WiredTiger", "WiredTiger.wt", "WiredTiger.turtle", "storage.bson", "_mdb_catalog.wt");
    private static final String OPTIONS_FILE = "storage.bson";
    private static final int BLOCK_MAGIC = 120897;
    private static final int MOST_OPTIONS = 64 * 1024;
    private static final int MOST_WARNINGS = 20;
    private static final int MOST_ROOTS = 16;

    private final Map<String, Set<String>> requiredSeen = new HashMap<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private final ByteArrayOutputStream options = new ByteArrayOutputStream();
    private final byte[] head = new byte[Integer.BYTES];
    private String name = "";
    private boolean dataFile;
    private boolean optionsFile;
    private boolean collectionSeen;
    private int headFilled;
    private long entries;
    private long dataFiles;

    @Override
    public void entry(String entryName, boolean directory, long size) {
        entries++;
        name = entryName;
        headFilled = 0;
        Arrays.fill(head, (byte) 0);
        dataFile = !directory && entryName.endsWith(".wt");
        String file = entryName.substring(entryName.lastIndexOf('/') + 1);
        String folder = entryName.substring(0, entryName.length() - file.length());
        optionsFile = !directory && file.equals(OPTIONS_FILE) && options.size() == 0;
        if (directory) {
            return;
        }
        if (dataFile) {
            dataFiles++;
            collectionSeen |= file.startsWith("collection-") || folder.endsWith("collection/");
        }
        if (REQUIRED.contains(file)) {
            Set<String> roots = requiredSeen.computeIfAbsent(file, key -> new LinkedHashSet<>());
            if (roots.size() < MOST_ROOTS) {
                roots.add(folder);
            }
        }
    }

    @Override
    public void content(byte[] bytes, int offset, int length) {
        if (dataFile && headFilled < head.length) {
            int count = Math.min(length, head.length - headFilled);
            System.arraycopy(bytes, offset, head, headFilled, count);
            headFilled += count;
        }
        if (optionsFile) {
            options.write(bytes, offset, Math.min(length, MOST_OPTIONS + 1 - options.size()));
        }
    }

    @Override
    public void hole(long length) {
        headFilled = (int) Math.min(head.length, headFilled + length);
    }

    @Override
    public void end() {
        if (dataFile && !(headFilled == head.length && littleEndian(head) == BLOCK_MAGIC)) {
            warn("the data file '" + shown(name) + "' does not begin with WiredTiger's block magic");
        }
    }

    long entries() {
        return entries;
    }

    Inspection toInspection(long uncompressedBytes) {
        Optional<StorageOptions> storage = StorageBson.read(options.toByteArray(), MOST_OPTIONS);
        compareWithDataDirectory(storage.isPresent());
        Shape shape = warnings.isEmpty() ? Shape.OK : Shape.SUSPICIOUS;
        return new Inspection(entries, dataFiles, uncompressedBytes, storage, shape, new ArrayList<>(warnings));
    }

    private void compareWithDataDirectory(boolean optionsRead) {
        String root = requiredSeen.getOrDefault("WiredTiger.wt", Set.of()).stream()
                .findFirst()
                .orElse("");
        for (String file : REQUIRED) {
            if (!requiredSeen.getOrDefault(file, Set.of()).contains(root)) {
                warn("the file " + file + " of a WiredTiger data directory is missing");
            }
        }
        if (root.indexOf('/') != root.lastIndexOf('/')) {
            warn("the data directory lies deeper than one directory below the top of the archive");
        }
        if (!collectionSeen) {
            warn("there is no collection file");
        }
        if (requiredSeen.containsKey(OPTIONS_FILE) && !optionsRead) {
            warn("storage.bson cannot be read");
        }
    }

    private void warn(String sentence) {
        if (warnings.size() < MOST_WARNINGS) {
            warnings.add(sentence);
        }
    }

    private static String shown(String name) {
        String shortened = name.length() > 100 ? name.substring(0, 100) + "…" : name;
        return shortened.replaceAll("[^\\x20-\\x7e…]", "?");
    }

    private static int littleEndian(byte[] bytes) {
        return (bytes[0] & 0xff) | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16 | (bytes[3] & 0xff) << 24;
    }
}

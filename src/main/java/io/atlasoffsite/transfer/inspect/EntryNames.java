package io.atlasoffsite.transfer.inspect;

import io.atlasoffsite.transfer.inspect.DefectException.Defect;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Refuses names that would be dangerous to extract, and file names that come twice. Names are remembered as 64-bit hashes, 8 to
 * 16 bytes each: at the entry limit of 2,000,000 that is at most 32 MiB, and a chance of 1 in 9 million that two different names
 * are taken for one. For one thread.
 */
final class EntryNames {

    private static final int LONGEST = 4096;
    private static final int SHOWN = 100;

    private long[] table = new long[256];
    private int count;

    /**
     * Checks one name.
     *
     * @return the name without {@code ./} and doubled or trailing slashes; empty for the archive's top directory itself
     */
    String check(String name, boolean directory) throws DefectException {
        if (name.isEmpty() || name.length() > LONGEST) {
            throw new DefectException(Defect.UNSAFE_ENTRY, "an entry's name is empty or longer than 4096 characters");
        }
        if (name.chars().anyMatch(c -> c < 0x20 || c >= 0x7f && c < 0xa0)) {
            throw unsafe(name, "has control characters in its name");
        }
        if (name.startsWith("/")) {
            throw unsafe(name, "has an absolute name");
        }
        StringBuilder plain = new StringBuilder(name.length());
        for (String segment : name.split("/")) {
            if (segment.equals("..")) {
                throw unsafe(name, "climbs out of its directory");
            }
            if (!segment.isEmpty() && !segment.equals(".")) {
                plain.append(plain.isEmpty() ? "" : "/").append(segment);
            }
        }
        if (!directory && (plain.isEmpty() || !remember(hash(plain.toString())))) {
            throw unsafe(name, plain.isEmpty() ? "is a file without a name" : "comes twice");
        }
        return plain.toString();
    }

    static DefectException unsafe(String name, String why) {
        String shown = name.length() > SHOWN ? name.substring(0, SHOWN) + "…" : name;
        return new DefectException(
                Defect.UNSAFE_ENTRY, "the entry '" + shown.replaceAll("[^\\x20-\\x7e…]", "?") + "' " + why);
    }

    private boolean remember(long hash) {
        if (count * 4L > table.length * 3L) {
            grow();
        }
        if (!put(table, hash)) {
            return false;
        }
        count++;
        return true;
    }

    private void grow() {
        long[] larger = new long[table.length * 2];
        Arrays.stream(table).filter(hash -> hash != 0).forEach(hash -> put(larger, hash));
        table = larger;
    }

    private static boolean put(long[] table, long hash) {
        int mask = table.length - 1;
        int slot = (int) hash & mask;
        while (table[slot] != 0) {
            if (table[slot] == hash) {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        table[slot] = hash;
        return true;
    }

    /** FNV-1a with the finaliser of SplitMix64, never 0. */
    private static long hash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        hash ^= hash >>> 31;
        return hash == 0 ? 1 : hash;
    }
}

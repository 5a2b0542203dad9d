package io.atlasoffsite.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Ids that are the same whoever makes them from the same words. */
final class Ids {

    private static final int LONGEST = 200;
    private static final int KEPT = LONGEST - 66;

    private Ids() {}

    /** {@code <id>/<what>}, or the beginning of the id and a hash of the whole where that would be longer than an id may be. */
    static String derived(String requestId, String what) {
        String plain = requestId + "/" + what;
        if (plain.length() <= LONGEST) {
            return plain;
        }
        String kept = requestId.substring(0, Math.min(KEPT, requestId.length()));
        return kept + "/" + sha256(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** A UUID of version 8 (RFC 9562: made by the application) from the SHA-256 of the words; no word runs into the next. */
    static String uuid(String... words) {
        MessageDigest digest = digest();
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            digest.update(bytes);
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        long high = (hash.getLong() & ~0xF000L) | 0x8000L;
        long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", impossible);
        }
    }
}

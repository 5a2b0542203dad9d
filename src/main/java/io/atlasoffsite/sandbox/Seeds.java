package io.atlasoffsite.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names turned into numbers and ids that are the same in every run. */
final class Seeds {

    private Seeds() {}

    /** A 24-digit hexadecimal id, as Atlas's are. */
    static String id(String name) {
        return HexFormat.of().formatHex(sha256(name), 0, 12);
    }

    static long seed(String name) {
        return ByteBuffer.wrap(sha256(name)).getLong();
    }

    /** The finaliser of SplitMix64: every bit of the result depends on every bit of the value. */
    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks " + algorithm + "; use a complete JDK", e);
        }
    }

    private static byte[] sha256(String name) {
        return digest("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
    }
}

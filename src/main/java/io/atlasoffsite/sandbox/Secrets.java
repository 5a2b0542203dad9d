package io.atlasoffsite.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Random words nobody can guess. Thread-safe. */
final class Secrets {

    private final RandomGenerator random;

    Secrets(RandomGenerator random) {
        this.random = random;
    }

    String hex(int bytes) {
        return HexFormat.of().formatHex(bytes(bytes));
    }

    String base64(int bytes) {
        return Base64.getEncoder().encodeToString(bytes(bytes));
    }

    /** Compares without telling by its time where they differ. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private synchronized byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}

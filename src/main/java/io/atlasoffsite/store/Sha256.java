package io.atlasoffsite.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of small content. Stateless. */
public final class Sha256 {

    private Sha256() {}

    /**
     * The SHA-256 of some bytes.
     *
     * @param content the bytes
     * @return 64 lower-case hex digits
     */
    public static String hex(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}

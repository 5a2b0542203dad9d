package io.atlasoffsite.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A manifest with the exact bytes of its file. Its seal is the SHA-256 of those bytes with the seal's own 64 digits replaced by
 * zeros; every version of the format keeps this rule, so that any program can tell a damaged file from a newer one.
 */
public final class SealedManifest {

    private static final String ZEROS = "0".repeat(64);
    private static final int TAIL = 128;
    private static final Pattern SEAL = Pattern.compile("\"seal\" : \"([0-9a-f]{64})\"\\n}\\n\\z");

    private final Manifest manifest;
    private final byte[] file;
    private final String seal;

    private SealedManifest(Manifest manifest, byte[] file, String seal) {
        this.manifest = manifest;
        this.file = file;
        this.seal = seal;
    }

    /**
     * Seals a manifest.
     *
     * @param manifest what to seal
     * @return it, with its file
     */
    public static SealedManifest of(Manifest manifest) {
        ObjectNode root = ManifestJson.write(manifest);
        String seal = Sha256.hex(Json.bytes(root.put("seal", ZEROS)));
        return new SealedManifest(manifest, Json.bytes(root.put("seal", seal)), seal);
    }

    /** Reads a file of this format version whose seal was verified. */
    static SealedManifest read(JsonNode root, byte[] file, String seal) throws Json.Malformed {
        return new SealedManifest(ManifestJson.read(root), file.clone(), seal);
    }

    /** The seal a file carries, when it is the right one. */
    static Optional<String> verifiedSeal(byte[] file) {
        int from = Math.max(0, file.length - TAIL);
        Matcher matcher = SEAL.matcher(new String(file, from, file.length - from, StandardCharsets.ISO_8859_1));
        if (!matcher.find()) {
            return Optional.empty();
        }
        byte[] zeroed = file.clone();
        Arrays.fill(zeroed, from + matcher.start(1), from + matcher.end(1), (byte) '0');
        return Optional.of(matcher.group(1)).filter(Sha256.hex(zeroed)::equals);
    }

    /**
     * What it says.
     *
     * @return never null
     */
    public Manifest manifest() {
        return manifest;
    }

    /**
     * Its seal, which names this very manifest among all.
     *
     * @return 64 lower-case hex digits
     */
    public String seal() {
        return seal;
    }

    /**
     * Its file.
     *
     * @return a copy of the bytes
     */
    public byte[] file() {
        return file.clone();
    }
}

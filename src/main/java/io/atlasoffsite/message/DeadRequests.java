package io.atlasoffsite.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Decides what a dead letter keeps of a request. */
final class DeadRequests {

    static final int KEPT = 4096;

    /** One level less than the reader allows would do: the letter is around it. */
    private static final int DEEPEST = 16;

    private DeadRequests() {}

    static DeadRequest of(byte[] request, Json json) {
        return isObject(request, json) ? new DeadRequest.Whole(Utf8.lossy(request)) : broken(request);
    }

    private static boolean isObject(byte[] request, Json json) {
        if (request.length > Requests.LARGEST) {
            return false;
        }
        try {
            JsonNode tree = json.read(request);
            return tree.isObject() && depth(tree) <= DEEPEST;
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static int depth(JsonNode tree) {
        int deepest = 0;
        for (JsonNode below : tree) {
            deepest = Math.max(deepest, depth(below));
        }
        return deepest + 1;
    }

    static DeadRequest.Broken tooLarge(InputStream request) throws IOException {
        MessageDigest digest = Ids.digest();
        byte[] head = request.readNBytes(KEPT);
        digest.update(head);
        long length = head.length;
        byte[] block = new byte[KEPT];
        for (int read = request.read(block); read > 0; read = request.read(block)) {
            digest.update(block, 0, read);
            length += read;
        }
        return broken(head, length, HexFormat.of().formatHex(digest.digest()));
    }

    private static DeadRequest broken(byte[] request) {
        byte[] head = Arrays.copyOf(request, Math.min(KEPT, request.length));
        return broken(head, request.length, Ids.sha256(request));
    }

    private static DeadRequest.Broken broken(byte[] head, long length, String sha256) {
        DeadRequest.Encoding encoding = isText(head) ? DeadRequest.Encoding.TEXT : DeadRequest.Encoding.BASE64;
        String shown = encoding == DeadRequest.Encoding.TEXT
                ? Utf8.lossy(head)
                : Base64.getEncoder().encodeToString(head);
        return new DeadRequest.Broken(encoding, shown, length, sha256);
    }

    /** Text may be damaged here and there, as a cut character at the end is; control characters mean it never was text. */
    private static boolean isText(byte[] head) {
        String text = Utf8.lossy(head);
        long strange = text.chars().filter(DeadRequests::isStrange).count();
        long control = text.chars()
                .filter(letter -> letter < ' ' && !Character.isWhitespace(letter))
                .count();
        return control == 0 && strange * 20 <= text.length();
    }

    private static boolean isStrange(int letter) {
        return letter == '\uFFFD';
    }
}

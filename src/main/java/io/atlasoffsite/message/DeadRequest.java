package io.atlasoffsite.message;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What a dead letter keeps of the request. Immutable and thread safe. */
public sealed interface DeadRequest {

    /**
     * The SHA-256 of the request's bytes.
     *
     * @return 64 hexadecimal digits
     */
    String sha256();

    /**
     * A request that is a JSON object: all of it, so that it can be sent again.
     *
     * @param json the object's text
     */
    record Whole(String json) implements DeadRequest {
        @Override
        public String sha256() {
            return Ids.sha256(json.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * A request that cannot be understood: how it begins.
     *
     * @param encoding how {@code head} is written
     * @param head its first {@value DeadRequests#KEPT} bytes
     * @param bytes its whole length in bytes
     * @param sha256 the SHA-256 of all its bytes
     */
    record Broken(Encoding encoding, String head, long bytes, String sha256) implements DeadRequest {}

    /** How the head of a broken request is written. */
    enum Encoding {
        /** As text; what is no UTF-8 is replaced. */
        TEXT,
        /** As base64, because it is no text. */
        BASE64
    }

    /**
     * Keeps what can be kept of a request.
     *
     * @param request its bytes; not null
     * @param json the reader; not null
     * @return the whole request when it is a JSON object of at most {@link Requests#LARGEST} bytes, else its beginning
     */
    static DeadRequest of(byte[] request, Json json) {
        return DeadRequests.of(request, json);
    }

    /**
     * Keeps what can be kept of a request that is known to be too large, without holding it in memory.
     *
     * @param request its bytes, read to their end and not closed; not null
     * @return its beginning
     * @throws IOException when they cannot be read
     */
    static Broken tooLarge(InputStream request) throws IOException {
        return DeadRequests.tooLarge(request);
    }
}

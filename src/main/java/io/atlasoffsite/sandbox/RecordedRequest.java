package io.atlasoffsite.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One request the sandbox got.
 *
 * @param host {@code api} or {@code download}: which of the two listeners
 * @param operation the operation's name as faults use it; empty when the path matched none
 * @param path path and query as sent, secrets included: the sandbox's credentials are no secret
 * @param headers names in lower case, values in order
 * @param authorized whether an Authorization header was present
 * @param status what was answered; 0 while the answer is still being made
 * @param bytesSent of the body, so far
 * @param at by the sandbox's clock, UTC
 */
public record RecordedRequest(
        String host,
        String operation,
        String method,
        String path,
        Map<String, List<String>> headers,
        boolean authorized,
        int status,
        long bytesSent,
        Instant at) {}

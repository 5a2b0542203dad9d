package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.atlasoffsite.Secret;
import io.atlasoffsite.atlas.AtlasCall;
import java.util.Map;
import java.util.Optional;

/**
 * How one call is getting on, kept in a variable of its exchange.
 *
 * @param site where it goes
 * @param call what is asked
 * @param headers the headers of the message that asked, put back at the end
 * @param charset what the caller's exchange calls its charset, put back when camel-http has named that of the reply
 * @param attempts tries begun so far
 * @param token the token of the last try, empty with an API key or before the first
 * @param reply Atlas's JSON, missing until it is there
 */
record CallTry(
        AtlasSite site,
        AtlasCall call,
        Map<String, Object> headers,
        Optional<String> charset,
        int attempts,
        Optional<Secret> token,
        JsonNode reply) {

    static CallTry first(AtlasSite site, AtlasCall call, Map<String, Object> headers, Optional<String> charset) {
        return new CallTry(site, call, Map.copyOf(headers), charset, 0, Optional.empty(), MissingNode.getInstance());
    }

    CallTry next() {
        return new CallTry(site, call, headers, charset, attempts + 1, token, reply);
    }

    CallTry with(Optional<Secret> newToken) {
        return new CallTry(site, call, headers, charset, attempts, newToken, reply);
    }

    CallTry with(JsonNode newReply) {
        return new CallTry(site, call, headers, charset, attempts, token, newReply);
    }
}

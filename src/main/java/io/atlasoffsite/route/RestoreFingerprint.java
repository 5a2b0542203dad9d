package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.AtlasRestoreRequest;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RestoreRequests;
import io.atlasoffsite.store.Sha256;
import java.nio.charset.StandardCharsets;

/** By what one request is told from another one that has taken its id. Stateless. */
final class RestoreFingerprint {

    private RestoreFingerprint() {}

    /** Until when it is wanted and who is answered are no part of what is asked: whoever looks again may say so anew. */
    static String of(AtlasRestoreRequest request, Json json) {
        ObjectNode asked = new RestoreRequests(json).toTree(request);
        asked.remove("notAfter");
        asked.remove("replyTo");
        asked.remove("confirm");
        return Sha256.hex(json.write(asked).getBytes(StandardCharsets.UTF_8));
    }

    /** Refuses a request whose id belongs to another one. */
    static void check(AtlasRestore restore, Json json) {
        boolean other = restore.entry()
                .filter(entry -> !entry.asked().fingerprint().equals(of(restore.request(), json)))
                .isPresent();
        if (other) {
            throw OffsiteException.because(
                            Reason.CONFLICT,
                            "request " + restore.request().requestId()
                                    + " has asked for another restore in Atlas before, and a request asks once")
                    .hint("give this one a requestId of its own")
                    .build();
        }
    }
}

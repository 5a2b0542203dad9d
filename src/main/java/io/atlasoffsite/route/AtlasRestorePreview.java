package io.atlasoffsite.route;

import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * What a restore in Atlas would be. Immutable and thread safe.
 *
 * @param requestId the request
 * @param kind the kind of cluster that is restored: flex, dedicated, shared or serverless
 * @param snapshotId the snapshot; empty for a point in time
 * @param target what would be wiped, {@code <projectId>/<cluster>}
 * @param askedBefore whether Atlas may have been asked already, so that this request would only follow
 */
public record AtlasRestorePreview(
        String requestId, String kind, Optional<String> snapshotId, String target, boolean askedBefore) {

    static void describe(Exchange exchange) {
        AtlasRestore restore = AtlasRestore.of(exchange);
        RestoreLedger.Asked asked = restore.asked().orElseThrow();
        exchange.getMessage()
                .setBody(new AtlasRestorePreview(
                        asked.requestId(),
                        asked.kind().code(),
                        asked.snapshotId(),
                        restore.target().toString(),
                        restore.entry().isPresent()));
    }
}

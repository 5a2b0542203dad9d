package io.atlasoffsite.guest;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.message.CopyResult;
import io.atlasoffsite.message.Requests;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.store.CopyId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The Kamelet {@code offsite-copy-snapshot-action}: copies one snapshot into one store. Thread safe once started. */
public final class KameletCopy extends KameletAction {

    private static final Set<String> BY_MESSAGE = Set.of("requestId", "snapshotId");

    /** Made by Camel. */
    public KameletCopy() {}

    @Override
    OffsiteConfig configure(KameletParameters given) {
        OffsiteConfig config = new KameletConfig(given).forCopies();
        try {
            request(given, "kamelet", given.text("snapshotId"));
        } catch (OffsiteException wrong) {
            throw given.refusal("", wrong.getMessage(), wrong.hint());
        }
        return config;
    }

    @Override
    String answer(KameletPack running, KameletBody body, String requestId, String asker) throws Exception {
        Optional<String> snapshot = body.copied()
                .map(this::snapshot)
                .or(() -> body.only(BY_MESSAGE).text("snapshotId"))
                .or(() -> parameters().text("snapshotId"));
        CopyRequest request = request(parameters(), requestId, snapshot);
        running.sweep();
        CopyResult result = (CopyResult) running.ask("direct:offsite-copy-snapshot", request);
        return json().write(result.toTree(json()));
    }

    /** What a copy Kamelet in front of this one has copied elsewhere is copied here, too. */
    private String snapshot(String copyId) {
        String cluster = parameters().required("project") + "/" + parameters().required("cluster") + "/";
        return CopyId.parse(copyId)
                .filter(copy -> copyId.startsWith(cluster))
                .map(CopyId::snapshotId)
                .orElseThrow(() -> KameletBody.refused(
                        "the message's body tells of a copy of another cluster", "empty it before the Kamelet"));
    }

    private CopyRequest request(KameletParameters given, String requestId, Optional<String> snapshot) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("schema", 1);
        request.put("requestId", requestId);
        request.put("atlas", KameletConfig.ATLAS);
        request.put("project", given.required("project"));
        request.put("cluster", given.required("cluster"));
        request.put("kind", given.required("kind"));
        snapshot.ifPresent(id -> request.put("snapshotId", id));
        request.put("stores", List.of(KameletConfig.store(given)));
        return new Requests(json()).parse(json().bytes(request));
    }
}

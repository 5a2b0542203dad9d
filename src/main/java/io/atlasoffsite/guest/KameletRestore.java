package io.atlasoffsite.guest;

import io.atlasoffsite.message.RestoreRequest;
import io.atlasoffsite.message.RestoreResult;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.route.RestoreOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The Kamelet {@code offsite-restore-snapshot-action}: unpacks one copy into a directory. Thread safe once started. */
public final class KameletRestore extends KameletAction {

    private static final Set<String> BY_MESSAGE = Set.of("copy", "requestId");
    private static final String COPY_NAME = "[A-Za-z0-9/-]{4,200}";

    /** Made by Camel. */
    public KameletRestore() {}

    @Override
    OffsiteConfig configure(KameletParameters given) {
        OffsiteConfig config = new KameletConfig(given).forRestores();
        given.required("into");
        given.text("copy").filter(name -> !name.matches(COPY_NAME)).ifPresent(wrong -> {
            throw given.refusal(
                    "copy", "is no name of a copy", "give its id, or at least four last digits of its snapshot's id");
        });
        return config;
    }

    @Override
    String answer(KameletPack running, KameletBody body, String requestId, String asker) throws Exception {
        Optional<String> copied = body.copied();
        if (copied.isEmpty()) {
            body.only(BY_MESSAGE);
        }
        Optional<String> copy =
                copied.or(() -> body.text("copy")).or(() -> parameters().text("copy"));
        copy.filter(name -> !name.matches(COPY_NAME)).ifPresent(wrong -> {
            throw KameletBody.refused(
                    "the message's copy is no name of a copy",
                    "give its id, or at least four last digits of its snapshot's id");
        });
        RestoreRequest request = new RestoreRequest(
                requestId,
                copy.<RestoreRequest.Choice>map(RestoreRequest.Named::new).orElseGet(this::newest),
                Optional.of(KameletConfig.store(parameters())),
                Path.of(parameters().required("into"))
                        .toAbsolutePath()
                        .normalize()
                        .toString(),
                List.of(),
                Optional.empty());
        RestoreResult result = (RestoreResult) running.ask(
                "direct:offsite-restore-copy", RestoreOrder.of(request).askedBy(asker));
        return json().write(result.toTree(json()));
    }

    private RestoreRequest.Choice newest() {
        return new RestoreRequest.Newest(KameletConfig.NEWEST, parameters().text("cluster"), Optional.empty());
    }
}

package io.atlasoffsite.sandbox;

import java.util.List;
import java.util.Optional;

/** Replies that a fault gives instead of the work. */
final class FaultReplies {

    private FaultReplies() {}

    static Optional<HttpReply> instead(HttpRequest request, List<FaultAction> actions) {
        for (FaultAction action : actions) {
            if (action instanceof FaultAction.Reply reply) {
                return Optional.of(reply(reply));
            }
            if (action instanceof FaultAction.Redirect redirect) {
                String location = redirect.url().replace("{target}", request.target());
                return Optional.of(HttpReply.of(redirect.status(), "", "").with("Location", location));
            }
        }
        return Optional.empty();
    }

    private static HttpReply reply(FaultAction.Reply reply) {
        HttpReply made = reply.contentType().isEmpty()
                ? ApiError.example(reply.status(), reply.errorCode()).reply(false)
                : HttpReply.of(reply.status(), reply.contentType(), reply.body());
        return made.with(reply.headers());
    }
}

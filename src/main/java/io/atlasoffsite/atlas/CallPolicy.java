package io.atlasoffsite.atlas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.ErrorRule.Remedy;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Judges each try of an API call: the one place that decides whether a call is repeated, and when. It waits for
 * nothing itself. Thread safe.
 */
public final class CallPolicy {

    private static final int LOGIN_TRIES = 2;
    private static final int NO_CONTENT = 204;
    private static final int SERVER_ERRORS = 500;

    private final RetryRules rules;
    private final RetryAfter retryAfter;
    private final RandomGenerator random;
    private final ObjectMapper json;

    /**
     * Makes a policy.
     *
     * @param rules how often and how patiently
     * @param clock tells how far off a date in {@code Retry-After} is
     * @param random where the jitter comes from
     * @param json reads replies
     */
    public CallPolicy(RetryRules rules, Clock clock, RandomGenerator random, ObjectMapper json) {
        this.rules = rules;
        this.retryAfter = new RetryAfter(clock);
        this.random = random;
        this.json = json;
    }

    /**
     * Judges an answer.
     *
     * @param call what was asked
     * @param status the HTTP status
     * @param retryAfterHeader the {@code Retry-After} header, empty when there was none
     * @param body the body, empty when there was none
     * @param attemptsMade tries so far, this one included
     * @param canLoginAgain true when other credentials can be had for the asking (a token can, a key cannot)
     * @return what to do
     */
    public Verdict judge(
            AtlasCall call,
            int status,
            Optional<String> retryAfterHeader,
            byte[] body,
            int attemptsMade,
            boolean canLoginAgain) {
        if (status == NO_CONTENT) {
            return new Verdict.Done(status, MissingNode.getInstance());
        }
        Optional<JsonNode> node = parse(body);
        if (status >= 200 && status < 300) {
            return node.<Verdict>map(found -> new Verdict.Done(status, found))
                    .orElseGet(() -> unknown(call, unreadable(call, status), attemptsMade));
        }
        AtlasError error = AtlasError.from(status, node.orElse(MissingNode.getInstance()));
        ErrorRule rule = rule(call, error);
        OffsiteException failure = failure(call, error, rule);
        if (rule.remedy() == Remedy.LOGIN_AGAIN && canLoginAgain && attemptsMade < LOGIN_TRIES) {
            return new Verdict.Again(Duration.ZERO, true, failure);
        }
        if (!repeatable(call, rule)) {
            return new Verdict.Failed(
                    failure, retryAfter.read(retryAfterHeader, error).filter(this::obeyed));
        }
        return again(failure, retryAfter.read(retryAfterHeader, error), attemptsMade);
    }

    /**
     * Judges a try that ended without an answer.
     *
     * @param call what was asked
     * @param failure what happened
     * @param attemptsMade tries so far, this one included
     * @return what to do
     */
    public Verdict judge(AtlasCall call, IOException failure, int attemptsMade) {
        String what = "Atlas gave no answer to " + call.operation() + " (" + Connections.describe(failure) + ")";
        OffsiteException.Builder why = OffsiteException.because(Reason.ATLAS_UNAVAILABLE, what);
        if (failure instanceof ProxyRefused refused && refused.unauthenticated()) {
            return new Verdict.Failed(why.hint("check the user and password in network.proxy; then try again")
                    .cause(failure)
                    .build());
        }
        why.hint("check baseUrl, network.proxy, network.caFile and the way to the internet; then try again")
                .retryable(true);
        return Connections.neverMade(failure)
                ? again(why.cause(failure).build(), Optional.empty(), attemptsMade)
                : unknown(call, why.build(), attemptsMade);
    }

    /** Whether Atlas has done it cannot be told. */
    private Verdict unknown(AtlasCall call, OffsiteException why, int attemptsMade) {
        return call.repeatable() ? again(why, Optional.empty(), attemptsMade) : new Verdict.Failed(why);
    }

    private static ErrorRule rule(AtlasCall call, AtlasError error) {
        return call.operation().equals(TokenRequest.CALL.operation())
                ? ErrorRules.ofLogin(error.status(), error.code())
                : ErrorRules.of(error.status(), error.code(), call.kind());
    }

    /**
     * A refusal says that nothing was done; after a failure of Atlas itself only a repeatable call may be sent again. A POST
     * refused because its job had expired made none: sending it again is asking for a new one. Who is downloading already is
     * for the caller to find out, where it matters. A call that must not be sent after some instant is not sent again here: its
     * caller decides anew each time.
     */
    private static boolean repeatable(AtlasCall call, ErrorRule rule) {
        return switch (rule.remedy()) {
            case WAIT ->
                call.repeatable()
                        || rule.status() < SERVER_ERRORS && call.notAfter().isEmpty();
            case REUSE -> call.repeatable();
            case NEW_JOB -> call.method().equals("POST") && call.notAfter().isEmpty();
            case LOGIN_AGAIN, OTHER_KIND, NONE -> false;
        };
    }

    private Verdict again(OffsiteException failure, Optional<Duration> asked, int attemptsMade) {
        boolean tooLong = asked.filter(wait -> !obeyed(wait)).isPresent();
        if (tooLong || attemptsMade >= rules.attempts()) {
            return new Verdict.Failed(failure);
        }
        return new Verdict.Again(asked.orElseGet(() -> rules.backOff(attemptsMade, random)), false, failure);
    }

    private boolean obeyed(Duration asked) {
        return asked.compareTo(rules.maxRetryAfter()) <= 0;
    }

    private Optional<JsonNode> parse(byte[] body) {
        if (body.length == 0) {
            return Optional.empty();
        }
        try {
            JsonNode node = json.readTree(body);
            return node.isObject() ? Optional.of(node) : Optional.empty();
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new IllegalStateException("an array in memory could not be read", impossible);
        }
    }

    private static OffsiteException unreadable(AtlasCall call, int status) {
        return OffsiteException.because(
                        Reason.ATLAS_UNAVAILABLE,
                        "Atlas answered " + status + " to " + call.operation() + " with something that is not its JSON")
                .answer(status, "")
                .hint("something between here and Atlas may answer in its place: check baseUrl and network.proxy")
                .retryable(true)
                .build();
    }

    private static OffsiteException failure(AtlasCall call, AtlasError error, ErrorRule rule) {
        return OffsiteException.because(rule.reason(), error.summary(call.operation()))
                .answer(error.status(), error.code())
                .detail(error.detail())
                .hint(rule.hint())
                .retryable(rule.retryable())
                .build();
    }
}

package io.atlasoffsite.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallPolicyTest {

    private static final String PROJECT = "32b6e34b3d91647abb20e7b8";
    private static final AtlasCall LIST = AtlasCalls.listSnapshots(ClusterKind.FLEX, PROJECT, "orders");
    private static final AtlasCall POST =
            AtlasCalls.requestDownload(ClusterKind.FLEX, PROJECT, "orders", "6a6f78e0cab84da5c4476b25");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-08-02T17:06:56Z"), ZoneOffset.UTC);
    private static final RetryRules RULES =
            new RetryRules(4, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMinutes(15));

    private final CallPolicy policy = new CallPolicy(RULES, CLOCK, new Random(3), new ObjectMapper());

    @Test
    void aReplyIsDone() {
        Verdict.Done done = (Verdict.Done) judge(LIST, 200, "{\"results\":[]}", 1);
        assertThat(done.body().has("results")).isTrue();
    }

    @Test
    void noContentIsDoneWithoutABody() {
        Verdict.Done done = (Verdict.Done) judge(LIST, 204, "", 1);
        assertThat(done.body().isMissingNode()).isTrue();
    }

    @Test
    void f17_aRetryAfterIsObeyedToTheSecond() {
        Verdict.Again again = (Verdict.Again) answer(LIST, 429, Optional.of("7"), "{}", 1, true);
        assertThat(again.pause()).isEqualTo(Duration.ofSeconds(7));
        assertThat(again.why().reason()).isEqualTo(Reason.THROTTLED);
    }

    @Test
    void f17_withoutARetryAfterTheParameterCountsAndThenTheBackOff() {
        Verdict.Again asked = (Verdict.Again) judge(LIST, 429, "{\"parameters\":[\"x\",9]}", 1);
        assertThat(asked.pause()).isEqualTo(Duration.ofSeconds(9));
        Verdict.Again textual = (Verdict.Again) judge(LIST, 429, "{\"parameters\":[\"x\",\"3\"]}", 1);
        assertThat(textual.pause()).isEqualTo(Duration.ofSeconds(3));
        Verdict.Again own = (Verdict.Again) judge(LIST, 429, "", 1);
        assertThat(own.pause()).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"901", "999999999", "99999999999999999999999999", "Mon, 02 Aug 2027 17:06:56 GMT"})
    void f17_anAbsurdRetryAfterEndsTheCall(String header) {
        Verdict verdict = answer(LIST, 429, Optional.of(header), "{}", 1, true);
        assertThat(why(verdict).reason()).isEqualTo(Reason.THROTTLED);
        assertThat(why(verdict).retryable()).isTrue();
    }

    @Test
    void f18_theBackOffDoublesWithJitterUpToItsLongest() {
        for (int tries = 1; tries <= 3; tries++) {
            Verdict.Again again = (Verdict.Again) judge(LIST, 503, "", tries);
            long ceiling = 100L << (tries - 1);
            assertThat(again.pause()).isBetween(Duration.ofMillis(ceiling / 2), Duration.ofMillis(ceiling));
        }
        assertThat(RULES.backOff(60, new Random(1))).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    @Test
    void f18_theLastTryIsTheLast() {
        assertThat(judge(LIST, 503, "", 3)).isInstanceOf(Verdict.Again.class);
        assertThat(why(judge(LIST, 503, "", 4)).reason()).isEqualTo(Reason.ATLAS_UNAVAILABLE);
    }

    @Test
    void f19_aRefusedTokenIsReplacedOnceAndAKeyNever() {
        Verdict.Again again = (Verdict.Again) answer(LIST, 401, Optional.empty(), "{}", 1, true);
        assertThat(again.loginAgain()).isTrue();
        assertThat(again.pause()).isZero();
        assertThat(answer(LIST, 401, Optional.empty(), "{}", 2, true)).isInstanceOf(Verdict.Failed.class);
        assertThat(answer(LIST, 401, Optional.empty(), "{}", 1, false)).isInstanceOf(Verdict.Failed.class);
    }

    @Test
    void f20_aRefusalIsTriedOnceAndCarriesAtlassWords() {
        String body = "{\"errorCode\":\"CLUSTER_NOT_FOUND\",\"detail\":\"No cluster\\r\\nnamed orders\"}";
        OffsiteException why = why(judge(LIST, 404, body, 1));
        assertThat(why.status()).isEqualTo(404);
        assertThat(why.code()).isEqualTo("CLUSTER_NOT_FOUND");
        assertThat(why.detail()).isEqualTo("No cluster named orders");
        assertThat(why.retryable()).isFalse();
    }

    @Test
    void atlassWordsCarryNoAddressAndAreShort() {
        String body = "{\"detail\":\"see https://x.mongodb.net/secret/restore.tar.gz?sig=1 " + "x".repeat(5000) + "\"}";
        OffsiteException why = why(judge(LIST, 400, body, 1));
        assertThat(why.detail()).startsWith("see (an address) x").hasSizeLessThan(400);
        assertThat(why.getMessage()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Sorry</html>", "{\"results\":[", "[]", "null", "\"text\""})
    void f21_whatIsNotAtlassJsonIsWorthAnotherTry(String body) {
        Verdict.Again again = (Verdict.Again) judge(LIST, 200, body, 1);
        assertThat(again.why().reason()).isEqualTo(Reason.ATLAS_UNAVAILABLE);
        assertThat(again.why().status()).isEqualTo(200);
    }

    @Test
    void anExpiredJobIsAskedForAgainByWhoeverAskedForIt() {
        String body = "{\"errorCode\":\"CANNOT_DOWNLOAD_EXPIRED_JOB\"}";
        assertThat(judge(POST, 400, body, 1)).isInstanceOf(Verdict.Again.class);
        assertThat(why(judge(LIST, 400, body, 1)).reason()).isEqualTo(Reason.DOWNLOAD_FAILED);
    }

    @Test
    void f23_aRequestForASlotIsNotRepeatedWhenNobodyKnowsWhatBecameOfIt() {
        AtlasCall slot =
                AtlasCalls.requestDownload(ClusterKind.DEDICATED, PROJECT, "orders", "6a6f78e0cab84da5c4476b25");
        List<Verdict> unknown = List.of(
                judge(slot, 503, "", 1), judge(slot, 200, "{", 1), policy.judge(slot, new SocketTimeoutException(), 1));
        assertThat(unknown)
                .allSatisfy(
                        verdict -> assertThat(JobHints.unknown(why(verdict))).isTrue());
        assertThat(judge(slot, 429, "", 1)).isInstanceOf(Verdict.Again.class);
        assertThat(policy.judge(slot, new ConnectException("refused"), 1)).isInstanceOf(Verdict.Again.class);
        assertThat(policy.judge(slot, new ConnectTimeoutException("late"), 1)).isInstanceOf(Verdict.Again.class);
    }

    @Test
    void f26_whoDownloadsAlreadyIsForTheCallerToFindOut() {
        AtlasCall slot =
                AtlasCalls.requestDownload(ClusterKind.DEDICATED, PROJECT, "orders", "6a6f78e0cab84da5c4476b25");
        String body = "{\"errorCode\":\"CANNOT_DOWNLOAD_SNAPSHOT_CONCURRENTLY\"}";
        assertThat(JobHints.busy(why(judge(slot, 400, body, 1)))).isTrue();
        assertThat(judge(POST, 400, body, 1)).isInstanceOf(Verdict.Again.class);
    }

    @Test
    void aBrokenConnectionIsDescribedWithoutItsText() {
        List<IOException> failures = List.of(
                new UnknownHostException("secret.host"),
                new SSLHandshakeException("secret"),
                new SocketTimeoutException("secret"),
                new ConnectException("secret"),
                new IOException("secret"));
        assertThat(failures).allSatisfy(failure -> {
            Verdict.Again again = (Verdict.Again) policy.judge(LIST, failure, 1);
            assertThat(again.why().reason()).isEqualTo(Reason.ATLAS_UNAVAILABLE);
            assertThat(again.why().getMessage()).doesNotContain("secret");
        });
        assertThat(policy.judge(LIST, new IOException("x"), 4)).isInstanceOf(Verdict.Failed.class);
    }

    @Test
    void aTokenRefusalIsAboutTheAccount() {
        assertThat(why(judge(TokenRequest.CALL, 400, "{\"error\":\"unsupported_grant_type\"}", 1))
                        .reason())
                .isEqualTo(Reason.UNAUTHORIZED);
        assertThat(why(judge(TokenRequest.CALL, 404, "", 1)).reason()).isEqualTo(Reason.ATLAS_UNAVAILABLE);
    }

    @Test
    void aProxyThatWantsAnotherPasswordIsNotShownTheSameOneAgain() {
        OffsiteException why = why(policy.judge(LIST, new ProxyRefused(407), 1));

        assertThat(why.reason()).isEqualTo(Reason.ATLAS_UNAVAILABLE);
        assertThat(why.retryable()).isFalse();
        assertThat(why.getMessage()).contains("the proxy answered 407");
        assertThat(policy.judge(LIST, new ProxyRefused(503), 1)).isInstanceOf(Verdict.Again.class);
    }

    private Verdict judge(AtlasCall call, int status, String body, int tries) {
        return answer(call, status, Optional.empty(), body, tries, true);
    }

    private Verdict answer(
            AtlasCall call, int status, Optional<String> retryAfter, String body, int tries, boolean token) {
        return policy.judge(call, status, retryAfter, body.getBytes(StandardCharsets.UTF_8), tries, token);
    }

    private static OffsiteException why(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Failed.class);
        return ((Verdict.Failed) verdict).why();
    }
}

package io.atlasoffsite.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterTest {

    private static final Instant FIRST = Instant.parse("2026-08-02T17:06:56Z");
    private static final DeadLetter.Tries TRIES = new DeadLetter.Tries(8, FIRST, FIRST.plusSeconds(60));
    private static final DeadLetter.Context CONTEXT =
            new DeadLetter.Context("orders-nightly", "orders", "6a6f78e0cab84da5c4476b25", List.of("vault"));

    private final Json json = new Json();

    @ParameterizedTest
    @EnumSource(Reason.class)
    void aLetterOfEveryReasonFitsTheSchemaAndReadsTheSame(Reason reason) throws IOException {
        OffsiteException failure = OffsiteException.because(reason, "Atlas said no")
                .answer(403, "IP_ADDRESS_NOT_ON_WHITELIST")
                .hint("add this machine to the API access list")
                .retryable(true)
                .build();

        DeadLetter letter = DeadLetter.of(
                failure,
                RequestQueue.COPY,
                request("{\"schema\":1,\"requestId\":\"r\",\"plan\":\"p\"}"),
                CONTEXT,
                TRIES);

        Schemas.assertFits("dead-letter", letter.toTree(json));
        assertThat(DeadLetter.parse(json.bytes(letter.toTree(json)), json)).isEqualTo(letter);
        assertThat(letter.toTree(json).path("request").path("plan").asText()).isEqualTo("p");
        assertThat(letter.toTree(json).path("http").path("errorCode").asText())
                .isEqualTo("IP_ADDRESS_NOT_ON_WHITELIST");
    }

    @ParameterizedTest
    @EnumSource(RequestQueue.class)
    void aLetterSaysWhichQueueItsRequestCameBy(RequestQueue queue) throws IOException {
        OffsiteException failure =
                OffsiteException.because(Reason.UNEXPECTED, "something broke").build();
        DeadLetter letter = DeadLetter.of(failure, queue, request("{}"), CONTEXT, TRIES);

        ObjectNode tree = letter.toTree(json);
        Schemas.assertFits("dead-letter", tree);
        assertThat(tree.has("requestQueue")).isEqualTo(queue != RequestQueue.COPY);
        assertThat(DeadLetter.parse(json.bytes(tree), json).queue()).isEqualTo(queue);
    }

    @Test
    void aLetterThatNamesAQueueOfSomebodyElseIsRefused() {
        ObjectNode tree = letter(request("{}")).toTree(json).put("requestQueue", "somebody.elses");

        assertThatThrownBy(() -> DeadLetter.parse(json.bytes(tree), json)).isInstanceOf(OffsiteException.class);
    }

    @Test
    void theSameFailureOfTheSameRequestHasTheSameId() {
        DeadRequest request = request("{\"a\":1}");

        assertThat(letter(request).id()).isEqualTo(letter(request("{\"a\":1}")).id());
        assertThat(letter(request).id())
                .isNotEqualTo(letter(request("{\"a\":2}")).id());
    }

    @Test
    void f42_aBrokenTextIsKeptAsItsFirst4KiBAndHash() throws IOException {
        String poison = "not json ä \r\n" + "x".repeat(10 << 20);

        DeadLetter letter = letter(request(poison));

        ObjectNode tree = letter.toTree(json);
        Schemas.assertFits("dead-letter", tree);
        assertThat(tree.has("request")).isFalse();
        assertThat(tree.at("/brokenRequest/encoding").asText()).isEqualTo("text");
        assertThat(tree.at("/brokenRequest/head").asText())
                .startsWith("not json ä \r\n")
                .hasSizeLessThanOrEqualTo(4096);
        assertThat(tree.at("/brokenRequest/bytes").asLong()).isEqualTo(poison.getBytes(StandardCharsets.UTF_8).length);
        assertThat(tree.at("/brokenRequest/sha256").asText()).hasSize(64);
        assertThat(json.bytes(tree)).hasSizeLessThan(16 * 1024);
        assertThat(DeadLetter.parse(json.bytes(tree), json)).isEqualTo(letter);
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 4097, 100_000})
    void f42_aRequestReadAsAStreamIsKeptLikeOneInMemory(int length) throws Exception {
        byte[] request = "x".repeat(length).getBytes(StandardCharsets.UTF_8);
        assertThat(DeadRequest.tooLarge(new ByteArrayInputStream(request)))
                .isEqualTo(DeadRequest.of(request, new Json()));
    }

    @Test
    void f42_aBinaryRequestIsKeptAsBase64() throws IOException {
        DeadLetter letter = letter(DeadRequest.of(new byte[] {0, 1, 2, (byte) 0xff}, json));

        Schemas.assertFits("dead-letter", letter.toTree(json));
        assertThat(letter.toTree(json).at("/brokenRequest/encoding").asText()).isEqualTo("base64");
        assertThat(letter.toTree(json).at("/brokenRequest/head").asText()).isEqualTo("AAEC/w==");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"broken\":{\"encoding\":\"x\"},\"brokenRequest\":1}",
                "{\"deep\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]}",
                "{\"huge\":1e400,\"tiny\":1e-400,\"text\":\"{{env:HOME}} ${body} \\r\\n\\u0000\"}",
                "{\"half\":\"\\ud800\"}",
                "[]",
                "",
            })
    void f42_noRequestMakesALetterThatCannotBeReadAgain(String body) {
        DeadLetter letter = letter(request(body));

        byte[] sent = json.bytes(letter.toTree(json));
        DeadLetter received = DeadLetter.parse(sent, json);

        assertThat(received.id()).isEqualTo(letter.id());
        assertThat(new String(sent, StandardCharsets.UTF_8)).isEqualTo(json.write(received.toTree(json)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hush", "{}", "{\"schema\":2}", "{\"schema\":1,\"id\":\"hush\"}"})
    void whatIsNoLetterIsRefusedWithoutQuotingIt(String body) {
        assertThatThrownBy(() -> DeadLetter.parse(body.getBytes(StandardCharsets.UTF_8), json))
                .isInstanceOf(OffsiteException.class)
                .hasMessageNotContaining("hush")
                .hasNoCause();
    }

    @Test
    void anEmptyContextIsALetterToo() throws IOException {
        OffsiteException failure =
                OffsiteException.because(Reason.UNEXPECTED, "something broke").build();
        DeadLetter letter =
                DeadLetter.of(failure, RequestQueue.COPY, request("{}"), DeadLetter.Context.unknown(), TRIES);

        Schemas.assertFits("dead-letter", letter.toTree(json));
        assertThat(letter.toTree(json).path("retryable").asBoolean(true)).isFalse();
    }

    private DeadLetter letter(DeadRequest request) {
        OffsiteException failure = OffsiteException.because(Reason.INVALID_REQUEST, "the request is not strict JSON")
                .build();
        return DeadLetter.of(failure, RequestQueue.COPY, request, CONTEXT, TRIES);
    }

    private DeadRequest request(String body) {
        return DeadRequest.of(body.getBytes(StandardCharsets.UTF_8), json);
    }
}

package io.atlasoffsite.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestsTest {

    private static final String PROJECT = "32b6e34b3d91647abb20e7b8";
    private static final String SNAPSHOT = "6a6f78e0cab84da5c4476b25";

    private final Json json = new Json();
    private final Requests requests = new Requests(json);

    @Test
    void aRequestByPlanIsRead() {
        CopyRequest request =
                requests.parse("{\"schema\":1,\"requestId\":\"orders@2026-08-02T04:15:00Z\",\"plan\":\"orders\"}");

        assertThat(request).isEqualTo(CopyRequest.OfPlan.named("orders@2026-08-02T04:15:00Z", "orders"));
    }

    @Test
    void aRequestSpeltOutIsRead() {
        CopyRequest request = requests.parse("""
                {"schema":1,"requestId":"r-1","atlas":"prod","project":"%s","cluster":"orders","kind":"flex",
                 "snapshotId":"%s","stores":["vault","disk"],"comment":{"unknown":["fields","are","ignored"]}}
                """.formatted(PROJECT, SNAPSHOT));

        assertThat(request)
                .isEqualTo(new CopyRequest.OfCluster(
                        "r-1",
                        "prod",
                        PROJECT,
                        "orders",
                        Optional.of("flex"),
                        Optional.of(SNAPSHOT),
                        List.of("vault", "disk")));
    }

    @Test
    void aNullInAnOptionalFieldIsAsGoodAsAbsent() {
        assertThat(requests.parse("{\"schema\":1,\"requestId\":\"r\",\"plan\":\"p\",\"snapshotId\":null}"))
                .isEqualTo(CopyRequest.OfPlan.named("r", "p"));
    }

    @ParameterizedTest
    @MethodSource("goodRequests")
    void whatIsWrittenFitsTheSchemaAndReadsTheSame(CopyRequest request) throws IOException {
        Schemas.assertFits("copy-request", requests.toTree(request));
        assertThat(requests.parse(requests.write(request))).isEqualTo(request);
    }

    static Stream<CopyRequest> goodRequests() {
        CopyRequest.OfPlan plan = CopyRequest.OfPlan.named("a~z|!#%@/:+", "orders-nightly");
        return Stream.of(
                plan,
                plan.forCluster(PROJECT, "Orders-2", "flex"),
                plan.forCluster(PROJECT, "Orders-2", "flex").forSnapshot(SNAPSHOT),
                new CopyRequest.OfCluster(
                        "r", "prod", PROJECT, "orders", Optional.empty(), Optional.empty(), List.of("vault")));
    }

    @Test
    void idsOfSplitRequestsDeriveFromTheirOwnAndStayShortEnough() {
        CopyRequest.OfPlan whole = CopyRequest.OfPlan.named("orders@2026-08-02T04:15:00Z", "orders");
        assertThat(whole.forCluster(PROJECT, "a", "flex").requestId())
                .isEqualTo("orders@2026-08-02T04:15:00Z/" + PROJECT + "/a");

        CopyRequest.OfPlan longest = CopyRequest.OfPlan.named("x".repeat(200), "orders");
        String first = longest.forCluster(PROJECT, "a", "flex").requestId();
        assertThat(first)
                .hasSizeLessThanOrEqualTo(200)
                .isEqualTo(longest.forCluster(PROJECT, "a", "flex").requestId());
        assertThat(first).isNotEqualTo(longest.forCluster(PROJECT, "b", "flex").requestId());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("poison")
    void f42_poisonIsRefusedWithOneCleanLine(String name, byte[] body, String summary) {
        OffsiteException failure = catchThrowableOfType(OffsiteException.class, () -> requests.parse(body));

        assertThat(failure.reason()).isEqualTo(Reason.INVALID_REQUEST);
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.getMessage()).startsWith(summary).matches("[ -~]{1,200}");
        assertThat(failure.hint()).isNotBlank();
        assertThat(failure.getCause()).isNull();
    }

    static Stream<Arguments> poison() {
        return Stream.concat(brokenBodies(), brokenValues());
    }

    private static Stream<Arguments> brokenBodies() {
        String deep = "{\"schema\":1,\"requestId\":\"r\",\"plan\":\"p\",\"x\":" + "[".repeat(10_000)
                + "]".repeat(10_000) + "}";
        return Stream.of(
                Arguments.of("empty", text(""), "the request is not strict JSON"),
                Arguments.of("not JSON", text("plan: orders"), "the request is not strict JSON"),
                Arguments.of("10 MiB", new byte[10 << 20], "the request is 10485760 bytes long"),
                Arguments.of("a list", text("[]"), "the request is JSON, but no object"),
                Arguments.of("null", text("null"), "the request is JSON, but no object"),
                Arguments.of("deep nesting", text(deep), "the request is not strict JSON"),
                Arguments.of(
                        "no UTF-8",
                        new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'},
                        "the request is not strict"),
                Arguments.of("UTF-16", "{}".getBytes(StandardCharsets.UTF_16), "the request is not strict JSON"),
                Arguments.of("cut", text("{\"schema\":1,\"requestId\":\"r"), "the request is not strict JSON"),
                Arguments.of(
                        "duplicate key",
                        text("{\"schema\":1,\"plan\":\"a\",\"plan\":\"b\"}"),
                        "the request is not strict"),
                Arguments.of(
                        "trailing",
                        text("{\"schema\":1,\"requestId\":\"r\",\"plan\":\"p\"} {}"),
                        "the request is not strict"),
                Arguments.of("comment", text("{/* */\"schema\":1}"), "the request is not strict JSON"),
                Arguments.of(
                        "raw line break",
                        text("{\"schema\":1,\"requestId\":\"r\n\"}"),
                        "the request is not strict JSON"),
                Arguments.of(
                        "huge number",
                        text("{\"schema\":" + "9".repeat(1000) + "}"),
                        "the request is not strict JSON"));
    }

    private static Stream<Arguments> brokenValues() {
        return Stream.of(
                byPlan("no schema", "{\"requestId\":\"r\",\"plan\":\"p\"}", "schema is not the number 1"),
                byPlan("schema 2", "{\"schema\":2,\"requestId\":\"r\",\"plan\":\"p\"}", "schema is not the number 1"),
                byPlan(
                        "schema text",
                        "{\"schema\":\"1\",\"requestId\":\"r\",\"plan\":\"p\"}",
                        "schema is not the number 1"),
                byPlan("no id", "{\"schema\":1,\"plan\":\"p\"}", "requestId is missing"),
                byPlan("null id", "{\"schema\":1,\"requestId\":null,\"plan\":\"p\"}", "requestId is missing"),
                byPlan("id number", "{\"schema\":1,\"requestId\":7,\"plan\":\"p\"}", "requestId is no text"),
                byPlan("id empty", id(""), "requestId is \"\", which does not fit"),
                byPlan("id long", id("x".repeat(201)), "requestId is \"" + "x".repeat(80) + "\", which does not fit"),
                byPlan("CR LF", id("r\\r\\nX-Evil: 1"), "requestId is \"r??X-Evil: 1\""),
                byPlan("NUL", id("r\\u0000"), "requestId is \"r?\""),
                byPlan("blank", id("a b"), "requestId is \"a b\""),
                byPlan("placeholder", id("{{env:HOME}}"), "requestId is \"{{env:HOME}}\""),
                byPlan("expression", id("${body}"), "requestId is \"${body}\""),
                byPlan("simple", id("$simple{body}"), "requestId is \"$simple{body}\""),
                byPlan("umlaut", id("ä"), "requestId is \"?\""),
                byPlan("plan traversal", plan("../orders"), "plan is \"../orders\""),
                byPlan("plan list", "{\"schema\":1,\"requestId\":\"r\",\"plan\":[\"p\"]}", "plan is no text"),
                byPlan("plan header", plan("p\\nCamelHttpUri: http://evil"), "plan is \"p?CamelHttpUri: http://evil\""),
                byPlan(
                        "both forms",
                        "{\"schema\":1,\"requestId\":\"r\",\"plan\":\"p\",\"stores\":[]}",
                        "stores does not belong"),
                spelt("cluster traversal", PROJECT, "../../etc", "[\"disk\"]", "cluster is \"../../etc\""),
                spelt("cluster placeholder", PROJECT, "{{env:HOME}}", "[\"disk\"]", "cluster is \"{{env:HOME}}\""),
                spelt("cluster star", PROJECT, "*", "[\"disk\"]", "cluster is \"*\""),
                spelt("project upper", PROJECT.toUpperCase(Locale.ROOT), "c", "[\"disk\"]", "project is \"32B6"),
                spelt("project slash", "32b6/../x", "c", "[\"disk\"]", "project is \"32b6/../x\""),
                spelt("no stores", PROJECT, "c", "[]", "stores is no list"),
                spelt("stores text", PROJECT, "c", "\"disk\"", "stores is no list"),
                spelt("stores twice", PROJECT, "c", "[\"disk\",\"disk\"]", "stores names something twice"),
                spelt("store expression", PROJECT, "c", "[\"${header.x}\"]", "stores is \"${header.x}\""),
                spelt("store number", PROJECT, "c", "[1]", "stores is no text"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenValues")
    void f42_theSchemaRefusesTheSamePoison(String name, byte[] body, String summary) throws IOException {
        ObjectNode tree = (ObjectNode) json.read(body);

        Schemas.assertRefused("copy-request", tree);
    }

    private static Arguments byPlan(String name, String body, String summary) {
        return Arguments.of(name, text(body), summary);
    }

    private static Arguments spelt(String name, String project, String cluster, String stores, String summary) {
        String body = "{\"schema\":1,\"requestId\":\"r\",\"atlas\":\"prod\",\"project\":\"" + project
                + "\",\"cluster\":\"" + cluster + "\",\"stores\":" + stores + "}";
        return Arguments.of(name, text(body), summary);
    }

    private static String id(String escaped) {
        return "{\"schema\":1,\"requestId\":\"" + escaped + "\",\"plan\":\"p\"}";
    }

    private static String plan(String escaped) {
        return "{\"schema\":1,\"requestId\":\"r\",\"plan\":\"" + escaped + "\"}";
    }

    private static byte[] text(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}

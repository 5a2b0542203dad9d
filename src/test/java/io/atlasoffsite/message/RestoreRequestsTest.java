package io.atlasoffsite.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreRequestsTest {

    private static final String PROJECT = "32b6e34b3d91647abb20e7b8";
    private static final String SNAPSHOT = "6a6f78e0cab84da5c4476b25";
    private static final String COPY = PROJECT + "/orders/20260802T170656Z-" + SNAPSHOT;
    private static final Instant NOON = Instant.parse("2026-08-02T12:00:00Z");
    private static final AtlasRestoreRequest.Target STAGING = new AtlasRestoreRequest.Target(PROJECT, "staging");

    private final Json json = new Json();
    private final RestoreRequests requests = new RestoreRequests(json);

    @Test
    void aNamedCopyIsRead() {
        RestoreRequest request = requests.parseOffsite(
                "{\"schema\":1,\"requestId\":\"r\",\"copy\":\"vault:" + COPY
                        + "\",\"into\":\"2026/orders\",\"shards\":[\"shard-0\",\"config_1\"],\"replyTo\":\"offsite.replies.me\"}");

        assertThat(request)
                .isEqualTo(new RestoreRequest(
                        "r",
                        new RestoreRequest.Named(COPY),
                        Optional.of("vault"),
                        "2026/orders",
                        List.of("shard-0", "config_1"),
                        Optional.of("offsite.replies.me")));
        assertThat(request.context()).isEqualTo(new DeadLetter.Context("", "orders", SNAPSHOT, List.of("vault")));
    }

    @Test
    void theNewestCopyBeforeAnInstantIsRead() {
        RestoreRequest request = requests.parseOffsite(
                "{\"schema\":1,\"requestId\":\"r\",\"newest\":{\"plan\":\"nightly\",\"cluster\":\"orders\","
                        + "\"before\":\"2026-08-02T12:00:00Z\"},\"store\":\"vault\",\"into\":\"orders\"}");

        assertThat(request.choice())
                .isEqualTo(new RestoreRequest.Newest("nightly", Optional.of("orders"), Optional.of(NOON)));
        assertThat(request.context()).isEqualTo(new DeadLetter.Context("nightly", "orders", "", List.of("vault")));
    }

    @ParameterizedTest
    @MethodSource("goodOffsite")
    void whatIsWrittenOfAnOffsiteRestoreFitsTheSchemaAndReadsTheSame(RestoreRequest request) throws IOException {
        Schemas.assertFits("restore-request", requests.toTree(request));
        assertThat(requests.parseOffsite(requests.write(request))).isEqualTo(request);
    }

    static Stream<RestoreRequest> goodOffsite() {
        return Stream.of(
                offsite(new RestoreRequest.Named(COPY), Optional.empty(), List.of()),
                offsite(new RestoreRequest.Named(COPY), Optional.of("vault"), List.of("a", "b")),
                offsite(
                        new RestoreRequest.Newest("p", Optional.empty(), Optional.empty()),
                        Optional.empty(),
                        List.of()),
                offsite(
                        new RestoreRequest.Newest("p", Optional.of("C-1"), Optional.of(NOON.plusNanos(5))),
                        Optional.of("disk"),
                        List.of()));
    }

    private static RestoreRequest offsite(RestoreRequest.Choice choice, Optional<String> store, List<String> shards) {
        return new RestoreRequest(
                "a~z|!#%@/:+", choice, store, "a/b.c/D_e-f/0", shards, store.map(name -> "offsite.replies"));
    }

    @ParameterizedTest
    @MethodSource("goodInAtlas")
    void whatIsWrittenOfARestoreInAtlasFitsTheSchemaAndReadsTheSame(AtlasRestoreRequest request) throws IOException {
        Schemas.assertFits("atlas-restore-request", requests.toTree(request));
        assertThat(requests.parseInAtlas(requests.write(request))).isEqualTo(request);
    }

    static Stream<AtlasRestoreRequest> goodInAtlas() {
        return Stream.of(
                inAtlas(new AtlasRestoreRequest.OfSnapshot(SNAPSHOT), Optional.of("flex")),
                inAtlas(new AtlasRestoreRequest.Newest(), Optional.empty()),
                inAtlas(
                        new AtlasRestoreRequest.PointInTime(new AtlasRestoreRequest.At(NOON), Optional.empty()),
                        Optional.of("dedicated")),
                inAtlas(
                        new AtlasRestoreRequest.PointInTime(
                                new AtlasRestoreRequest.Oplog(4_294_967_295L, 0), Optional.of(SNAPSHOT)),
                        Optional.empty()));
    }

    private static AtlasRestoreRequest inAtlas(AtlasRestoreRequest.Choice choice, Optional<String> kind) {
        return new AtlasRestoreRequest(
                "r",
                "prod",
                PROJECT,
                "orders",
                kind,
                choice,
                STAGING,
                kind.map(known -> STAGING.toString()),
                NOON,
                kind.map(known -> "offsite.replies"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("poison")
    void f42_poisonIsRefusedWithOneCleanLine(String body, String summary) {
        refused(summary, () -> requests.parseOffsite(body));
    }

    static Stream<Arguments> poison() {
        return Stream.concat(
                brokenValues(),
                Stream.of(
                        Arguments.of("not json", "the request is not strict JSON"),
                        Arguments.of("[]", "the request is JSON, but no object"),
                        Arguments.of("{\"schema\":1,\"into\":\"a\",\"into\":\"b\"}", "the request is not strict JSON"),
                        Arguments.of(offsite("\"copy\":" + "[".repeat(500) + "]".repeat(500)), "the request is not"),
                        Arguments.of(" ".repeat(10 << 20), "the request is 10485760 bytes long")));
    }

    private static Stream<Arguments> brokenValues() {
        return Stream.of(
                Arguments.of("{\"schema\":1,\"requestId\":\"r\",\"into\":\"a\"}", "copy and newest are missing"),
                Arguments.of(
                        offsite("\"copy\":\"" + COPY + "\",\"newest\":{\"plan\":\"p\"}"), "copy and newest are both"),
                Arguments.of(
                        offsite("\"copy\":\"a:" + COPY + "\",\"store\":\"a\""), "store does not belong beside copy"),
                Arguments.of(offsite("\"copy\":\"../../etc\""), "copy is \"../../etc\""),
                Arguments.of(offsite("\"copy\":\"orders@latest\""), "copy is \"orders@latest\""),
                Arguments.of(offsite("\"copy\":[\"x\"]"), "copy is no text"),
                Arguments.of(newest("\"plan\":\"p\",\"after\":\"x\""), "\"newest.after\" is no field"),
                Arguments.of(newest("\"cluster\":\"c\""), "newest.plan is missing"),
                Arguments.of(newest("\"plan\":\"p\",\"cluster\":\"*\""), "newest.cluster is \"*\""),
                Arguments.of(newest("\"plan\":\"p\",\"before\":\"yesterday\""), "newest.before is \"yesterday\""),
                Arguments.of(newest("\"plan\":\"p\",\"before\":\"2026-08-02T12:00:00+02:00\""), "newest.before is"),
                Arguments.of(newest("\"plan\":\"p\",\"before\":1754136000"), "newest.before is no text"),
                Arguments.of(offsite("\"newest\":\"p\""), "newest is no object"),
                into("", "into is \"\""),
                into("..", "into is \"..\""),
                into("a/../b", "into is \"a/../b\""),
                into("/etc", "into is \"/etc\""),
                into("a//b", "into is \"a//b\""),
                into("a/b/c/d/e", "into is \"a/b/c/d/e\""),
                into("C:\\\\x", "into is \"C:"),
                into(".hidden", "into is \".hidden\""),
                into("x.partial", "into is \"x.partial\""),
                into("x.partial/y", "into is \"x.partial/y\""),
                into("a\\r\\nCamelHttpUri: x", "into is \"a??CamelHttpUri: x\""),
                into("{{env:HOME}}", "into is \"{{env:HOME}}\""),
                into("${body}", "into is \"${body}\""),
                into("a\\u0000", "into is \"a?\""),
                into("a".repeat(129), "into is \"aaa"),
                Arguments.of(named("\"shards\":[]"), "shards is no list"),
                Arguments.of(named("\"shards\":[\"a/b\"]"), "shards is \"a/b\""),
                Arguments.of(named("\"shards\":[\"a\",\"a\"]"), "shards names something twice"),
                Arguments.of(named("\"store\":\"../x\""), "store is \"../x\""),
                Arguments.of(named("\"replyTo\":\"a?transacted=false\""), "replyTo is \"a?transacted=false\""),
                Arguments.of(named("\"replyTo\":\"topic:news\""), "replyTo is \"topic:news\""),
                Arguments.of(named("\"acceptDamaged\":true"), "\"acceptDamaged\" is no field of such a request"),
                Arguments.of(named("\"x\\r\\ny\":1"), "\"x??y\" is no field of such a request"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenValues")
    void f42_theSchemaRefusesTheSamePoison(String body, String summary) throws IOException {
        Schemas.assertRefused("restore-request", json.read(body.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "snapshotId is missing|",
                "snapshotId does not belong beside newest|\"newest\":true,\"snapshotId\":\"" + SNAPSHOT + "\"",
                "newest is not true|\"newest\":false",
                "newest is not true|\"newest\":\"true\"",
                "pointInTime is no text|\"pointInTime\":1754136000",
                "pointInTime is \"2026-02-31T00:00:00Z\", which is no day|\"pointInTime\":\"2026-02-31T00:00:00Z\"",
                "pointInTime.oplogInc is no whole number|\"pointInTime\":{\"oplogTs\":1}",
                "pointInTime.oplogTs is no whole number|\"pointInTime\":{\"oplogTs\":-1,\"oplogInc\":0}",
                "pointInTime.oplogTs is no whole number|\"pointInTime\":{\"oplogTs\":4294967296,\"oplogInc\":0}",
                "\"pointInTime.ts\" is no field|\"pointInTime\":{\"ts\":1,\"oplogTs\":1,\"oplogInc\":0}",
                "confirm is no text|\"newest\":true,\"confirm\":true",
                "confirm is \"?yes\"|\"newest\":true,\"confirm\":\"\\nyes\"",
                "confirm is \"${yes}\"|\"newest\":true,\"confirm\":\"${yes}\"",
                "kind is \"big\"|\"newest\":true,\"kind\":\"big\"",
                "\"deliveryType\" is no field|\"newest\":true,\"deliveryType\":\"download\"",
            })
    void f42_poisonOfARestoreInAtlasIsRefused(String planted) throws IOException {
        String[] parts = planted.split("\\|", 2);
        String body = inAtlas(parts[1]);

        refused(parts[0], () -> requests.parseInAtlas(body));
        JsonNode tree = json.read(body.getBytes(StandardCharsets.UTF_8));
        if (!parts[0].contains("which is no day")) {
            Schemas.assertRefused("atlas-restore-request", tree);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "", "staging", "32b6e34b3d91647abb20e7b8 / staging"})
    void whateverWasConfirmedIsLeftToTheGuards(String confirm) throws IOException {
        String body = inAtlas("\"newest\":true,\"confirm\":\"" + confirm + "\"");

        assertThat(requests.parseInAtlas(body).confirm()).contains(confirm);
        Schemas.assertFits("atlas-restore-request", json.read(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aRestoreInAtlasWithoutItsLastMomentOrItsTargetIsRefused() {
        refused(
                "notAfter is missing",
                () -> requests.parseInAtlas(inAtlas("\"newest\":true").replaceFirst(",\"notAfter.*?Z\"", "")));
        refused(
                "target is missing",
                () -> requests.parseInAtlas(inAtlas("\"newest\":true").replaceFirst(",\"target.*?}", "")));
    }

    private static void refused(String summary, Runnable parsing) {
        OffsiteException failure = catchThrowableOfType(OffsiteException.class, parsing::run);

        assertThat(failure.reason()).isEqualTo(Reason.INVALID_REQUEST);
        assertThat(failure.getMessage()).startsWith(summary).matches("[ -~]{1,200}");
        assertThat(failure.hint()).isNotBlank();
        assertThat(failure.getCause()).isNull();
    }

    private static Arguments into(String escaped, String summary) {
        return Arguments.of(
                "{\"schema\":1,\"requestId\":\"r\",\"copy\":\"" + COPY + "\",\"into\":\"" + escaped + "\"}", summary);
    }

    private static String named(String fields) {
        return offsite("\"copy\":\"" + COPY + "\"," + fields);
    }

    private static String newest(String fields) {
        return offsite("\"newest\":{" + fields + "}");
    }

    private static String offsite(String fields) {
        return "{\"schema\":1,\"requestId\":\"r\",\"into\":\"a\"," + fields + "}";
    }

    private static String inAtlas(String fields) {
        return "{\"schema\":1,\"requestId\":\"r\",\"atlas\":\"prod\",\"project\":\"" + PROJECT
                + "\",\"cluster\":\"orders\",\"target\":{\"project\":\"" + PROJECT
                + "\",\"cluster\":\"staging\"},\"notAfter\":\"2026-08-02T12:00:00Z\"" + (fields.isEmpty() ? "" : ",")
                + fields + "}";
    }
}

package io.atlasoffsite.guest;

import static io.atlasoffsite.guest.KameletScene.COPY;
import static io.atlasoffsite.guest.KameletScene.RESTORE;
import static io.atlasoffsite.guest.KameletScene.call;
import static io.atlasoffsite.guest.KameletScene.json;
import static io.atlasoffsite.guest.KameletScene.with;
import static io.atlasoffsite.guest.KameletScene.without;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.testing.Unpacked;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The action Kamelets in an application of YAML alone: what they do with messages. */
class KameletActionsIT extends KameletSceneTests {

    private static final String PICKED = "        - setProperty: { name: copied, simple: \"${body}\" }\n";

    @Test
    void aRouteOfYamlCopiesTheNewestSnapshotAndKeepsTheHostsHeaders() throws Exception {
        scene.route("copy", call(COPY, scene.copying())).start();

        Exchange ended = scene.host().send("direct:copy", exchange -> {
            exchange.getMessage().setHeader("HostHeader", "kept");
            exchange.getMessage().setHeader("CamelHttpUri", "http://127.0.0.1:1/elsewhere");
            exchange.getMessage().setHeader("CamelFileName", "elsewhere");
            exchange.getMessage().setHeader("OffsiteSnapshotId", scene.oldest());
            exchange.getMessage().setHeader("OffsiteStores", "elsewhere");
        });

        assertThat(ended.getException()).isNull();
        JsonNode copy = json(ended).path(0);
        assertThat(copy.path("outcome").asText()).isEqualTo("copied");
        assertThat(copy.path("copyId").asText()).endsWith(scene.newest());
        assertThat(copy.path("store").asText()).isEqualTo("file");
        assertThat(ended.getMessage().getHeaders())
                .containsOnlyKeys("HostHeader", "CamelHttpUri", "CamelFileName", "OffsiteSnapshotId", "OffsiteStores");
        assertThat(scene.stored("manifest.json")).hasSize(1);
        assertThat(scene.stored("manifest.json").get(0).toString()).contains(scene.newest());
    }

    @Test
    void theSameMessageAgainFindsItsCopyAndAnotherOneSkipsIt() throws Exception {
        scene.route("copy", call(COPY, scene.copying())).start();

        Exchange first = scene.send("copy", "");
        Exchange again = scene.host()
                .send(
                        "direct:copy",
                        exchange -> exchange.getMessage()
                                .setMessageId(first.getMessage().getMessageId()));
        Exchange other = scene.send("copy", null);

        assertThat(json(again).path(0).path("outcome").asText()).isEqualTo("copied");
        assertThat(json(other).path(0).path("outcome").asText()).isEqualTo("skipped");
        assertThat(scene.sandbox().requests(Operation.DOWNLOAD)).hasSize(1);
        assertThat(Files.readString(scene.stored("manifest.json").get(0)))
                .contains("kamelet-" + first.getMessage().getMessageId());
    }

    @Test
    void aMessageMayNameTheSnapshotAndTheRequest() throws Exception {
        scene.route("copy", call(COPY, scene.copying())).start();
        String body = "{\"snapshotId\":\"" + scene.oldest() + "\",\"requestId\":\"mine-1\"}";

        Exchange ended = scene.send("copy", new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        Exchange asMap = scene.send("copy", Map.of("snapshotId", scene.oldest(), "requestId", "mine-1"));

        assertThat(json(ended).path(0).path("copyId").asText()).endsWith(scene.oldest());
        assertThat(json(asMap).path(0).path("copyId"))
                .isEqualTo(json(ended).path(0).path("copyId"));
        assertThat(Files.readString(scene.stored("manifest.json").get(0))).contains("\"mine-1\"");
        assertThat(scene.sandbox().requests(Operation.DOWNLOAD)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "[1]",
                "{\"snapshotId\":1}",
                "{\"snapshotId\":\"../../etc\"}",
                "{\"snapshotId\":\"${camelContext.stop()}\"}",
                "{\"requestId\":\"{{env:PATH}}\"}",
                "{\"plan\":\"orders\"}",
                "{\"cluster\":\"other\"}",
                "{\"directory\":\"/tmp\"}",
                "{\"schema\":1,\"requestId\":\"a\",\"atlas\":\"atlas\",\"project\":\"32b6e34b3d91647abb20e7b8\",\"cluster\":\"m2-legacy\",\"stores\":[\"file\"]}"
            })
    void anythingElseInAMessageIsRefusedAndNothingIsDone(String body) throws Exception {
        scene.route("copy", call(COPY, scene.copying())).start();

        Exchange ended = scene.send("copy", body);

        assertThat(ended.getException())
                .isInstanceOfSatisfying(
                        OffsiteException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(Reason.INVALID_REQUEST));
        assertThat(scene.stored("")).isEmpty();
        assertThat(scene.sandbox().requests(Operation.LIST_FLEX_SNAPSHOTS)).isEmpty();
    }

    @Test
    void oneRouteCopiesAndRestoresWhatItHasCopied() throws Exception {
        scene.route("both", call(COPY, scene.copying()), PICKED, call(RESTORE, scene.restoring("restored")))
                .start();

        Exchange ended = scene.send("both", "{\"snapshotId\":\"" + scene.oldest() + "\"}");
        Exchange again = scene.host().send("direct:both", exchange -> {
            exchange.getMessage().setMessageId(ended.getMessage().getMessageId());
            exchange.getMessage().setBody("{\"snapshotId\":\"" + scene.oldest() + "\"}");
        });

        assertThat(ended.getException()).isNull();
        assertThat(json(ended).path("outcome").asText()).isEqualTo("restored");
        assertThat(json(ended).path("copyId").asText()).endsWith(scene.oldest());
        assertThat(Unpacked.files(home.resolve("restored").resolve(KameletScene.CLUSTER)))
                .isNotEmpty()
                .isEqualTo(Unpacked.archive(scene.stored(".tar.gz").get(0)));
        assertThat(json(again).path("repeated").asBoolean()).isTrue();
        assertThat(Files.readString(scene.data().resolve("audit.jsonl"))).contains("\"asked\"", "\"restored\"");
    }

    @Test
    void theNewestOrANamedCopyComesBackWithoutAtlas() throws Exception {
        scene.route("copy", call(COPY, scene.copying()))
                .route("newest", call(RESTORE, with(scene.restoring("a"), "cluster", KameletScene.CLUSTER)))
                .route("end", call(RESTORE, with(scene.restoring("b"), "copy", end(scene.oldest()))))
                .route("named", call(RESTORE, scene.restoring("c")))
                .start();
        scene.send("copy", "{\"snapshotId\":\"" + scene.oldest() + "\"}");
        scene.send("copy", "");
        scene.sandbox().close();

        Exchange newest = scene.send("newest", "");
        assertThat(json(newest).path("copyId").asText()).endsWith(scene.newest());
        assertThat(json(scene.send("end", "")).path("copyId").asText()).endsWith(scene.oldest());
        Exchange named =
                scene.send("named", Map.of("copy", json(newest).path("copyId").asText()));
        assertThat(json(named).path("copyId").asText()).endsWith(scene.newest());
        assertThat(Unpacked.files(home.resolve("a"))).isNotEmpty();

        assertThat(scene.send("newest", "").getException())
                .isInstanceOfSatisfying(
                        OffsiteException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(Reason.RESTORE_REFUSED));
        for (String body : List.of("{\"into\":\"/tmp/x\"}", "{\"copy\":\"../../x\"}", "[{\"copyId\":\"\"}]", "[]")) {
            assertThat(scene.send("named", body).getException())
                    .as(body)
                    .isInstanceOfSatisfying(
                            OffsiteException.class,
                            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.INVALID_REQUEST));
        }
    }

    private static String end(String snapshotId) {
        return snapshotId.substring(snapshotId.length() - 8);
    }

    @Test
    void anApiKeyServesAsWell() throws Exception {
        Map<String, String> key = with(
                without(scene.copying(), "clientId", "clientSecret"), "publicKey", "sandbox", "privateKey", "sandbox");
        scene.route("copy", call(COPY, key)).start();

        assertThat(scene.send("copy", "").getException()).isNull();
        assertThat(scene.stored("manifest.json")).hasSize(1);
    }
}

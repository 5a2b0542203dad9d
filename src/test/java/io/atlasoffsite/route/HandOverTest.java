package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.CopyOutcome;
import io.atlasoffsite.message.CopyResult;
import io.atlasoffsite.message.DeadLetter;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.Outcome;
import io.atlasoffsite.message.Schemas;
import io.atlasoffsite.sandbox.Operation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;

/** What takes over when a copy is there, by the contract of docs/routes.md. */
class HandOverTest extends PackSupport {

    private final Json json = new Json();

    @Override
    String routes() {
        return OffsitePack.ROUTES + "," + OffsitePack.TRIGGERS;
    }

    @Test
    void everyCopyIsHandedOverOnceWithThePlacesWhereItIs() throws IOException {
        Exchange ended = copy("r1", "flex", Map.of());

        assertThat(ended.getException()).isNull();
        assertThat(mock(COPIED).getReceivedCounter()).isOne();
        JsonNode told = told(0);
        Schemas.assertFits("copy-handover", told);
        assertThat(told.path("requestId").asText()).isEqualTo("r1");
        assertThat(told.path("plan").asText()).isEqualTo("flex");
        assertThat(told.path("outcomes")).hasSize(2).allSatisfy(outcome -> {
            Path folder = Path.of(URI.create(outcome.path("location").asText()));
            assertThat(folder.resolve("manifest.json")).exists();
            assertThat(folder.resolve(outcome.path("file").asText()))
                    .hasSize(outcome.path("bytes").asLong());
        });
        CopyResult result = ended.getMessage().getBody(CopyResult.class);
        assertThat(result.outcomes())
                .extracting(CopyOutcome::location)
                .allSatisfy(location -> assertThat(location).isPresent());
    }

    @Test
    void whatWasThereAlreadyIsHandedOverToo() throws IOException {
        copy("r1", "flex", Map.of());
        copy("r2", "flex", Map.of());

        assertThat(mock(COPIED).getReceivedCounter()).isEqualTo(2);
        assertThat(told(1).path("outcomes"))
                .allSatisfy(
                        outcome -> assertThat(outcome.path("outcome").asText()).isEqualTo(Outcome.SKIPPED.word()));
    }

    @Test
    void aPreviewHandsNothingOver() {
        template.requestBody("direct:offsite-preview-copy", request("r1", "flex"));

        assertThat(mock(COPIED).getReceivedCounter()).isZero();
    }

    @Test
    void whatOneOfTwoStoresHasIsHandedOverAndTheOtherIsToldOf() throws IOException {
        blockStoreTwo();

        Exchange ended = copy("r1", "flex", Map.of());

        assertThat(ended.getException())
                .isInstanceOfSatisfying(
                        OffsiteException.class,
                        why -> assertThat(why.reason().code()).startsWith("store-"));
        Schemas.assertFits("copy-handover", told(0));
        assertThat(told(0).path("outcomes"))
                .extracting(outcome -> outcome.path("outcome").asText() + " " + outcome.has("location"))
                .containsExactly("copied true", "failed false");
    }

    @Test
    void whatNoStoreHasIsNotHandedOver() throws IOException {
        blockStoreTwo();
        Files.delete(store("one"));
        Files.writeString(store("one"), "in the way");

        Exchange ended = copy("r1", "flex", Map.of());

        assertThat(ended.getException()).isInstanceOf(OffsiteException.class);
        assertThat(mock(COPIED).getReceivedCounter()).isZero();
    }

    @Test
    void aHandOverThatFailsIsALetterAndTheSameRequestHandsOverOnceMore() {
        failAtFirst(new IOException("the archive department is closed"));

        template.sendBody(REQUESTS, request("r1", "flex"));
        await().until(() -> mock(DEAD + ".unexpected").getReceivedCounter() == 1);
        DeadLetter letter = letter();
        assertThat(letter.retryable()).isTrue();
        assertThat(letter.summary()).contains("is copied, but what takes over").doesNotContain("department");
        assertThat(manifests("one")).hasSize(1);
        assertThat(events()).contains("io.atlasoffsite.copy.failed").doesNotContain("io.atlasoffsite.copy.completed");

        template.sendBody(REQUESTS, request("r1", "flex"));
        await().until(() -> mock(COPIED).getReceivedCounter() == 2);
        await().until(() -> events().contains("io.atlasoffsite.copy.completed"));
        assertThat(sandbox().requests(Operation.DOWNLOAD)).hasSize(1);
    }

    @Test
    void aDirectCallerGetsOneTypedExceptionAndStillTheResult() {
        failAtFirst(new IOException("closed"));

        Exchange ended = copy("r1", "flex", Map.of());

        assertThat(ended.getException())
                .isInstanceOfSatisfying(
                        OffsiteException.class, why -> assertThat(why.reason()).isEqualTo(Reason.UNEXPECTED))
                .hasCauseInstanceOf(IOException.class);
        assertThat(ended.getProperty("OffsiteCopyResult", CopyResult.class).complete())
                .isTrue();
    }

    @Test
    void anExceptionOfThePackKeepsItsReason() {
        failAtFirst(OffsiteException.because(Reason.STORE_FULL, "the tape is full")
                .hint("put another one in")
                .build());

        Exchange ended = copy("r1", "flex", Map.of());

        assertThat(ended.getException())
                .isInstanceOfSatisfying(
                        OffsiteException.class, why -> assertThat(why.reason()).isEqualTo(Reason.STORE_FULL));
    }

    @Test
    void headersOfTheCallerSteerNoEndpointAndComeBack() {
        Map<String, Object> headers = Map.of("CamelFileName", "../elsewhere", "HostHeader", "kept");

        Exchange ended = copy("r1", "flex", headers);

        assertThat(mock(COPIED).getExchanges().get(0).getMessage().getHeaders().keySet())
                .noneMatch(name -> name.startsWith("Camel"))
                .contains(Headers.PLAN, Headers.REQUEST_ID);
        assertThat(ended.getMessage().getHeaders()).containsAllEntriesOf(headers);
    }

    @Test
    void aRouteInItsPlaceMayHaveAnErrorHandlerOfItsOwn() throws Exception {
        replace(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(1).redeliveryDelay(1));
                from("direct:offsite-hand-over")
                        .routeId("offsite-hand-over")
                        .to("mock:mine")
                        .throwException(new IOException("closed"));
            }
        });

        template.sendBody(REQUESTS, request("r1", "flex"));
        await().until(() -> mock(DEAD + ".unexpected").getReceivedCounter() == 1);

        assertThat(mock("mock:mine").getExchanges().get(0).getMessage().getBody())
                .isInstanceOf(CopyResult.class);
        assertThat(events()).contains("io.atlasoffsite.copy.failed");
    }

    @Test
    void aRouteInItsPlaceMayStopItsMessageAndLeaveAnythingBehind() throws Exception {
        replace(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:offsite-hand-over")
                        .routeId("offsite-hand-over")
                        .setBody(constant("mine"))
                        .removeHeaders("*")
                        .setHeader("CamelHttpUri", constant("mine"))
                        .stop();
            }
        });

        Exchange ended = copy("r1", "flex", Map.of());

        assertThat(ended.getException()).isNull();
        assertThat(ended.getMessage().getBody()).isInstanceOf(CopyResult.class);
        assertThat(ended.getMessage().getHeaders()).containsKey(Headers.PLAN).doesNotContainKey("CamelHttpUri");
        assertThat(events()).contains("io.atlasoffsite.copy.completed");
    }

    private void replace(RouteBuilder mine) throws Exception {
        context.getRouteController().stopRoute("offsite-hand-over");
        context.removeRoute("offsite-hand-over");
        context.addRoutes(mine);
    }

    private void failAtFirst(Exception failure) {
        mock(COPIED).whenExchangeReceived(1, exchange -> {
            throw failure;
        });
    }

    private void blockStoreTwo() throws IOException {
        Files.delete(store("two"));
        Files.writeString(store("two"), "in the way");
    }

    private Exchange copy(String id, String plan, Map<String, Object> headers) {
        return template.request("direct:offsite-copy-snapshot", exchange -> {
            exchange.getMessage().setHeaders(new HashMap<>(headers));
            exchange.getMessage().setBody(request(id, plan));
        });
    }

    private static String request(String id, String plan) {
        return "{\"schema\":1,\"requestId\":\"" + id + "\",\"plan\":\"" + plan + "\"}";
    }

    private JsonNode told(int which) throws IOException {
        return json.read(mock(COPIED).getExchanges().get(which).getMessage().getBody(byte[].class));
    }

    private List<String> events() {
        List<Exchange> received = new CopyOnWriteArrayList<>(mock(EVENTS).getExchanges());
        List<String> types = new ArrayList<>();
        for (Exchange event : received) {
            try {
                types.add(json.read(event.getMessage().getBody(byte[].class))
                        .path("type")
                        .asText());
            } catch (IOException broken) {
                throw new AssertionError(broken);
            }
        }
        return types;
    }

    private DeadLetter letter() {
        return DeadLetter.parse(
                mock(DEAD + ".unexpected").getExchanges().get(0).getMessage().getBody(byte[].class), json);
    }

    private MockEndpoint mock(String uri) {
        return context.getEndpoint(uri, MockEndpoint.class);
    }
}

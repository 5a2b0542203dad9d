package io.atlasoffsite.guest;

import static io.atlasoffsite.guest.KameletScene.COPY;
import static io.atlasoffsite.guest.KameletScene.RESTORE;
import static io.atlasoffsite.guest.KameletScene.call;
import static io.atlasoffsite.guest.KameletScene.with;
import static io.atlasoffsite.guest.KameletScene.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.plan.ConfigException;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The action Kamelets in an application of YAML alone: what happens when something is wrong. */
class KameletFailuresIT {

    private static final String LETTER = """
            errorHandler:
              deadLetterChannel:
                deadLetterUri: bean:letters
                redeliveryPolicy: { maximumRedeliveries: 2, redeliveryDelay: 1 }
            """;

    @TempDir
    private Path home;

    private final Queue<Exchange> letters = new ConcurrentLinkedQueue<>();
    private KameletScene scene;

    @BeforeEach
    void begin() throws IOException {
        scene = new KameletScene(home);
        scene.host().bean("letters", (Processor) letters::add);
    }

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void theHostsErrorHandlerHearsOfAFailureOnceAndTriesAgainAsOftenAsItSays() throws Exception {
        Map<String, String> nobody = with(scene.copying(), "cluster", "nobody", "kind", "flex");
        scene.handling("copy", LETTER, call(COPY, nobody), "        - to: bean:letters\n")
                .start();

        Exchange ended = scene.send("copy", "");

        assertThat(ended.getException()).isNull();
        assertThat(letters).hasSize(1);
        assertThat(letters.peek().getProperty(Exchange.EXCEPTION_CAUGHT))
                .isInstanceOfSatisfying(
                        OffsiteException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND));
        assertThat(scene.sandbox().requests(Operation.LIST_FLEX_SNAPSHOTS)).hasSize(3);
    }

    @Test
    void theHostsOnExceptionTakesIt() throws Exception {
        scene.host().routes("""
                - routeConfiguration:
                    onException:
                      - onException:
                          exception: [io.atlasoffsite.OffsiteException]
                          onWhen: { simple: "${exception.retryable()} == false" }
                          handled: { constant: { expression: "true" } }
                          steps:
                            - setBody: { simple: "${exception.reason()}" }
                            - to: bean:letters
                """);
        scene.route("restore", call(RESTORE, scene.restoring("a"))).start();

        Exchange ended = scene.send("restore", "");

        assertThat(ended.getException()).isNull();
        assertThat(ended.getMessage().getBody(String.class)).isEqualTo("not-found");
        assertThat(letters).hasSize(1);
        assertThat(home.resolve("a")).doesNotExist();
    }

    @Test
    void aStreamThatIsTriedAgainStillSaysTheSame() throws Exception {
        scene.sandbox().faults().add(Fault.first(1, Operation.GET_FLEX_SNAPSHOT, FaultAction.Reply.error(400, "BAD")));
        scene.handling("copy", LETTER, call(COPY, scene.copying())).start();

        Exchange ended = scene.host()
                .send(
                        "direct:copy",
                        exchange -> exchange.getMessage()
                                .setBody(Files.newInputStream(Files.writeString(
                                        home.resolve("body"), "{\"snapshotId\":\"" + scene.oldest() + "\"}"))));

        assertThat(letters).isEmpty();
        assertThat(ended.getMessage().getBody(String.class)).contains(scene.oldest());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "project | x | project",
                "project | * | project",
                "cluster | a/b | cluster",
                "kind | sharded | kind",
                "snapshotId | newest | snapshotId",
                "baseUrl | http://atlas.example.com | baseUrl: ",
                "downloadHosts | https://x | downloadHosts: ",
                "publicKey | p | clientId: ",
                "bucket | acme | directory: is given beside bucket",
                "region | eu-west-1 | region: ",
                "proxy | socks://x | proxy: ",
                "memory | 1MiB | memory: ",
                "memory | much | memory: ",
            })
    void aWrongParameterOfACopyStopsTheStartInOneSentence(String name, String value, String told) throws Exception {
        scene.route("copy", call(COPY, with(scene.copying(), name, value)));

        assertThat(refusal()).startsWith("Kamelet " + COPY + ": ").contains(told);
        assertThat(scene.data()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clientId", "clientSecret", "directory"})
    void aMissingParameterStopsTheStartInOneSentence(String name) throws Exception {
        scene.route("copy", call(COPY, without(scene.copying(), name)));

        assertThat(refusal()).startsWith("Kamelet " + COPY + ": " + name + ": is missing");
    }

    @Test
    void anEmptyFieldOfAFormIsAMissingOne() throws Exception {
        scene.route("copy", call(COPY, with(scene.copying(), "snapshotId", "", "clientSecret", " ")));

        assertThat(refusal()).startsWith("Kamelet " + COPY + ": clientSecret: is missing");
    }

    @Test
    void aWrongParameterOfARestoreStopsTheStartInOneSentence() throws Exception {
        scene.route("restore", call(RESTORE, with(scene.restoring("a"), "copy", "../../etc")));

        assertThat(refusal()).startsWith("Kamelet " + RESTORE + ": copy: is no name of a copy");
    }

    @Test
    void aDataDirectoryThatCannotBeMadeStopsTheStartInOneSentence() throws Exception {
        Files.createFile(scene.data());
        scene.route("copy", call(COPY, scene.copying()));

        assertThat(refusal()).startsWith("Kamelet " + COPY + ": data: cannot be written");
    }

    /** The sentence at the bottom of what Camel throws. */
    private String refusal() {
        Throwable thrown = catchThrowable(scene::start);
        while (thrown != null && !(thrown instanceof ConfigException)) {
            thrown = thrown.getCause();
        }
        assertThat(thrown).as("what stops the start").isNotNull();
        return thrown.getMessage();
    }
}

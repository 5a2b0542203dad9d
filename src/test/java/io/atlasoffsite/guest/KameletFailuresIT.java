package io.atlasoffsite.guest;

import static io.atlasoffsite.guest.KameletScene.COPY;
import static io.atlasoffsite.guest.KameletScene.RESTORE;
import static io.atlasoffsite.guest.KameletScene.call;
import static io.atlasoffsite.guest.KameletScene.with;
import static io.atlasoffsite.guest.KameletScene.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.plan.ConfigException;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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

    @Test
    void aHostThatStopsBreaksOffACopyInTimeAndNothingHalfDoneIsLeft() throws Exception {
        scene.close();
        Files.delete(scene.copies());
        scene = new KameletScene(home, 8L << 20);
        scene.host().bean("letters", (Processor) letters::add);
        scene.sandbox()
                .faults()
                .add(Fault.always(Operation.DOWNLOAD, new FaultAction.Stall(1 << 20, Duration.ofMinutes(10))));
        scene.route("copy", call(COPY, scene.copying())).start();
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            Future<Exchange> ended = caller.submit(() -> scene.send("copy", ""));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !scene.sandbox().requests(Operation.DOWNLOAD).isEmpty());
            Instant told = Instant.now();
            scene.host().close();

            assertThat(Duration.between(told, Instant.now())).isLessThan(Duration.ofSeconds(20));
            assertThat(ended.get(10, TimeUnit.SECONDS).getException())
                    .isInstanceOfSatisfying(OffsiteException.class, failure -> {
                        assertThat(failure.retryable()).isTrue();
                        assertThat(failure).hasMessageContaining("the application is stopping");
                    });
            assertThat(caller.submit(Thread::interrupted).get()).isFalse();
            assertThat(scene.stored("manifest.json")).isEmpty();
            assertThat(scene.stored(".tar.gz")).isEmpty();
            assertThat(scene.data().resolve("processes")).isEmptyDirectory();
        } finally {
            caller.shutdownNow();
        }
    }

    @Test
    void aHostThatStopsLeavesNoThreadAndNoLock() throws Exception {
        List<String> before = threads();
        scene.route("copy", call(COPY, scene.copying()), call(RESTORE, scene.restoring("a")))
                .start();
        scene.send("copy", "");
        assertThat(KameletScene.files(scene.data().resolve("processes"), ".lock"))
                .hasSize(2);

        scene.host().close();

        assertThat(scene.data().resolve("processes")).isEmptyDirectory();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("offsite") || name.contains("Camel"))
                .toList();
    }

    @Test
    void aRouteThatIsStoppedAndStartedWorksAgain() throws Exception {
        scene.route("copy", call(COPY, scene.copying())).start();
        scene.send("copy", "");
        var routes = scene.host().context().getRouteController();
        String kamelet = scene.host().context().getRoutes().stream()
                .map(route -> route.getRouteId())
                .filter(id -> id.startsWith(COPY))
                .findFirst()
                .orElseThrow();

        routes.stopRoute(kamelet);
        routes.startRoute(kamelet);

        assertThat(scene.send("copy", "").getException()).isNull();
    }
}

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
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The action Kamelets, called in every way there is and with what nobody should send. */
class KameletAttacksIT extends KameletSceneTests {

    private static final int TEN_MEBIBYTES = 10 << 20;

    private String query() {
        return scene.copying().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("&"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"uri", "parameters", "kamelet", "toD"})
    void everyWayToCallItIsTheSame(String way) throws Exception {
        String step = switch (way) {
            case "uri" -> "        - to: \"kamelet:" + COPY + "?" + query() + "\"\n";
            case "parameters" -> call(COPY, scene.copying());
            case "kamelet" ->
                call(COPY, scene.copying()).replace("- to:", "- kamelet:").replace("uri: kamelet:", "name: ");
            default -> "        - toD: \"kamelet:" + COPY + "?cluster=" + KameletScene.CLUSTER + "\"\n";
        };
        if (way.equals("toD")) {
            without(scene.copying(), "cluster")
                    .forEach((name, value) -> scene.host().property("camel.kamelet." + COPY + "." + name, value));
        }
        scene.route("copy", step).start();

        Exchange ended = scene.send("copy", "");

        assertThat(ended.getException()).isNull();
        assertThat(ended.getMessage().getBody(String.class)).contains("\"outcome\":\"copied\"");
        assertThat(scene.stored("manifest.json")).hasSize(1);
    }

    /** What a value in a route becomes on its way; the ones that are not in RAW go through a URI. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RAW(a%2Bb+c&d=e) | a%2Bb+c&d=e",
                "a%2Bb | a%2Bb",
                "RAW({{plain}}) | p%2B+&q",
                "{{env:HOME:unset}} | *HOME",
                "${camelContext.stop()} | ${camelContext.stop()}",
            })
    void aValueInARouteIsWhatTheDocumentSays(String written, String meant) throws Exception {
        scene.host().property("plain", "p%2B+&q");
        scene.route("copy", call(COPY + "/mine", with(scene.copying(), "clientSecret", written)))
                .start();

        assertThat(KameletParameters.of(scene.host().context(), "mine").required("clientSecret"))
                .isEqualTo(meant.equals("*HOME") ? System.getenv("HOME") : meant);
        assertThat(scene.send("copy", "").getException())
                .isInstanceOfSatisfying(
                        OffsiteException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.UNAUTHORIZED));
    }

    @Test
    void aNameOfFiveThousandCharactersStopsTheStartInAShortSentence() throws Exception {
        scene.route("copy", call(COPY, with(scene.copying(), "cluster", "x".repeat(5000))));

        Throwable thrown = catchThrowable(scene::start);
        while (thrown.getCause() != null && !(thrown instanceof ConfigException)) {
            thrown = thrown.getCause();
        }

        assertThat(thrown).hasMessageStartingWith("Kamelet " + COPY + ": cluster is \"x");
        assertThat(thrown.getMessage()).hasSizeLessThan(500);
    }

    @Test
    void aHundredThousandHeadersChangeNothingAndStay() throws Exception {
        scene.route("copy", call(COPY, scene.copying())).start();

        Exchange ended = scene.host().send("direct:copy", exchange -> {
            for (int number = 0; number < 100_000; number++) {
                exchange.getMessage().setHeader("OffsiteStores" + number, "x".repeat(100));
            }
        });

        assertThat(ended.getException()).isNull();
        assertThat(ended.getMessage().getHeaders()).hasSize(100_000);
    }

    @Test
    void aBodyOfTenMebibytesIsRefused() throws Exception {
        scene.route("copy", call(COPY, scene.copying()))
                .route("restore", call(RESTORE, scene.restoring("a")))
                .start();

        for (String route : new String[] {"copy", "restore"}) {
            for (Object body : new Object[] {"x".repeat(TEN_MEBIBYTES), new byte[TEN_MEBIBYTES]}) {
                assertRefused(scene.send(route, body));
            }
        }
        assertThat(scene.sandbox().requests(Operation.LIST_FLEX_SNAPSHOTS)).isEmpty();
    }

    @Test
    void aStreamWithoutEndIsRefusedAfterItsFirstBytes() throws Exception {
        scene.host().property("camel.main.streamCachingEnabled", "false");
        scene.route("copy", call(COPY, scene.copying())).start();
        Endless endless = new Endless();

        assertRefused(scene.send("copy", endless));

        assertThat(endless.given.get()).isLessThan(1 << 20);
    }

    private static void assertRefused(Exchange ended) {
        assertThat(ended.getException()).isInstanceOfSatisfying(OffsiteException.class, refusal -> {
            assertThat(refusal.reason()).isEqualTo(Reason.INVALID_REQUEST);
            assertThat(refusal).hasMessageContaining("longer than");
        });
    }

    @ParameterizedTest
    @CsvSource({"copy", "restore"})
    void aCaFileThatIsNotThereStopsTheStartInOneSentence(String which) throws Exception {
        String missing = home.resolve("none.pem").toString();
        scene.route(
                which,
                which.equals("copy")
                        ? call(COPY, with(scene.copying(), "caFile", missing))
                        : call(RESTORE, with(scene.restoring("a"), "caFile", missing)));

        Throwable thrown = catchThrowable(scene::start);
        while (thrown != null && !(thrown instanceof ConfigException)) {
            thrown = thrown.getCause();
        }
        assertThat(thrown).isNotNull();
        assertThat(thrown.getMessage())
                .startsWith("Kamelet offsite-" + which + "-snapshot-action: caFile: ")
                .contains("PEM");
        assertThat(scene.data().resolve("processes"))
                .satisfiesAnyOf(
                        gone -> assertThat(gone).doesNotExist(),
                        empty -> assertThat(empty).isEmptyDirectory());
    }

    @Test
    void aStoreWithoutACopyIsToldOfInTheKameletsOwnWords() throws Exception {
        scene.route("any", call(RESTORE, scene.restoring("a")))
                .route(
                        "one",
                        call(RESTORE, with(scene.restoring("a"), "cluster", "orders", "project", Sandbox.PROJECT)))
                .route("named", call(RESTORE, with(scene.restoring("a"), "copy", "abcdef")))
                .start();

        assertThat(told("any")).startsWith("the directory has no whole copy. check the Kamelet's directory");
        assertThat(told("one")).startsWith("the directory has no whole copy of cluster orders. ");
        assertThat(told("named")).startsWith("no copy is named \"abcdef\" in the directory. a copy is named by its id");
    }

    private String told(String route) throws IOException {
        OffsiteException failure = scene.send(route, "").getException(OffsiteException.class);
        assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND);
        String told = failure.getMessage() + ". " + failure.hint();
        assertThat(told).doesNotContain("plan", "PLAN", "offsite list", "offsite copy");
        return told;
    }

    @Test
    void aClusterOfARestoreThatIsNoNameStopsTheStart() throws Exception {
        scene.route("restore", call(RESTORE, with(without(scene.restoring("a"), "cluster"), "cluster", "a/../b")));

        Throwable thrown = catchThrowable(scene::start);

        assertThat(thrown).hasStackTraceContaining("Kamelet " + RESTORE + ": cluster: ");
    }

    /** Counts what is taken. */
    private static final class Endless extends InputStream {
        private final AtomicLong given = new AtomicLong();

        @Override
        public int read() {
            if (given.incrementAndGet() > 100L << 20) {
                throw new IllegalStateException("read on and on");
            }
            return 'x';
        }
    }
}

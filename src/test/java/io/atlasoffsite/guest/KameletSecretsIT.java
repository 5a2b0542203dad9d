package io.atlasoffsite.guest;

import static io.atlasoffsite.guest.KameletScene.COPY;
import static io.atlasoffsite.guest.KameletScene.call;
import static io.atlasoffsite.guest.KameletScene.with;
import static io.atlasoffsite.guest.KameletScene.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What is filled into a Kamelet is a value, whatever it looks like, and a secret stays one. */
class KameletSecretsIT {

    private static final String CANARY = "c4n4ry-d0-n0t-sh0w";

    @TempDir
    private Path home;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private KameletScene scene;

    @BeforeEach
    void begin() throws IOException {
        scene = new KameletScene(home);
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void end() {
        scene.close();
        root().detachAppender(log);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static Logger camel() {
        return (Logger) LoggerFactory.getLogger("org.apache.camel");
    }

    /** Kept, and not shown: it is thousands of lines. */
    private void keepAllOfCamel() {
        camel().setLevel(Level.DEBUG);
        camel().setAdditive(false);
        camel().addAppender(log);
    }

    private void asBefore() {
        camel().setLevel(null);
        camel().setAdditive(true);
        camel().detachAppender(log);
    }

    /** Everything a secret could look like that would mean something elsewhere; Atlas gets it as it is, and refuses it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\"b: c",
                "#bean:elsewhere",
                "#class:java.lang.String",
                "#",
                "${camelContext.stop()}",
                "{{nowhere",
                "}}",
                "- x",
                "a&b=c?d+e%41 f",
                "RAW(x)y",
                "ü€😀",
                "'; DROP"
            })
    void aValueIsAValue(String secret) throws Exception {
        scene.host().property("camel.kamelet." + COPY + ".clientSecret", secret);
        scene.route("copy", call(COPY, without(scene.copying(), "clientSecret")))
                .start();

        KameletParameters held = KameletParameters.of(
                scene.host().context(),
                scene.host().context().getRoutes().stream()
                        .map(route -> route.getRouteId())
                        .filter(id -> id.startsWith(COPY))
                        .findFirst()
                        .orElseThrow());
        assertThat(held.text("clientSecret")).contains(secret);
        assertThat(scene.send("copy", "").getException())
                .isInstanceOfSatisfying(
                        OffsiteException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.UNAUTHORIZED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{secret}}", "RAW({{secret}})", "{{?secret}}", ""})
    void aPlaceholderRawAndAPropertyBringTheSecretAndNothingShowsIt(String written) throws Exception {
        boolean property = written.isEmpty();
        scene.host().property(property ? "camel.kamelet." + COPY + ".clientSecret" : "secret", CANARY);
        Map<String, String> open = without(scene.copying(), "clientSecret");
        scene.route("copy", call(COPY, property ? open : with(open, "clientSecret", written)));
        keepAllOfCamel();
        try {
            scene.start();
            Exchange ended = scene.send("copy", "");

            assertThat(ended.getException())
                    .isInstanceOfSatisfying(
                            OffsiteException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(Reason.UNAUTHORIZED));
            assertThat(shown(ended.getException())).doesNotContain(CANARY);
            assertThat(management())
                    .isNotEmpty()
                    .allSatisfy(text -> assertThat(text).doesNotContain(CANARY));
        } finally {
            asBefore();
        }
        scene.host().close();
        // Camel itself tells at DEBUG what properties and placeholders stand for.
        assertThat(lines("DefaultPropertiesParser|DefaultCamelContextExtension|BaseMainSupport"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).doesNotContain(CANARY));
        for (Path file : KameletScene.files(scene.data(), "")) {
            assertThat(Files.readString(file)).doesNotContain(CANARY);
        }
    }

    @Test
    void aStartThatFailsDoesNotTellTheSecretBesideTheWrongParameter() throws Exception {
        Map<String, String> wrong =
                with(scene.copying(), "clientSecret", CANARY + "\nsecond line", "proxy", "x://me:" + CANARY + "@x");
        scene.route("copy", call(COPY, without(wrong, "clientSecret")));
        scene.host().property("camel.kamelet." + COPY + ".clientSecret", wrong.get("clientSecret"));

        Throwable thrown = catchThrowable(scene::start);

        assertThat(shown(thrown))
                .contains("clientSecret: holds a line break", "proxy: does not fit")
                .doesNotContain(CANARY);
        assertThat(lines("")).allSatisfy(line -> assertThat(line).doesNotContain(CANARY));
    }

    private List<String> lines(String butOf) {
        return new ArrayList<>(log.list)
                .stream()
                        .filter(event ->
                                !event.getLoggerName().replaceFirst(".*\\.", "").matches(butOf))
                        .map(event -> event.getFormattedMessage()
                                + (event.getThrowableProxy() == null
                                        ? ""
                                        : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                        .toList();
    }

    private static String shown(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** All attributes of all of Camel's beans, and the dumps of its routes as they are written. */
    private static List<String> management() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        List<String> shown = new ArrayList<>();
        for (ObjectName name : server.queryNames(new ObjectName("org.apache.camel:*"), null)) {
            shown.add(name.toString());
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                shown.add(String.valueOf(server.getAttribute(name, attribute.getName())));
            }
            if ("routes".equals(name.getKeyProperty("type"))) {
                shown.add((String) server.invoke(name, "dumpRouteAsXml", null, null));
            }
            if ("context".equals(name.getKeyProperty("type"))) {
                shown.add((String) server.invoke(name, "dumpRoutesAsXml", null, null));
            }
        }
        return shown;
    }
}

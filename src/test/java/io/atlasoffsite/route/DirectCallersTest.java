package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.DeadLetter;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.plan.ConfigLoader;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The very YAML files of the pack, called by a host application that has error handling of its own. */
class DirectCallersTest extends CamelMainTestSupport {

    private static final String COPY = "direct:offsite-copy-snapshot";

    @TempDir
    private Path directory;

    private final Sandbox sandbox =
            Sandbox.start(SandboxOptions.builder().archiveBytes(256 * 1024).build());
    private final AtomicBoolean lettersAway = new AtomicBoolean();
    private OffsitePack pack;

    @Override
    protected void configure(MainConfigurationProperties configuration) {
        configuration.setRoutesIncludePattern(OffsitePack.ROUTES + "," + OffsitePack.TRIGGERS);
        configuration.addConfiguration(new Binding());
        configuration.addRoutesBuilder(new Host());
    }

    /** The pack's beans, bound before its routes are loaded. */
    private final class Binding implements CamelConfiguration {
        @Override
        public void configure(CamelContext context) throws IOException {
            context.getPropertiesComponent().addInitialProperty("offsite.copy.requests.uri", "direct:requests");
            context.getPropertiesComponent().addInitialProperty("offsite.enqueue.uri", "direct:requests");
            context.getPropertiesComponent().addInitialProperty("offsite.dead.uri", "direct:dead");
            context.getPropertiesComponent().addInitialProperty("offsite.events.uri", "mock:events");
            context.getPropertiesComponent().addInitialProperty("offsite.reply.uri", "mock:reply");
            context.getPropertiesComponent().addInitialProperty("offsite.copied.uri", "mock:copied");
            context.getPropertiesComponent().addInitialProperty("offsite.restored.uri", "mock:restored");
            context.getPropertiesComponent()
                    .addInitialProperty("offsite.atlas-restore.requests.uri", "direct:atlas-restores");
            context.getPropertiesComponent().addInitialProperty("offsite.restore.requests.uri", "direct:restores");
            Files.createDirectories(directory.resolve("disk"));
            Path file = Files.writeString(directory.resolve("offsite.yaml"), Configs.errors(sandbox, directory));
            OffsiteConfig config = new ConfigLoader(text -> text).load(file);
            pack = new OffsitePack(
                    config,
                    new OffsitePack.Surroundings(
                            directory.resolve("data"), Clock.systemUTC(), new Random(1), secret -> {}, "test"),
                    context);
            pack.bind();
        }
    }

    /** A host application: a route of its own with a dead-letter channel, one without, and channels for letters. */
    private final class Host extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:host")
                    .errorHandler(deadLetterChannel("mock:host-dead").maximumRedeliveries(0))
                    .to(COPY);
            from("direct:host-default").to(COPY);
            for (Reason reason : new Reason[] {Reason.NOT_FOUND, Reason.INVALID_REQUEST, Reason.DOWNLOAD_FAILED}) {
                from("direct:dead." + reason.code())
                        .errorHandler(noErrorHandler())
                        .process(exchange -> {
                            if (lettersAway.get()) {
                                throw new IOException("the channel is away");
                            }
                        })
                        .to("mock:letters");
            }
        }
    }

    @AfterEach
    void closeAll() throws IOException {
        context.stop();
        pack.close();
        sandbox.close();
    }

    @Test
    void aDirectCallerGetsOneTypedException() {
        clusterIsMissing();
        assertThatExceptionOfType(CamelExecutionException.class)
                .isThrownBy(() -> template.requestBody(COPY, request()))
                .satisfies(thrown -> assertIsRefusal(thrown.getCause()));
        assertThat(mock("mock:letters").getReceivedCounter()).isZero();
        assertThat(sandbox.requests(Operation.LIST_FLEX_SNAPSHOTS)).hasSize(1);
    }

    @Test
    void aHostsOwnErrorHandlerGetsItOnceAndStaysAsItIs() throws Exception {
        clusterIsMissing();
        MockEndpoint dead = mock("mock:host-dead");
        dead.expectedMessageCount(1);
        template.sendBody("direct:host", request());
        dead.assertIsSatisfied();
        Exchange exchange = dead.getExchanges().get(0);
        assertIsRefusal(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        assertThat(mock("mock:letters").getReceivedCounter()).isZero();
    }

    @Test
    void aHostWithTheDefaultErrorHandlerGetsItThrown() {
        clusterIsMissing();
        assertThatExceptionOfType(CamelExecutionException.class)
                .isThrownBy(() -> template.sendBody("direct:host-default", request()))
                .satisfies(thrown -> assertIsRefusal(thrown.getCause()));
    }

    @Test
    void f5_aFailureOfTheEngineIsTypedForADirectCallerToo() {
        sandbox.faults()
                .add(Fault.always(
                        Operation.DOWNLOAD, new FaultAction.Redirect(302, "http://archive.example.com{target}")));
        assertThatExceptionOfType(CamelExecutionException.class)
                .isThrownBy(() -> template.requestBody(COPY, request()))
                .satisfies(thrown -> assertThat(thrown.getCause()).isInstanceOf(OffsiteException.class))
                .satisfies(thrown -> assertThat(((OffsiteException) thrown.getCause()).reason())
                        .isEqualTo(Reason.DOWNLOAD_FAILED));
    }

    @Test
    void anEntryRouteMakesExactlyOneLetter() throws Exception {
        clusterIsMissing();
        MockEndpoint letters = mock("mock:letters");
        letters.expectedMessageCount(1);
        template.sendBody("direct:requests", request());
        letters.assertIsSatisfied();
        DeadLetter letter =
                DeadLetter.parse(letters.getExchanges().get(0).getMessage().getBody(byte[].class), new Json());
        assertThat(letter.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(letter.http().errorCode()).isEqualTo("CLUSTER_NOT_FOUND");
    }

    @Test
    void f41_aLetterThatCannotBeSentHandsTheRequestBack() {
        clusterIsMissing();
        lettersAway.set(true);
        assertThatExceptionOfType(CamelExecutionException.class)
                .isThrownBy(() -> template.sendBody("direct:requests", request()));
        lettersAway.set(false);
        template.sendBody("direct:requests", request());
        assertThat(mock("mock:letters").getReceivedCounter()).isOne();
    }

    @Test
    void aCopyThatSucceedsMakesNoLetter() {
        assertThat(template.requestBody(COPY, request())).isNotNull();
        assertThat(mock("mock:letters").getReceivedCounter()).isZero();
    }

    private void clusterIsMissing() {
        sandbox.faults()
                .add(Fault.always(Operation.LIST_FLEX_SNAPSHOTS, FaultAction.Reply.error(404, "CLUSTER_NOT_FOUND")));
    }

    private MockEndpoint mock(String uri) {
        return context.getEndpoint(uri, MockEndpoint.class);
    }

    private static String request() {
        return "{\"schema\":1,\"requestId\":\"" + UUID.randomUUID() + "\",\"plan\":\"orders\"}";
    }

    private static void assertIsRefusal(Throwable thrown) {
        assertThat(thrown).isInstanceOf(OffsiteException.class);
        OffsiteException refusal = (OffsiteException) thrown;
        assertThat(refusal.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(refusal.status()).isEqualTo(404);
        assertThat(refusal.code()).isEqualTo("CLUSTER_NOT_FOUND");
        assertThat(refusal.retryable()).isFalse();
    }
}

package io.atlasoffsite.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.message.CopyResult;
import io.atlasoffsite.message.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.PooledExchangeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pack moves into a context that asks for it, and only there. */
class GuestTest {

    @TempDir
    private Path directory;

    @Test
    void aHostThatDoesNotAskForThePackHasNothingOfIt() throws Exception {
        try (HostApplication host = new HostApplication(directory).start()) {
            assertThat(host.context().getRoutes()).isEmpty();
            assertThat(host.context()
                            .getRegistry()
                            .findByTypeWithName(Object.class)
                            .keySet())
                    .noneMatch(name -> name.startsWith("offsite"));
            assertThat(host.data()).doesNotExist();
        }
    }

    @Test
    void aHostWhosePluginsCamelDoesNotSeeHasThePackAllTheSame() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext(false)) {
            context.setApplicationContextClassLoader(ClassLoader.getPlatformClassLoader());
            context.build();

            assertThat(context.getLifecycleStrategies())
                    .filteredOn(GuestLifecycle.class::isInstance)
                    .hasSize(1);
        }
        assertThat(Path.of("src/main/resources/camel"))
                .as("a folder that hosts have, too: in Spring Boot's jar Camel could read neither")
                .doesNotExist();
    }

    @Test
    void aHostRouteCopiesASnapshotByOneProperty() throws Exception {
        try (HostApplication host = new HostApplication(directory).withPack()) {
            host.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:host").to("direct:offsite-copy-snapshot");
                }
            });
            host.start();

            Exchange ended = host.send("direct:host", HostApplication.REQUEST);

            assertThat(ended.getException()).isNull();
            assertThat(ended.getMessage()
                            .getBody(CopyResult.class)
                            .outcomes()
                            .get(0)
                            .outcome())
                    .isEqualTo(Outcome.COPIED);
            assertThat(host.manifests()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "direct:offsite-announce",
                "direct://offsite-announce",
                "direct:offsite-announce?block=true",
                "{{host.step}}",
                "direct:{{host.step-name}}?block=true"
            })
    void aRouteOfTheHostTakesThePlaceOfAStep(String from) throws Exception {
        List<Object> announced = new CopyOnWriteArrayList<>();
        try (HostApplication host = new HostApplication(directory).withPack()) {
            host.set("host.step", "direct:offsite-announce").set("host.step-name", "offsite-announce");
            host.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(from)
                            .routeId("tell-the-chat")
                            .errorHandler(noErrorHandler())
                            .process(exchange -> announced.add(exchange.getVariable("offsiteEvents")));
                }
            });
            host.start();

            Exchange ended = host.send("direct:offsite-copy-snapshot", HostApplication.REQUEST);

            assertThat(ended.getException()).isNull();
            assertThat(announced).hasSize(2);
            assertThat(host.context().getRoutes())
                    .extracting(Route::getRouteId)
                    .contains("tell-the-chat")
                    .doesNotContain("offsite-announce");
        }
    }

    @Test
    void aRouteThatTheHostMakesFromATemplateTakesThePlaceOfAStep() throws Exception {
        try (HostApplication host = new HostApplication(directory).withPack()) {
            host.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    routeTemplate("host-chat")
                            .templateParameter("step")
                            .from("direct:{{step}}")
                            .errorHandler(noErrorHandler())
                            .stop();
                }
            });
            TemplatedRouteBuilder.builder(host.context(), "host-chat")
                    .routeId("tell-the-chat")
                    .parameter("step", "offsite-announce")
                    .add();
            host.start();

            assertThat(host.context().getRoutes())
                    .extracting(Route::getRouteId)
                    .contains("tell-the-chat")
                    .doesNotContain("offsite-announce");
        }
    }

    @Test
    void aRouteWithTheIdOfAStepThatNobodyCanCallInItsPlaceStopsTheHostWithASentence() throws Exception {
        try (HostApplication host = new HostApplication(directory).withPack()) {
            host.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:chat").routeId("offsite-announce").stop();
                }
            });

            assertThatThrownBy(host::start)
                    .hasMessageContaining("your route offsite-announce")
                    .hasMessageContaining("does not consume from direct:offsite-announce");
        }
    }

    @Test
    void aMissingConfigurationStopsTheHostWithASentence() {
        try (HostApplication host = new HostApplication(directory).set("offsite.config", "file:nowhere.yaml")) {
            assertThatThrownBy(host::start)
                    .hasMessageContaining("offsite.config names file:nowhere.yaml, which does not exist");
        }
    }

    @Test
    void triggersThatHaveNowhereToReadFromStopTheHostWithASentence() throws Exception {
        try (HostApplication host = new HostApplication(directory).withPack().set("offsite.triggers", "true")) {
            assertThatThrownBy(host::start)
                    .hasMessageContaining("offsite.jms.connection-factory")
                    .hasMessageContaining("offsite.copy.requests.uri, offsite.restore.requests.uri");
        }
        assertThat(directory.resolve("data/processes")).isEmptyDirectory();
    }

    @Test
    void pooledExchangesStopTheHostWithASentence() throws Exception {
        try (HostApplication host = new HostApplication(directory).withPack()) {
            host.context().getCamelContextExtension().setExchangeFactory(new PooledExchangeFactory());

            assertThatThrownBy(host::start).hasMessageContaining("set camel.main.exchange-factory to prototype");
        }
    }

    @Test
    void aSwitchThatIsNeitherOnNorOffStopsTheHostWithASentence() throws Exception {
        try (HostApplication host = new HostApplication(directory).withPack().set("offsite.triggers", "yes")) {
            assertThatThrownBy(host::start).hasMessageContaining("offsite.triggers is yes; set it to true or to false");
        }
    }

    @Test
    void twoContextsOfOneProcessMayShareADataDirectory() throws Exception {
        try (HostApplication first = new HostApplication(directory).withPack().start();
                HostApplication second =
                        new HostApplication(directory).withPack().start()) {
            Exchange one = first.send("direct:offsite-copy-snapshot", HostApplication.REQUEST);
            Exchange other = second.send("direct:offsite-copy-snapshot", HostApplication.REQUEST);

            assertThat(one.getException()).isNull();
            assertThat(other.getException()).isNull();
            assertThat(first.manifests()).isEqualTo(1);
        }
    }

    @Test
    void theMetricsGoToTheRegistryThatIsNamedAndLeaveItWithTheContext() throws Exception {
        SimpleMeterRegistry named = new SimpleMeterRegistry();
        SimpleMeterRegistry other = new SimpleMeterRegistry();
        try (HostApplication host = new HostApplication(directory).withPack().set("offsite.meter-registry", "#mine")) {
            host.context().getRegistry().bind("mine", named);
            host.context().getRegistry().bind("metricsRegistry", other);
            host.start();
            host.send("direct:offsite-copy-snapshot", HostApplication.REQUEST);

            assertThat(named.get("offsite.copies")
                            .tag("outcome", "copied")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(other.getMeters()).isEmpty();
        }
        assertThat(named.getMeters()).isEmpty();
    }

    @Test
    void thePackIsGoneWithTheContext() throws Exception {
        try (HostApplication host = new HostApplication(directory).withPack().start()) {
            assertThat(host.data().resolve("processes")).isNotEmptyDirectory();
        }
        assertThat(directory.resolve("data/processes")).isEmptyDirectory();
    }
}

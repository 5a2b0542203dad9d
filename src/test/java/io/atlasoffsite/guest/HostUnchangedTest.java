package io.atlasoffsite.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.support.ExchangeHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host that does globally what a host may: unnamed route configurations, interceptors, stream caching, settings of components.
 * It behaves the same with the pack as without, and none of it gets into the pack's routes.
 */
class HostUnchangedTest {

    @TempDir
    private Path directory;

    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Test
    void aHostWithEverythingGlobalBehavesTheSameWithThePackAsWithout() throws Exception {
        List<String> without = transcript(new HostApplication(directory));
        List<String> with = transcript(new HostApplication(directory).withPack());

        assertThat(with).isEqualTo(without);
        assertThat(without)
                .contains("good: twice stream|stream", "bad: answered by the host's handler", "onCompletion host-bad");
    }

    @Test
    void nothingGlobalOfTheHostGetsIntoThePacksRoutes() throws Exception {
        try (HostApplication host = hosting(new HostApplication(directory).withPack())) {
            seen.clear();

            Exchange ended = host.send("direct:host-copy", HostApplication.REQUEST);

            assertThat(ended.getException()).isNull();
            assertThat(host.manifests()).isEqualTo(1);
            assertThat(seen)
                    .allSatisfy(line -> assertThat(line).endsWith("host-copy"))
                    .isNotEmpty();
        }
    }

    @Test
    void theHostsOwnHandlerGetsTheTypedExceptionOfACopyThatFailed() throws Exception {
        try (HostApplication host = hosting(new HostApplication(directory).withPack())) {
            String missing = HostApplication.REQUEST.replace("orders", "missing");

            Exchange ended = host.send("direct:host-copy", missing);

            assertThat(ended.getException()).isNull();
            assertThat(ended.getMessage().getBody(String.class)).isEqualTo("typed: not-found 404 in host-copy");
        }
    }

    @Test
    void settingsOfTheHostsComponentsDoNotReachTheCallsToAtlas() throws Exception {
        try (HostApplication host = new HostApplication(directory).withPack()) {
            HttpComponent http = host.context().getComponent("http", HttpComponent.class);
            http.setProxyHost("127.0.0.1");
            http.setProxyPort(1);
            http.setSkipRequestHeaders(false);
            host.start();

            Exchange ended = host.send("direct:offsite-copy-snapshot", HostApplication.REQUEST);

            assertThat(ended.getException()).isNull();
        }
    }

    @Test
    void theCharsetOfTheHostsFilesIsNotTakenForTheOneOfARequest() throws Exception {
        try (HostApplication host = new HostApplication(directory).withPack()) {
            host.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:latin")
                            .setProperty(Exchange.CHARSET_NAME, constant("ISO-8859-1"))
                            .to("direct:offsite-copy-snapshot");
                }
            });
            host.start();

            Exchange ended =
                    host.send("direct:latin", HostApplication.REQUEST.replace("{", "{\"askedBy\":\"J\u00fcrgen\","));

            assertThat(ended.getException()).isNull();
            assertThat(ended.getProperty(Exchange.CHARSET_NAME)).isEqualTo("ISO-8859-1");
        }
    }

    private List<String> transcript(HostApplication application) throws Exception {
        seen.clear();
        try (HostApplication host = hosting(application)) {
            List<String> lines = new ArrayList<>();
            lines.add("good: "
                    + host.send("direct:host-good", stream()).getMessage().getBody(String.class));
            lines.add("bad: " + host.send("direct:host-bad", "x").getMessage().getBody(String.class));
            lines.add("unhandled: " + host.send("direct:host-own-handler", "x").getException());
            lines.addAll(seen);
            lines.addAll(global(host.context()));
            return lines;
        }
    }

    private HostApplication hosting(HostApplication host) throws Exception {
        host.context().setStreamCaching(true);
        host.context().addRoutes(new GlobalConfiguration());
        host.routes(new HostRoutes());
        return host.start();
    }

    private static ByteArrayInputStream stream() {
        return new ByteArrayInputStream("stream".getBytes(StandardCharsets.UTF_8));
    }

    /** What a context has as a whole, but for what carries the pack's name. */
    private static List<String> global(CamelContext context) {
        return List.of(
                "caching " + context.isStreamCaching() + " "
                        + context.getStreamCachingStrategy().getSpoolThreshold(),
                "options " + context.getGlobalOptions(),
                "tracing " + context.isTracing() + " mdc " + context.isUseMDCLogging() + " history "
                        + context.isMessageHistory(),
                "shutdown " + context.getShutdownStrategy().getTimeout(),
                "direct "
                        + context.getComponent("direct", DirectComponent.class).getTimeout(),
                "beans "
                        + foreign(context.getRegistry()
                                .findByTypeWithName(Object.class)
                                .keySet()),
                "notifiers "
                        + context.getManagementStrategy().getEventNotifiers().size(),
                "routes "
                        + foreign(context.getRoutes().stream()
                                .map(Route::getRouteId)
                                .toList()));
    }

    private static TreeSet<String> foreign(Iterable<String> names) {
        TreeSet<String> foreign = new TreeSet<>();
        names.forEach(name -> {
            if (!name.startsWith("offsite-")) {
                foreign.add(name);
            }
        });
        return foreign;
    }

    private final class GlobalConfiguration extends RouteConfigurationBuilder {
        @Override
        public void configuration() {
            routeConfiguration()
                    .onException(IOException.class, RuntimeException.class)
                    .handled(true)
                    .setBody(constant("answered by the host's handler"));
            routeConfiguration()
                    .intercept()
                    .process(exchange -> seen.add("intercept " + ExchangeHelper.getAtRouteId(exchange)));
            routeConfiguration()
                    .onCompletion()
                    .process(exchange -> seen.add("onCompletion " + ExchangeHelper.getAtRouteId(exchange)));
            routeConfiguration("*")
                    .interceptFrom()
                    .process(exchange -> seen.add("from " + ExchangeHelper.getAtRouteId(exchange)));
        }
    }

    private static final class HostRoutes extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:host-good")
                    .routeId("host-good")
                    .process(exchange -> {
                        String first = exchange.getMessage().getBody(String.class);
                        exchange.setVariable("first", first);
                    })
                    .process(exchange -> exchange.getMessage()
                            .setBody("twice " + exchange.getVariable("first") + "|"
                                    + exchange.getMessage().getBody(String.class)));
            from("direct:host-bad").routeId("host-bad").process(exchange -> {
                throw new IOException("bad");
            });
            from("direct:host-own-handler")
                    .routeId("host-own-handler")
                    .onException(IllegalStateException.class)
                    .handled(false)
                    .end()
                    .throwException(new IllegalStateException("mine"));
            from("direct:host-copy")
                    .routeId("host-copy")
                    .onException(OffsiteException.class)
                    .handled(true)
                    .process(HostRoutes::describe)
                    .end()
                    .to("direct:offsite-copy-snapshot");
        }

        private static void describe(Exchange exchange) {
            OffsiteException failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, OffsiteException.class);
            Reason reason = failure.reason();
            exchange.getMessage()
                    .setBody("typed: " + reason + " " + failure.status() + " in " + exchange.getFromRouteId());
        }
    }
}

package io.atlasoffsite.guest;

import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.route.Failures;
import io.atlasoffsite.route.OffsitePack;
import io.atlasoffsite.route.RouteFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ContextServiceLoaderPluginResolver;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The pack in a Camel context of its own, for one Kamelet: its stores, routes and limits are nobody else's, and the host's properties,
 * beans, plug-ins and error handling do not reach it. Thread safe.
 */
final class KameletPack implements AutoCloseable {

    private static final int NEVER = 0;

    private final KameletCallers callers = new KameletCallers();
    private final DefaultCamelContext context;
    private final OffsitePack pack;
    private final ProducerTemplate template;

    private KameletPack(DefaultCamelContext context, OffsitePack pack) {
        this.context = context;
        this.pack = pack;
        this.template = context.createProducerTemplate();
    }

    /**
     * Starts one.
     *
     * @param host whose class path the routes are on
     * @param name what its threads are called
     * @param config what it is asked to do
     * @param data where it keeps its own files
     * @return the running pack
     * @throws IOException when the data directory cannot be written
     */
    static KameletPack start(CamelContext host, String name, OffsiteConfig config, Path data) throws Exception {
        DefaultCamelContext context = context(host, name);
        OffsitePack.Surroundings surroundings = OffsitePack.Surroundings.real(data, secret -> {});
        OffsitePack pack = new OffsitePack(config, surroundings, context);
        try {
            pack.bind();
            PluginHelper.getRoutesLoader(context).loadRoutes(RouteFiles.of(context, false));
            context.start();
            return new KameletPack(context, pack);
        } catch (Exception failure) {
            try (pack) {
                context.stop();
            }
            throw failure;
        }
    }

    private static DefaultCamelContext context(CamelContext host, String name) {
        DefaultCamelContext context = new DefaultCamelContext(false);
        context.disableJMX();
        context.getCamelContextExtension().addContextPlugin(ContextServiceLoaderPluginResolver.class, new NoPlugins());
        context.getCamelContextExtension().setName(name);
        context.setApplicationContextClassLoader(host.getApplicationContextClassLoader());
        context.setPropertiesComponent(properties());
        context.setStartupSummaryLevel(StartupSummaryLevel.Off);
        context.build();
        ShutdownStrategy shutdown = context.getShutdownStrategy();
        // Whoever was in a route is out of it by then.
        shutdown.setTimeout(1);
        shutdown.setTimeUnit(TimeUnit.SECONDS);
        shutdown.setShutdownNowOnTimeout(true);
        shutdown.setSuppressLoggingOnTimeout(true);
        return context;
    }

    /** What the host sets is for its own routes, also by -D and in its environment. */
    private static PropertiesComponent properties() {
        PropertiesComponent properties = new PropertiesComponent();
        properties.setSystemPropertiesMode(NEVER);
        properties.setEnvironmentVariableMode(NEVER);
        properties.setAutoDiscoverPropertiesSources(false);
        return properties;
    }

    /**
     * Asks one of the pack's routes, in the caller's thread.
     *
     * @param route its URI
     * @param body goes in, and nothing else of the host's message
     * @return the body it answers with
     * @throws Exception what the route threw; an {@code OffsiteException} also when this was closed meanwhile
     */
    Object ask(String route, Object body) throws Exception {
        Exchange ended = callers.during(() -> template.send(
                route, ExchangePattern.InOut, exchange -> exchange.getMessage().setBody(body)));
        Exception failure = ended.getException();
        if (failure == null) {
            return ended.getMessage().getBody();
        }
        if (callers.closed() && Failures.interrupted(failure)) {
            throw KameletCallers.goingDown();
        }
        throw failure;
    }

    /** Cleans up after processes that are gone. */
    void sweep() throws Exception {
        callers.during(() -> {
            pack.sweep();
            return pack;
        });
    }

    @Override
    public void close() throws IOException {
        callers.close();
        try (pack) {
            template.stop();
            context.stop();
        }
    }

    /** Plug-ins on the class path are for the host's context. */
    private static final class NoPlugins extends ServiceSupport implements ContextServiceLoaderPluginResolver {

        private CamelContext context;

        @Override
        public CamelContext getCamelContext() {
            return context;
        }

        @Override
        public void setCamelContext(CamelContext camelContext) {
            this.context = camelContext;
        }
    }
}

package io.atlasoffsite.cli;

import io.atlasoffsite.plan.HttpConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the service listens on: the status page and {@code /api/status} on one port, health and metrics on the other. Immutable and
 * thread safe.
 */
final class Web {

    private static final Logger LOG = LoggerFactory.getLogger(Web.class);

    private static final Map<String, String> QUIET = Map.of(
            "camel.metrics.enabled", "true",
            // Routes and exchanges are how the work is done; what came of it is in the pack's own metrics.
            "camel.metrics.enableRoutePolicy", "false",
            "camel.metrics.enableExchangeEventNotifier", "false",
            "camel.metrics.enableRouteEventNotifier", "false",
            "camel.metrics.enableMessageHistory", "false");

    private final InetAddress host;
    private final int port;
    private final int managementPort;

    private Web(InetAddress host, int port, int managementPort) {
        this.host = host;
        this.port = port;
        this.managementPort = managementPort;
    }

    /**
     * Makes sure of the ports, because the server behind them only logs that one is taken and goes on without. Copies are never
     * kept waiting for a status page: instead of a port that is taken, any free one is listened on.
     *
     * @param config what is asked for
     * @return where to listen
     * @throws CommandFailure when the address is not one of this machine, or nothing at all can be listened on
     */
    static Web of(HttpConfig config) {
        InetAddress host = host(config.address());
        try (ServerSocket web = listen(host, config.port(), "http.port");
                ServerSocket management = listen(host, config.managementPort(), "http.managementPort")) {
            return new Web(host, web.getLocalPort(), management.getLocalPort());
        } catch (IOException failure) {
            throw CommandFailure.unavailable("nothing can be listened on at " + host.getHostAddress() + " ("
                    + failure.getMessage() + "); free some ports, or raise the limit of open files");
        }
    }

    /** The status page, e.g. {@code http://127.0.0.1:8080/}. */
    URI address() {
        return at(port);
    }

    /** Where health and metrics are, e.g. {@code http://127.0.0.1:9876/}. */
    URI managementAddress() {
        return at(managementPort);
    }

    /** Before the context is made. */
    void configure(Main main) {
        main.configure().setJmxEnabled(false);
        main.configure().httpServer().setEnabled(true);
        main.configure().httpServer().setHost(host.getHostAddress());
        main.configure().httpServer().setPort(port);
        main.configure().httpManagementServer().setEnabled(true);
        main.configure().httpManagementServer().setHost(host.getHostAddress());
        main.configure().httpManagementServer().setPort(managementPort);
        main.configure().httpManagementServer().setHealthCheckEnabled(true);
        main.configure().httpManagementServer().setMetricsEnabled(true);
        main.configure().health().setEnabled(true);
        main.configure().addRoutesBuilder(new WebRoutes());
        QUIET.forEach(main::addInitialProperty);
    }

    /** Before the pack's beans are made. One thread answers what little is asked, and ends with the context. */
    void bind(CamelContext context) {
        VertxOptions small = new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(1)
                .setPreferNativeTransport(false);
        // One that was found in the registry is not the server's to close.
        context.getRegistry().bind("offsite-vertx", Vertx.class, Vertx.vertx(small), null, "close");
        context.getRegistry()
                .bind("metricsRegistry", MeterRegistry.class, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    private URI at(int where) {
        String name = host.getHostAddress();
        return URI.create("http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + where + "/");
    }

    private static InetAddress host(String address) {
        try {
            InetAddress host = InetAddress.getByName(address);
            new ServerSocket(0, 1, host).close();
            return host;
        } catch (UnknownHostException unknown) {
            throw CommandFailure.configuration("http.address " + address
                    + " is no address and no known host; set it in offsite.yaml to one of this machine");
        } catch (IOException elsewhere) {
            throw CommandFailure.configuration(
                    "http.address " + address + " is not one of this machine; set it in offsite.yaml to one that is");
        }
    }

    private static ServerSocket listen(InetAddress host, int port, String key) throws IOException {
        try {
            return bound(host, port);
        } catch (IOException taken) {
            LOG.warn(
                    "port {} of {} is taken, a free one is listened on instead; stop what has it, or set {} to another",
                    port,
                    host.getHostAddress(),
                    key);
            return bound(host, 0);
        }
    }

    private static ServerSocket bound(InetAddress host, int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return socket;
        } catch (IOException taken) {
            socket.close();
            throw taken;
        }
    }
}

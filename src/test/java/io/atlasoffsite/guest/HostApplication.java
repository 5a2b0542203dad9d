package io.atlasoffsite.guest;

import io.atlasoffsite.sandbox.JobTiming;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Somebody else's application: a context of its own with the pack on its class path, a sandbox Atlas and a directory for copies. */
final class HostApplication implements AutoCloseable {

    static final String REQUEST = "{\"schema\":1,\"requestId\":\"r-1\",\"plan\":\"orders\"}";

    private static final String CONFIG = """
            version: 1
            atlas:
              sandbox:
                baseUrl: "{{atlas.url}}"
                auth: { type: service-account, clientId: mdb_sa_id_sandbox, clientSecret: mdb_sa_sk_sandbox }
                retry: { attempts: 2, first: 1ms, longest: 5ms }
                poll: { first: 1ms, longest: 5ms }
            stores:
              vault: %2$s
            plans:
              orders: { atlas: sandbox, project: 32b6e34b3d91647abb20e7b8, cluster: flex-orders, stores: [vault]%3$s }
              missing: { atlas: sandbox, project: 32b6e34b3d91647abb20e7b8, cluster: nobody, stores: [vault] }
            transfer: { spool: %1$s/spool }
            restore: { directory: %1$s/restores }
            """;

    private final Path directory;
    private final Sandbox sandbox = Sandbox.start(SandboxOptions.builder()
            .archiveBytes(100_000)
            .timing(new JobTiming(1, 2, 2, 2, Duration.ZERO))
            .build());
    private final Properties properties = new Properties();
    private final CamelContext context = new DefaultCamelContext();

    HostApplication(Path directory) {
        this.directory = directory;
        set("atlas.url", sandbox.baseUrl());
    }

    HostApplication set(String property, String value) {
        properties.setProperty(property, value);
        return this;
    }

    /** Asks for the pack, with a file store. */
    HostApplication withPack() throws IOException {
        Files.createDirectories(copies());
        return withPack("{ type: file, directory: " + copies() + " }", "");
    }

    HostApplication withPack(String store, String moreOfPlan) throws IOException {
        Path file =
                Files.writeString(directory.resolve("offsite.yaml"), CONFIG.formatted(directory, store, moreOfPlan));
        return set("offsite.config", file.toString()).set("offsite.data", data().toString());
    }

    Path copies() {
        return directory.resolve("copies");
    }

    Path data() {
        return directory.resolve("data");
    }

    Sandbox sandbox() {
        return sandbox;
    }

    CamelContext context() {
        return context;
    }

    HostApplication routes(RouteBuilder routes) throws Exception {
        context.addRoutes(routes);
        return this;
    }

    HostApplication start() {
        context.getPropertiesComponent().setInitialProperties(properties);
        context.getShutdownStrategy().setTimeout(10);
        context.start();
        return this;
    }

    Exchange send(String uri, Object body) throws IOException {
        try (ProducerTemplate template = context.createProducerTemplate()) {
            return template.send(
                    uri,
                    ExchangePattern.InOut,
                    exchange -> exchange.getMessage().setBody(body));
        }
    }

    long manifests() throws IOException {
        if (Files.notExists(copies())) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(copies())) {
            return files.filter(file -> file.endsWith("manifest.json")).count();
        }
    }

    @Override
    public void close() {
        context.stop();
        sandbox.close();
    }
}

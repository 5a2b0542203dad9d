package io.atlasoffsite.route;

import io.atlasoffsite.plan.ConfigLoader;
import io.atlasoffsite.sandbox.JobTiming;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.sandbox.SandboxOptionsBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Starts the very route files in Camel Main, with the real beans, a configuration file, a sandbox Atlas and file stores; queues
 * are in memory.
 */
abstract class PackSupport extends CamelMainTestSupport {

    static final String REQUESTS = "seda:offsite.copy.requests?pollTimeout=100";
    static final String RESTORES = "direct:restores";
    static final String COPIED = "mock:copied";
    static final String RESTORED = "mock:restored";
    static final String ATLAS_RESTORE_REQUESTS = "direct:atlas-restores";
    static final String DEAD = "mock:offsite.dead";
    static final String EVENTS = "mock:offsite.events";

    private static final String CONFIG = """
            version: 1
            atlas:
              sandbox:
                baseUrl: %1$s
                auth: { type: service-account, clientId: mdb_sa_id_sandbox, clientSecret: mdb_sa_sk_sandbox }
                retry: { attempts: 3, first: 1ms, longest: 5ms }
                poll: { first: 1ms, longest: 5ms }
                responseTimeout: 2s
            %3$s
            stores:
              one: { type: file, directory: %2$s/one }
              two: { type: file, directory: %2$s/two }
            plans:
              flex: { atlas: sandbox, project: 32b6e34b3d91647abb20e7b8, cluster: flex-orders, stores: [one, two] }
              shared: { atlas: sandbox, project: 32b6e34b3d91647abb20e7b8, cluster: m2-legacy, stores: [one] }
              every: { atlas: sandbox, project: 32b6e34b3d91647abb20e7b8, cluster: "*", stores: [one] }
              everywhere: { atlas: sandbox, project: "*", cluster: "*", include: [flex-*, "generated-*"], stores: [one] }
              all: { atlas: sandbox, project: 32b6e34b3d91647abb20e7b8, cluster: "*", snapshot: all, stores: [one, two] }
              some:
                { atlas: sandbox, project: 32b6e34b3d91647abb20e7b8, cluster: "*", include: ["*s*"],
                  exclude: [serverless-*], stores: [one] }
              taken:
                { atlas: sandbox, project: 32b6e34b3d91647abb20e7b8, cluster: rs-billing, stores: [one], takeSnapshot: true }
              taken-flex:
                { atlas: sandbox, project: 32b6e34b3d91647abb20e7b8, cluster: flex-orders, stores: [one], takeSnapshot: true }
              none: { atlas: sandbox, project: 32b6e34b3d91647abb20e7b9, cluster: "*", stores: [one],
                rehearse: { schedule: "* * * * * ?" } }
              often:
                { atlas: sandbox, project: 32b6e34b3d91647abb20e7b8, cluster: flex-orders, stores: [one],
                  schedule: "* * * * * ?", alertAfter: 26h, rehearse: { schedule: "* * * * * ?" } }
              seldom:
                { atlas: sandbox, project: 32b6e34b3d91647abb20e7b8, cluster: m2-legacy, stores: [one],
                  schedule: "0 15 4 1 1 ?", timeZone: Europe/Berlin, alertAfter: 366d }
            transfer: { spool: %2$s/spool }
            restore: { directory: %2$s/restores%4$s }
            """;

    @TempDir
    private Path directory;

    private final Sandbox sandbox = Sandbox.start(options().build());
    private OffsitePack pack;

    abstract String routes();

    /** How the sandbox is set up. */
    SandboxOptionsBuilder options() {
        return SandboxOptions.builder().archiveBytes(100_000).timing(new JobTiming(1, 2, 2, 2, Duration.ZERO));
    }

    /** Whether fires that were missed are made up; the plan that is due every second always has one. */
    boolean looksBack() {
        return false;
    }

    /** Where Atlas is. */
    String atlas() {
        return sandbox.baseUrl();
    }

    /** Further keys of the Atlas access, on one line each, indented by four. */
    String access() {
        return "";
    }

    /** Further keys of restore, each with a comma in front. */
    String more() {
        return "";
    }

    /** The pack's clock. */
    Clock clock() {
        return Clock.systemUTC();
    }

    /** What the host has put into the context before it makes the pack. */
    void host(CamelContext context) {}

    /** What else is put into the context before the routes are. */
    void prepare(CamelContext context) {}

    final Sandbox sandbox() {
        return sandbox;
    }

    final OffsitePack pack() {
        return pack;
    }

    final List<String> routeIds() {
        return context.getRoutes().stream().map(Route::getRouteId).sorted().toList();
    }

    /** Where one of the stores is. */
    final Path store(String name) {
        return directory.resolve(name);
    }

    /** The manifests in one of the stores. */
    final List<Path> manifests(String store) {
        Path root = directory.resolve(store);
        if (Files.notExists(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.endsWith("manifest.json")).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        Properties properties = new Properties();
        properties.setProperty("offsite.copy.requests.uri", REQUESTS);
        properties.setProperty("offsite.enqueue.uri", REQUESTS);
        properties.setProperty("offsite.restore.requests.uri", RESTORES);
        properties.setProperty("offsite.copied.uri", COPIED);
        properties.setProperty("offsite.restored.uri", RESTORED);
        properties.setProperty("offsite.reply.uri", "mock:reply");
        properties.setProperty("offsite.on-missed.enabled", Boolean.toString(looksBack()));
        properties.setProperty("offsite.atlas-restore.requests.uri", ATLAS_RESTORE_REQUESTS);
        properties.setProperty("offsite.dead.uri", DEAD);
        properties.setProperty("offsite.events.uri", EVENTS);
        configuration
                .withUseOverridePropertiesWithPropertiesComponent(properties)
                .withShutdownTimeout(10);
    }

    @Override
    protected void configure(MainConfigurationProperties configuration) {
        configuration.setRoutesIncludePattern(routes());
        configuration.addConfiguration(new BindPack());
    }

    @AfterEach
    final void closeEverything() throws IOException {
        context.stop();
        pack.close();
        sandbox.close();
    }

    /** Main asks for configurations after the context was made and before the routes are loaded. */
    private final class BindPack implements CamelConfiguration {
        @Override
        public void configure(CamelContext context) throws IOException {
            host(context);
            Files.createDirectories(directory.resolve("one"));
            Files.createDirectories(directory.resolve("two"));
            Path file = Files.writeString(
                    directory.resolve("offsite.yaml"), CONFIG.formatted(atlas(), directory, access(), more()));
            OffsitePack.Surroundings surroundings = new OffsitePack.Surroundings(
                    directory.resolve("data"), clock(), new Random(1), secret -> {}, "test");
            pack = new OffsitePack(
                    new ConfigLoader(context::resolvePropertyPlaceholders).load(file), surroundings, context);
            pack.bind();
            prepare(context);
        }
    }
}

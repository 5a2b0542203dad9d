package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Secret;
import io.atlasoffsite.ops.TransferBoard;
import io.atlasoffsite.ops.Watch;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.store.ArchiveStore;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.spi.Registry;

/**
 * The beans behind the pack's routes. Make one, {@link #bind} it to a Camel context before the routes are loaded, and close it
 * when the context has stopped. Every bean's name begins with {@code offsite-}; nothing else of the context is touched. Thread
 * safe once bound.
 */
public final class OffsitePack implements AutoCloseable {

    /** Where the routes lie in the jar; Camel wants each folder by itself. */
    public static final String ROUTES =
            "classpath:atlas-offsite/routes/atlas/*.yaml,classpath:atlas-offsite/routes/copy/*.yaml,"
                    + "classpath:atlas-offsite/routes/error/*.yaml,classpath:atlas-offsite/routes/keep/*.yaml,"
                    + "classpath:atlas-offsite/routes/ops/*.yaml,classpath:atlas-offsite/routes/restore/*.yaml";

    /** Where the routes lie that begin something by themselves. */
    public static final String TRIGGERS = "classpath:atlas-offsite/routes/trigger/*.yaml";

    private static final String BEAN = "offsite-pack";

    private final CamelContext context;
    private final PackParts parts;

    /**
     * What the pack takes from outside.
     *
     * @param data the data directory, made when missing
     * @param clock the time
     * @param random attempts' names and jitter
     * @param secrets hears of every token and signed address as it enters, so that logs can be masked
     * @param tool the program and its version, for manifests
     */
    public record Surroundings(Path data, Clock clock, RandomGenerator random, Consumer<Secret> secrets, String tool) {

        /**
         * What a process that is neither a test nor a rehearsal of one takes: the system's clock, random numbers nobody can guess, and
         * {@link OffsitePack#tool()}.
         *
         * @param data as above; not null
         * @param secrets as above; not null
         * @return the surroundings
         */
        public static Surroundings real(Path data, Consumer<Secret> secrets) {
            return new Surroundings(data, Clock.systemUTC(), new SecureRandom(), secrets, OffsitePack.tool());
        }
    }

    /**
     * Prepares the beans.
     *
     * @param config offsite.yaml
     * @param surroundings what comes from outside
     * @param context where the routes will run
     * @throws IOException when the data directory cannot be written
     */
    public OffsitePack(OffsiteConfig config, Surroundings surroundings, CamelContext context) throws IOException {
        this.context = context;
        this.parts = PackParts.make(config, surroundings, context);
    }

    /**
     * The program and its version, as the jar's manifest says.
     *
     * @return for manifests, logs and {@code --version}
     */
    public static String tool() {
        return "atlas-offsite "
                + Optional.ofNullable(OffsitePack.class.getPackage().getImplementationVersion())
                        .orElse("development");
    }

    /**
     * Whether a pack is bound to a context already.
     *
     * @param context whose; not null
     * @return true after {@link #bind}
     */
    public static boolean isIn(CamelContext context) {
        return context.getRegistry().lookupByNameAndType(BEAN, OffsitePack.class) != null;
    }

    /**
     * Puts the beans into the context's registry, this one as {@code offsite-pack}, and says where the endpoint properties of
     * docs/routes.md lead that nobody has set.
     */
    public void bind() {
        Registry registry = context.getRegistry();
        registry.bind(BEAN, OffsitePack.class, this);
        EndpointDefaults.set(context);
        new PackSteps(registry, parts).bind(new RoutedDownloads(context));
        context.addComponent(AtlasClients.COMPONENT, AtlasClients.component());
        registry.bind(
                ScheduleComponent.NAME, ScheduleComponent.of(parts.identity().process()));
        parts.spans().bind();
    }

    /** Makes the schedules' routes; to be called once the route templates are loaded. */
    public void startSchedules() {
        new Schedules(context, parts.config()).start();
    }

    /**
     * Cleans up after processes that are gone: attempts to copy in every store, and unfinished restores and rehearsals. What cannot be
     * cleaned now is logged and left for the next time.
     */
    public void sweep() {
        parts.leftovers().sweep();
    }

    /**
     * Looks whether the stores of the plans can do what offsite.yaml asks of them. One that does not answer within ten seconds is no
     * reason not to start: its archives are refused when it comes to them.
     *
     * @throws OffsiteException with reason {@code store-refused} for one that cannot, {@code restore-refused} for one that cannot hold
     *     the ledger of restores in Atlas
     */
    public void refuseUnfitStores() {
        new UnfitStores(parts.config(), parts.stores()).refuse();
    }

    /**
     * Looks whether the store of the ledger can remember restores in Atlas.
     *
     * @return the store's name
     * @throws OffsiteException with reason {@code restore-refused} for one that does not enforce conditional writes
     * @throws IOException when it cannot be tried
     * @throws java.util.NoSuchElementException when offsite.yaml names no ledger, as it need not while restores in Atlas are off
     */
    public String checkLedger() throws IOException {
        return UnfitStores.checkLedger(parts.config(), parts.stores());
    }

    /**
     * A store, open.
     *
     * @param name its name in offsite.yaml
     * @return the store; it is closed with the pack
     * @throws IOException when it cannot be opened
     */
    public ArchiveStore store(String name) throws IOException {
        return parts.stores().open(name);
    }

    /**
     * The transfers under way.
     *
     * @return the board they write on
     */
    public TransferBoard transfers() {
        return parts.watch().transfers();
    }

    /**
     * All that is watched of this process. Its metrics are in the registry the context had when this was made: the bean
     * {@code metricsRegistry}, or the only {@code MeterRegistry} there was, or none.
     *
     * @return what the pack's steps write on
     */
    public Watch watch() {
        return parts.watch();
    }

    @Override
    public void close() throws IOException {
        parts.close();
    }

    /** Every step is bound by this, so that its log lines and traces say what it is about. */
    static void bind(Registry registry, String step, Processor processor) {
        registry.bind("offsite-" + step, Processor.class, new IdentifiedStep(processor));
    }
}

package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.Secret;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RequestQueue;
import io.atlasoffsite.ops.AuditLog;
import io.atlasoffsite.ops.TransferBoard;
import io.atlasoffsite.ops.Watch;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.TransferConfig;
import io.atlasoffsite.restore.CopyProver;
import io.atlasoffsite.restore.CopyRestorer;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.transfer.Engine;
import io.atlasoffsite.transfer.NetworkSettings;
import io.atlasoffsite.transfer.Pause;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.camel.CamelContext;
import org.apache.camel.Predicate;
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

    private final OffsiteConfig config;
    private final Surroundings surroundings;
    private final CamelContext context;
    private final ProcessIdentity identity;
    private final ConfiguredStores stores;
    private final Engine engine;
    private final AtlasSites sites;
    private final AtlasClients clients;
    private final ProveCopies proveCopies;
    private final CopyRestorer copyRestorer;
    private final HostSpans spans;
    private final Parallel parallel;
    private final Scratch scratch;
    private final Watch watch;
    private final Json json = new Json();

    /**
     * What the pack takes from outside.
     *
     * @param data the data directory, made when missing
     * @param clock the time
     * @param random attempts' names and jitter
     * @param secrets hears of every token and signed address as it enters, so that logs can be masked
     * @param tool the program and its version, for manifests
     */
    public record Surroundings(Path data, Clock clock, RandomGenerator random, Consumer<Secret> secrets, String tool) {}

    /**
     * Prepares the beans.
     *
     * @param config offsite.yaml
     * @param surroundings what comes from outside
     * @param context where the routes will run
     * @throws IOException when the data directory cannot be written
     */
    public OffsitePack(OffsiteConfig config, Surroundings surroundings, CamelContext context) throws IOException {
        this.config = config;
        this.surroundings = surroundings;
        this.context = context;
        NetworkSettings network = TransferSettings.network(config.network());
        this.spans = new HostSpans(context);
        this.parallel = new Parallel(spans);
        this.watch = new Watch(surroundings.clock(), HostMeters.of(context));
        this.identity = ProcessIdentity.take(surroundings.data(), surroundings.random());
        this.stores = new ConfiguredStores(
                config, new S3Clients(context, network), identity, surroundings.clock(), surroundings.random());
        this.engine = new Engine(
                TransferSettings.engine(config.transfer(), network),
                surroundings.clock(),
                surroundings.random(),
                Pause.REAL);
        int places = config.transfer().concurrent();
        this.proveCopies = new ProveCopies(
                stores, new CopyProver(engine, places), places, spans, surroundings.clock(), surroundings.tool());
        this.copyRestorer = new CopyRestorer(engine, places, surroundings.clock(), surroundings.tool());
        this.scratch = new Scratch(identity, surroundings.random());
        this.clients = new AtlasClients(
                network, surroundings.clock(), surroundings.random(), new ObjectMapper(), surroundings.secrets());
        this.sites = clients.sites(config.atlas().values());
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
        Clock clock = surroundings.clock();
        context.addComponent(AtlasClients.COMPONENT, AtlasClients.component());
        registry.bind(ScheduleComponent.NAME, ScheduleComponent.of(identity.process()));
        spans.bind();
        sites.all().forEach(site -> registry.bind(site.clientBean(), clients.configurer(site)));
        new AtlasSteps(registry, sites, json, clock, watch.meters())
                .bind(new StoredJobs(stores, json), identity.node());
        new CopySteps(registry, config, stores, json, clock).bind(watch, moves());
        WriteLetter letters = new WriteLetter(json, clock, watch.meters());
        bind(registry, "accept-message", letters.accepting(RequestQueue.COPY));
        bind(registry, "write-letter", letters::write);
        AuditLog audit = new AuditLog(surroundings.data(), clock);
        bindRehearsals(registry, audit, clock);
        RestoreSteps restores = new RestoreSteps(registry, config, json, audit);
        restores.bindRestores(letters, stores, copyRestorer);
        bindEvents(registry, restores, clock);
        InAtlasSteps inAtlas = new InAtlasSteps(registry, config, sites, json, clock);
        inAtlas.bind(letters, audit);
        inAtlas.bind(stores, identity.node());
        registry.bind("offsite-going-down", Predicate.class, (Predicate) WriteLetter::goingDown);
        bind(registry, "make-request", new MakeRequest(config, json, clock)::make);
        bind(registry, "choose-copies", Failures.typed(new ChooseCopies(config, stores)::choose));
        bind(registry, "prove-copies", Failures.typed(proveCopies::prove));
        bind(registry, "look-at-stores", new LookAtStores(config, stores, watch, clock)::look);
        bind(registry, "report-status", new ReportStatus(watch, json, clock, surroundings.tool())::report);
        bind(registry, "find-missed", new MissedFires(config, clock)::find);
    }

    /** Makes the schedules' routes; to be called once the route templates are loaded. */
    public void startSchedules() {
        new Schedules(context, config).start();
    }

    /**
     * Cleans up after processes that are gone: attempts to copy in every store, and unfinished restores and rehearsals. What cannot be
     * cleaned now is logged and left for the next time.
     */
    public void sweep() {
        new Leftovers(config, stores, identity, scratch, surroundings.clock()).sweep();
    }

    /**
     * Looks whether the stores of the plans can do what offsite.yaml asks of them. One that does not answer within ten seconds is no
     * reason not to start: its archives are refused when it comes to them.
     *
     * @throws OffsiteException with reason {@code store-refused} for one that cannot, {@code restore-refused} for one that cannot hold
     *     the ledger of restores in Atlas
     */
    public void refuseUnfitStores() {
        new UnfitStores(config, stores).refuse();
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
        return UnfitStores.checkLedger(config, stores);
    }

    /**
     * A store, open.
     *
     * @param name its name in offsite.yaml
     * @return the store; it is closed with the pack
     * @throws IOException when it cannot be opened
     */
    public ArchiveStore store(String name) throws IOException {
        return stores.open(name);
    }

    /**
     * The transfers under way.
     *
     * @return the board they write on
     */
    public TransferBoard transfers() {
        return watch.transfers();
    }

    /**
     * All that is watched of this process. Its metrics are in the registry the context had when this was made: the bean
     * {@code metricsRegistry}, or the only {@code MeterRegistry} there was, or none.
     *
     * @return what the pack's steps write on
     */
    public Watch watch() {
        return watch;
    }

    @Override
    public void close() throws IOException {
        try (identity) {
            parallel.close();
            proveCopies.close();
            copyRestorer.close();
            engine.close();
            stores.close();
            watch.meters().remove();
        }
    }

    private MoveCopy moves() {
        TransferConfig limits = config.transfer();
        Slots slots = new Slots(limits.concurrent(), limits.perProject());
        Sources sources =
                new Sources(sites, stores, engine, slots, new RoutedDownloads(context), surroundings.secrets());
        FillStore fill =
                new FillStore(stores, engine, parallel, watch.transfers(), surroundings.clock(), surroundings.tool());
        return new MoveCopy(fill, sources);
    }

    private void bindRehearsals(Registry registry, AuditLog audit, Clock clock) {
        RehearseCopy copies =
                new RehearseCopy(config.restore(), stores, copyRestorer, scratch, audit, clock, surroundings.tool());
        RehearsalSteps.Told told =
                new RehearsalSteps.Told(json, source(), clock, surroundings.random(), identity.node());
        new RehearsalSteps(config, stores, copies, watch, told).bind(registry);
    }

    private URI source() {
        return URI.create("urn:atlas-offsite:" + identity.node());
    }

    private void bindEvents(Registry registry, RestoreSteps restoreSteps, Clock clock) {
        URI source = source();
        Announce announce = new Announce(json, source, clock);
        bind(registry, "make-started-events", announce::makeStartedEvents);
        bind(registry, "make-outcome-events", announce::makeOutcomeEvents);
        bind(registry, "judge-announcement", announce::judgeFailure);
        restoreSteps.bindNews(announce, source, clock, watch.meters());
        bind(registry, "address-event", announce::address);
        bind(registry, "ignore-event", exchange -> {});
        bind(registry, "refuse-to-enqueue", exchange -> {
            throw OffsiteException.because(Reason.INVALID_REQUEST, "there is no queue here to put requests on")
                    .hint(
                            "name your broker's connection factory in offsite.jms.connection-factory, or set offsite.enqueue.uri")
                    .build();
        });
    }

    static void bind(Registry registry, String step, Processor processor) {
        registry.bind("offsite-" + step, Processor.class, new KnownStep(processor));
    }
}

package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Secret;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RequestQueue;
import io.atlasoffsite.ops.AuditLog;
import io.atlasoffsite.ops.TransferBoard;
import io.atlasoffsite.ops.Watch;
import io.atlasoffsite.plan.AtlasAccess;
import io.atlasoffsite.plan.Network;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Rehearsal;
import io.atlasoffsite.plan.TransferConfig;
import io.atlasoffsite.restore.CopyProver;
import io.atlasoffsite.restore.CopyRestorer;
import io.atlasoffsite.restore.StaleRestores;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Attempts;
import io.atlasoffsite.store.Layout;
import io.atlasoffsite.transfer.Engine;
import io.atlasoffsite.transfer.EngineSettings;
import io.atlasoffsite.transfer.NetworkSettings;
import io.atlasoffsite.transfer.Pause;
import io.atlasoffsite.transfer.ProxyServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.camel.CamelContext;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.camel.spi.Registry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(OffsitePack.class);

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
    private final Parallel parallel = new Parallel();
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
        NetworkSettings network = network(config.network());
        this.watch = new Watch(surroundings.clock(), HostMeters.of(context));
        this.identity = ProcessIdentity.take(surroundings.data(), surroundings.random());
        this.stores = new ConfiguredStores(
                config, new S3Clients(context, network), identity, surroundings.clock(), surroundings.random());
        this.engine = new Engine(
                engineSettings(config.transfer(), network), surroundings.clock(), surroundings.random(), Pause.REAL);
        int places = config.transfer().concurrent();
        this.proveCopies = new ProveCopies(
                stores, new CopyProver(engine, places), places, surroundings.clock(), surroundings.tool());
        this.copyRestorer = new CopyRestorer(engine, places, surroundings.clock(), surroundings.tool());
        this.scratch = new Scratch(identity, surroundings.random());
        this.clients = new AtlasClients(
                network, surroundings.clock(), surroundings.random(), new ObjectMapper(), surroundings.secrets());
        this.sites = sites(config, clients);
    }

    /** Puts the beans into the context's registry. */
    public void bind() {
        Registry registry = context.getRegistry();
        Clock clock = surroundings.clock();
        sites.all().forEach(site -> registry.bind(site.clientBean(), clients.configurer(site)));
        new AtlasSteps(registry, sites, json, clock, watch.meters())
                .bind(new StoredJobs(stores, json), identity.node());
        bindCopy(registry, clock);
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
     * Cleans up after attempts of processes that are gone: of this data directory when their lock is free, of others after a day of
     * silence by the store's clock. What cannot be cleaned now is left for the next time.
     *
     * @param storeName the store's name
     * @throws IOException when the store cannot be read
     */
    public void sweep(String storeName) throws IOException {
        Attempts attempts = stores.attempts(storeName);
        ArchiveStore store = stores.open(storeName);
        // A store nobody has used is not written to just to ask for its time.
        Instant now = store.list(Layout.ATTEMPTS).isEmpty() ? Instant.EPOCH : store.now();
        Attempts.Swept swept = attempts.sweep(attempt -> attempt.node().equals(identity.node())
                ? identity.dead(attempt.node(), attempt.process())
                : attempt.stale(now));
        if (!swept.cleaned().isEmpty()) {
            LOG.info(
                    "store {}: cleaned up after {} unfinished attempts",
                    storeName,
                    swept.cleaned().size());
        }
        swept.orphans()
                .forEach(path -> LOG.warn(
                        "store {}: archive {} is whole but belongs to no copy; delete it when nobody misses it",
                        storeName,
                        path));
    }

    /** Removes what rehearsals left behind whose process was killed, in the directories of all plans. */
    public void sweepRehearsals() {
        config.plans().values().stream()
                .map(plan -> plan.rehearse().orElse(Rehearsal.BY_HAND).scratch(config.restore()))
                .distinct()
                .forEach(scratch::sweep);
    }

    /**
     * Removes what restores by message left unfinished that nobody went on with for a day.
     *
     * @throws IOException when the directory of restores cannot be read
     */
    public void sweepRestores() throws IOException {
        for (Path left : new StaleRestores(surroundings.clock())
                .sweep(config.restore().directory().toAbsolutePath())) {
            LOG.info("removed {}, which a restore had left unfinished", left);
        }
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

    private void bindCopy(Registry registry, Clock clock) {
        Tally tally = new Tally(config, watch, clock);
        ResolveCopy resolve = new ResolveCopy(config, json, clock, tally);
        bind(registry, "read-request", resolve::acceptRequest);
        bind(registry, "begin-copy", resolve::begin);
        bind(registry, "resolve-copy", resolve::resolve);
        MissingSnapshots missing = new MissingSnapshots(stores, clock);
        Discovery.bindDivision(registry, new DivideRequest(config, json, resolve, missing, tally));
        bind(registry, "choose-snapshot", new ChooseSnapshot(clock)::choose);
        Turns turns = new Turns();
        FindCopies find = new FindCopies(stores, turns, tally);
        bind(registry, "find-copies", Failures.typed(find::find));
        bind(registry, "find-copies-in-turn", Failures.typed(find::findInTurn));
        bind(registry, "describe-copy", CopyPreview::describe);
        bind(registry, "conclude", new Conclude(turns, tally)::conclude);
        bindMoves(registry, clock);
    }

    private void bindMoves(Registry registry, Clock clock) {
        TransferConfig limits = config.transfer();
        Slots slots = new Slots(limits.concurrent(), limits.perProject());
        Sources sources =
                new Sources(sites, stores, engine, slots, new RoutedDownloads(context), surroundings.secrets());
        MoveCopy move = new MoveCopy(
                new FillStore(stores, engine, parallel, watch.transfers(), clock, surroundings.tool()), sources);
        bind(registry, "transfer", Failures.typed(move::transfer));
        bind(registry, "prove", Failures.typed(move::prove));
        bind(registry, "commit", Failures.typed(move::commit));
        bind(registry, "replicate", Failures.typed(move::replicate));
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
        restoreSteps.bindNews(announce, source, clock);
        bind(registry, "address-event", announce::address);
        bind(registry, "ignore-event", exchange -> {});
    }

    static void bind(Registry registry, String step, Processor processor) {
        registry.bind("offsite-" + step, Processor.class, processor);
    }

    private static AtlasSites sites(OffsiteConfig config, AtlasClients clients) {
        Map<String, AtlasSite> sites = new TreeMap<>();
        for (AtlasAccess access : config.atlas().values()) {
            sites.put(access.name(), clients.site(access));
        }
        return new AtlasSites(sites);
    }

    private static NetworkSettings network(Network network) {
        NetworkSettings direct = NetworkSettings.direct();
        return new NetworkSettings(
                direct.connectTimeout(),
                network.proxy()
                        .map(proxy -> new ProxyServer(
                                proxy.host(),
                                proxy.port(),
                                proxy.user(),
                                proxy.password().reveal().toCharArray())),
                network.noProxy(),
                network.caFile());
    }

    private static EngineSettings engineSettings(TransferConfig transfer, NetworkSettings network) {
        return EngineSettings.defaults(transfer.spool())
                .withMemory(transfer.memory(), transfer.concurrent())
                .withBandwidth(transfer.bandwidth().orElse(0))
                .withStallTimeout(transfer.stallTimeout())
                .withNetwork(network);
    }
}

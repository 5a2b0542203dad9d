package io.atlasoffsite.route;

import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RequestQueue;
import io.atlasoffsite.ops.AuditLog;
import io.atlasoffsite.ops.Watch;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.TransferConfig;
import java.time.Clock;
import org.apache.camel.Predicate;
import org.apache.camel.spi.Registry;

/** Binds the steps of all routes, those of a group of routes by a class of their own. Used once. */
final class PackSteps {

    private final Registry registry;
    private final PackParts parts;
    private final OffsiteConfig config;
    private final ConfiguredStores stores;
    private final Watch watch;
    private final Json json;
    private final Clock clock;

    PackSteps(Registry registry, PackParts parts) {
        this.registry = registry;
        this.parts = parts;
        this.config = parts.config();
        this.stores = parts.stores();
        this.watch = parts.watch();
        this.json = parts.json();
        this.clock = parts.clock();
    }

    void bind(RoutedDownloads downloads) {
        AtlasSites sites = parts.sites();
        String node = parts.identity().node();
        sites.all()
                .forEach(
                        site -> registry.bind(site.clientBean(), parts.clients().configurer(site)));
        new AtlasSteps(registry, sites, json, clock, watch.meters()).bind(new StoredJobs(stores, json), node);
        new CopySteps(registry, config, stores, json, clock).bind(watch, moves(downloads));
        WriteLetter letters = new WriteLetter(json, clock, watch.meters());
        OffsitePack.bind(registry, "accept-message", letters.accepting(RequestQueue.COPY));
        OffsitePack.bind(registry, "write-letter", letters::write);
        registry.bind("offsite-going-down", Predicate.class, (Predicate) WriteLetter::goingDown);
        AuditLog audit = new AuditLog(parts.surroundings().data(), clock);
        bindKeeping(audit);
        new RestoreSteps(registry, config, json, audit).bind(letters, stores, parts.restorer());
        new EventSteps(registry, json, parts.identity().source(), clock).bind(config.restore(), watch.meters());
        InAtlasSteps inAtlas = new InAtlasSteps(registry, config, sites, json, clock);
        inAtlas.bind(letters, audit);
        inAtlas.bind(stores, node);
        bindWatching();
        EndpointDefaults.bindEnds(registry);
    }

    private MoveCopy moves(RoutedDownloads downloads) {
        TransferConfig limits = config.transfer();
        Slots slots = new Slots(limits.concurrent(), limits.perProject());
        Sources sources = new Sources(
                parts.sites(),
                stores,
                parts.engine(),
                slots,
                downloads,
                parts.surroundings().secrets());
        return new MoveCopy(
                new FillStore(stores, parts.engine(), parts.parallel(), watch.transfers(), clock, parts.tool()),
                sources);
    }

    private void bindKeeping(AuditLog audit) {
        OffsitePack.bind(registry, "choose-copies", Failures.typed(new ChooseCopies(config, stores)::choose));
        OffsitePack.bind(registry, "prove-copies", Failures.typed(parts.prover()::prove));
        RehearseCopy copies = new RehearseCopy(
                config.restore(), stores, parts.restorer(), parts.scratch(), audit, clock, parts.tool());
        ProcessIdentity identity = parts.identity();
        RehearsalSteps.Told told = new RehearsalSteps.Told(
                json, identity.source(), clock, parts.surroundings().random(), identity.node());
        new RehearsalSteps(config, stores, copies, watch, told).bind(registry);
    }

    private void bindWatching() {
        OffsitePack.bind(registry, "make-request", new MakeRequest(config, json, clock)::make);
        OffsitePack.bind(registry, "find-missed", new MissedFires(config, clock)::find);
        OffsitePack.bind(registry, "look-at-stores", new LookAtStores(config, stores, watch, clock)::look);
        OffsitePack.bind(registry, "report-status", new ReportStatus(watch, json, clock, parts.tool())::report);
    }
}

package io.atlasoffsite.route;

import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RequestQueue;
import io.atlasoffsite.ops.AuditLog;
import io.atlasoffsite.plan.OffsiteConfig;
import java.io.IOException;
import java.time.Clock;
import org.apache.camel.Processor;
import org.apache.camel.spi.Registry;

/** Binds the steps of the routes that have Atlas restore. Used once. */
final class InAtlasSteps {

    private final Registry registry;
    private final OffsiteConfig config;
    private final AtlasSites sites;
    private final Json json;
    private final Clock clock;

    InAtlasSteps(Registry registry, OffsiteConfig config, AtlasSites sites, Json json, Clock clock) {
        this.registry = registry;
        this.config = config;
        this.sites = sites;
        this.json = json;
        this.clock = clock;
    }

    void bind(WriteLetter letters, AuditLog log) {
        bind("accept-atlas-restore-message", letters.accepting(RequestQueue.ATLAS_RESTORE));
        AtlasRestoreAudit audit = new AtlasRestoreAudit(log, clock);
        bind("remember-atlas-restore", audit::remember);
        bind("note-atlas-restore-asked", audit::noteAsked);
        bind("note-atlas-restore-end", audit::noteRestored);
        bind("note-atlas-restore-failure", audit::noteFailed);
    }

    void bind(Stores stores, String node) {
        RestoreGuards guards = new RestoreGuards(config, clock);
        PrepareRestore.Ledgers ledgers = () -> ledger(guards, stores, node);
        bind("ask-for-cluster", LookAtCluster::ask);
        bind("read-cluster", LookAtCluster::read);
        bind("ask-for-restores", LookAtCluster::askForRestores);
        bind("read-restores", LookAtCluster::readRestores);
        PrepareRestore prepare = new PrepareRestore(config.restore(), sites, guards, ledgers, json, clock);
        bind("begin-atlas-restore", prepare::begin);
        bind("guard-atlas-restore", prepare::guard);
        bind("aim-at-source", prepare::aimAtSource);
        bind("aim-at-target", prepare::aimAtTarget);
        bind("note-source", prepare::noteSource);
        bind("choose-atlas-snapshot", prepare::chooseSnapshot);
        bind("judge-target", prepare::judgeTarget);
        bind("judge-missing-target", prepare::judgeMissingTarget);
        bind("describe-atlas-restore", AtlasRestorePreview::describe);
        RestoreInAtlas restore = new RestoreInAtlas(sites, guards, ledgers, json, clock);
        bind("begin-asking", restore::begin);
        bind("recall-restore", restore::recall);
        bind("recognise-restore", restore::recognise);
        bind("prepare-restore-intent", restore::prepare);
        bind("note-restore-intent", restore::noteIntent);
        bind("read-restore-job", restore::readJob);
        bind("judge-restore-refusal", restore::judgeRefusal);
        bind("note-restore-job", restore::noteJob);
        FollowRestore follow = new FollowRestore(sites, ledgers, clock);
        bind("begin-following", follow::begin);
        bind("ask-for-restore-job", follow::ask);
        bind("judge-restore-job", follow::judge);
        bind("judge-lost-restore-job", follow::judgeLostJob);
        bind("conclude-atlas-restore", follow::conclude);
    }

    /** What was asked before is followed, also where nothing new may be asked any more. */
    private RestoreLedger ledger(RestoreGuards guards, Stores stores, String node) throws IOException {
        String store = config.restore().inAtlas().ledger().orElseGet(guards::ledger);
        return new RestoreLedger(stores.open(store), json, node);
    }

    private void bind(String step, Processor processor) {
        OffsitePack.bind(registry, step, Failures.typed(processor));
    }
}

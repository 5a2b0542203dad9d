package io.atlasoffsite.route;

import io.atlasoffsite.atlas.Retirements;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.ops.CopyMeters;
import java.time.Clock;
import org.apache.camel.Processor;
import org.apache.camel.spi.Registry;

/** Binds the steps of the routes below {@code routes/atlas/}. Used once. */
final class AtlasSteps {

    private final Registry registry;
    private final AtlasSites sites;
    private final Json json;
    private final Clock clock;
    private final CopyMeters meters;

    AtlasSteps(Registry registry, AtlasSites sites, Json json, Clock clock, CopyMeters meters) {
        this.registry = registry;
        this.sites = sites;
        this.json = json;
        this.clock = clock;
        this.meters = meters;
    }

    void bind(JobLedger ledger, String node) {
        bindCalls();
        bindSnapshots();
        bindDownload();
        bindJobs(ledger, node);
    }

    private void bindCalls() {
        CallAtlas calls = new CallAtlas(sites, new Retirements(clock), meters, clock);
        bind("begin-call", calls::begin);
        bind("prepare-try", calls::prepareTry);
        bind("judge-reply", calls::judgeReply);
        bind("judge-failure", calls::judgeFailure);
        bind("finish-call", calls::finish);
    }

    private void bindSnapshots() {
        Shapes shapes = new Shapes();
        FindKind kinds = new FindKind(shapes);
        bind("recall-kind", kinds::recall);
        bind("remember-kind", kinds::remember);
        bind("try-next-kind", kinds::tryNext);
        Discovery.bindLists(registry, kinds);
        ListSnapshots snapshots = new ListSnapshots(shapes);
        bind("ask-for-snapshot", snapshots::askForOne);
        bind("read-snapshot", snapshots::readOne);
        bind("ask-other-shape", snapshots::askForOtherShape);
        bind("begin-snapshot-list", snapshots::begin);
        bind("list-other-shape", snapshots::listOtherShape);
        bind("collect-page", snapshots::collectPage);
        bind("finish-snapshot-list", snapshots::finish);
        Discovery.bindTaking(registry, new TakeSnapshot(sites, json, clock));
    }

    private void bindDownload() {
        Download download = new Download(sites, clock);
        bind("ask-for-download", download::ask);
        bind("read-job", download::readJob);
        bind("begin-waiting", download::beginWaiting);
        bind("ask-for-job", download::askForJob);
        bind("judge-job", download::judgeJob);
        bind("judge-lost-job", download::judgeLostJob);
        bind("judge-new-job", download::judgeNewJob);
    }

    private void bindJobs(JobLedger ledger, String node) {
        bind("begin-job-list", ListJobs::begin);
        bind("collect-jobs", ListJobs::collect);
        bind("finish-job-list", ListJobs::finish);
        MakeJob jobs = new MakeJob(sites, ledger, node, clock);
        bind("begin-job-search", jobs::begin);
        bind("recall-job", Failures.typed(jobs::recall));
        bind("recognise-job", Failures.typed(jobs::recognise));
        bind("note-intent", Failures.typed(jobs::noteIntent));
        bind("note-job", Failures.typed(jobs::noteJob));
        bind("judge-refusal", jobs::judgeRefusal);
        bind("finish-job-search", jobs::finish);
        EndDownload ending = new EndDownload(ledger);
        bind("begin-ending", Failures.typed(ending::begin));
        bind("judge-ending", ending::judge);
        bind("finish-ending", Failures.typed(ending::finish));
    }

    private void bind(String step, Processor processor) {
        OffsitePack.bind(registry, step, processor);
    }
}

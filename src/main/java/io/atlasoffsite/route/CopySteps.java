package io.atlasoffsite.route;

import io.atlasoffsite.message.Json;
import io.atlasoffsite.ops.Watch;
import io.atlasoffsite.plan.OffsiteConfig;
import java.time.Clock;
import org.apache.camel.Processor;
import org.apache.camel.spi.Registry;

/** Binds the steps of the routes below {@code routes/copy/}. Used once. */
final class CopySteps {

    private final Registry registry;
    private final OffsiteConfig config;
    private final Stores stores;
    private final Json json;
    private final Clock clock;

    CopySteps(Registry registry, OffsiteConfig config, Stores stores, Json json, Clock clock) {
        this.registry = registry;
        this.config = config;
        this.stores = stores;
        this.json = json;
        this.clock = clock;
    }

    void bind(Watch watch, MoveCopy move) {
        bindRequests(new Tally(config, watch, clock));
        bind("transfer", Failures.typed(move::transfer));
        bind("prove", Failures.typed(move::prove));
        bind("commit", Failures.typed(move::commit));
        bind("replicate", Failures.typed(move::replicate));
    }

    private void bindRequests(Tally tally) {
        ResolveCopy resolve = new ResolveCopy(config, json, clock, tally);
        bind("read-request", resolve::acceptRequest);
        bind("begin-copy", resolve::begin);
        bind("resolve-copy", resolve::resolve);
        MissingSnapshots missing = new MissingSnapshots(stores, clock);
        Discovery.bindDivision(registry, new DivideRequest(config, json, resolve, missing, tally));
        bind("choose-snapshot", new ChooseSnapshot(clock)::choose);
        Turns turns = new Turns();
        FindCopies find = new FindCopies(stores, turns, tally);
        bind("find-copies", Failures.typed(find::find));
        bind("find-copies-in-turn", Failures.typed(find::findInTurn));
        bind("describe-copy", CopyPreview::describe);
        Results results = new Results(config);
        HandOver handOver = new HandOver(results, json);
        bind("describe-result", handOver::describeResult);
        bind("describe-copied", handOver::describeCopied);
        bind("judge-hand-over", handOver::judgeFailure);
        bind("conclude", new Conclude(turns, tally, results)::conclude);
    }

    private void bind(String step, Processor processor) {
        OffsitePack.bind(registry, step, processor);
    }
}

package io.atlasoffsite.cli;

import io.atlasoffsite.message.Json;
import io.atlasoffsite.ops.Freshness;
import io.atlasoffsite.route.ClusterFinder;
import io.atlasoffsite.route.FreshnessJson;
import io.atlasoffsite.route.Promises;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code offsite status}: is everything as fresh as promised? */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows for each plan with alertAfter, each cluster and store, how old the newest copy's data is.",
            "Asks Atlas what clusters there are when a plan means many: one that has copies and is gone is cluster-vanished.",
            "Ends with 8 when anything is not fresh."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  offsite status", "  offsite status --json || alert \"copies are late\""})
final class StatusCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    @Option(names = "--json", description = "print one JSON array, an object for each plan, cluster and store")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Logs.level(false, options.debug());
        Installation installation = Installation.load(options).hurried();
        boolean atlas = installation.config().plans().values().stream()
                .anyMatch(plan -> plan.alertAfter().isPresent() && (plan.everyCluster() || plan.everyProject()));
        return atlas ? Interruption.during(() -> withAtlas(installation)) : withStores(installation);
    }

    /** Only a plan for many clusters needs Atlas, and the routes to ask it. */
    private int withAtlas(Installation installation) throws Exception {
        try (Pack pack = Pack.forCommand(installation)) {
            return judge(
                    new Promises(installation.config(), shelf(pack.beans()::store), new ClusterFinder(pack.context())));
        }
    }

    private int withStores(Installation installation) throws Exception {
        try (OpenStores open = OpenStores.of(installation)) {
            return judge(new Promises(installation.config(), shelf(open::store), plan -> Map.of()));
        }
    }

    private static Promises.Shelf shelf(Catalogs.Opener opener) {
        Catalogs catalogs = new Catalogs(opener);
        return (store, question) -> catalogs.read(store, catalog -> {
                    question.ask(catalog);
                    return List.of();
                })
                .failure();
    }

    private int judge(Promises promises) throws Exception {
        Screen screen = Screen.of(spec);
        List<Freshness> all = promises.look(Clock.systemUTC().instant());
        if (json) {
            screen.json(FreshnessJson.list(all, new Json()));
        } else {
            print(all, screen);
        }
        promises.failures().forEach(failure -> screen.say(ErrorLines.sentence(failure)));
        boolean healthy = all.stream().allMatch(one -> one.state() == Freshness.State.FRESH);
        return healthy ? 0 : ErrorLines.UNHEALTHY;
    }

    private static void print(List<Freshness> all, Screen screen) {
        if (all.isEmpty()) {
            screen.line("no plan has alertAfter, so nothing was promised");
            return;
        }
        Table table = new Table("PLAN", "CLUSTER", "STORE", "STATE", "NEWEST", ">AGE", ">ALERT AFTER");
        all.forEach(one -> table.row(
                one.plan(),
                one.cluster(),
                one.store(),
                one.state().word(),
                Human.time(one.newest()),
                one.age().map(Human::age).orElse(""),
                Human.age(one.alertAfter())));
        table.print(screen.out());
    }
}

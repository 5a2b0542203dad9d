package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.ops.Freshness;
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
            Catalogs catalogs = new Catalogs(pack.beans()::store);
            return judge(new Promises(installation.config(), catalogs, new ClusterFinder(pack)));
        }
    }

    private int withStores(Installation installation) throws Exception {
        try (OpenStores open = OpenStores.of(installation)) {
            return judge(new Promises(installation.config(), new Catalogs(open::store), plan -> Map.of()));
        }
    }

    private int judge(Promises promises) throws Exception {
        Screen screen = Screen.of(spec);
        List<Freshness> all = promises.look(Clock.systemUTC().instant());
        if (json) {
            screen.json(toTree(all));
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

    private static ArrayNode toTree(List<Freshness> all) {
        Json json = new Json();
        ArrayNode list = json.list();
        for (Freshness one : all) {
            ObjectNode tree = json.object()
                    .put("plan", one.plan())
                    .put("cluster", one.cluster())
                    .put("store", one.store())
                    .put("state", one.state().word())
                    .put("alertAfterSeconds", one.alertAfter().toSeconds());
            one.newest().ifPresent(taken -> tree.put("newestTakenAt", taken.toString()));
            one.age().ifPresent(age -> tree.put("ageSeconds", age.toSeconds()));
            list.add(tree);
        }
        return list;
    }
}

package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.ops.Freshness;
import io.atlasoffsite.ops.RehearsalState;
import io.atlasoffsite.route.ClusterFinder;
import io.atlasoffsite.route.FreshnessJson;
import io.atlasoffsite.route.Promises;
import io.atlasoffsite.route.RehearsalPromises;
import io.atlasoffsite.route.RehearsalStatesJson;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
            "Shows for each plan that is rehearsed, and each cluster, how the last rehearsal of a restore ended.",
            "Asks Atlas what clusters there are when a plan means many: one that has copies and is gone is cluster-vanished.",
            "Ends with 8 when anything is not fresh, or a rehearsal failed, is missing or overdue."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  offsite status", "  offsite status --json || alert \"copies are late\""})
final class StatusCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    @Option(
            names = "--json",
            description = "print one JSON array, an object for each plan, cluster and store, and for each rehearsal")
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
            return judge(installation, pack.beans()::store, new ClusterFinder(pack.context()));
        }
    }

    private int withStores(Installation installation) throws Exception {
        try (OpenStores open = OpenStores.of(installation)) {
            return judge(installation, open::store, plan -> Map.of());
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

    private int judge(Installation installation, Catalogs.Opener opener, Promises.Finder finder) throws Exception {
        Screen screen = Screen.of(spec);
        Instant now = Clock.systemUTC().instant();
        Promises promises = new Promises(installation.config(), shelf(opener), finder);
        List<Freshness> copies = promises.look(now);
        RehearsalPromises rehearsed = new RehearsalPromises(installation.config(), opener::open);
        List<RehearsalState> rehearsals =
                rehearsed.look(copies).stream().map(one -> one.judge(now)).toList();
        if (json) {
            ArrayNode list = FreshnessJson.list(copies, new Json());
            screen.json(list.addAll(RehearsalStatesJson.list(rehearsals, new Json())));
        } else {
            print(copies, rehearsals, screen);
        }
        Stream.concat(promises.failures().stream(), rehearsed.failures().values().stream())
                .map(ErrorLines::sentence)
                .distinct()
                .forEach(screen::say);
        boolean healthy = copies.stream().allMatch(one -> one.state() == Freshness.State.FRESH)
                && rehearsals.stream().allMatch(one -> one.state().healthy());
        return healthy ? 0 : ErrorLines.UNHEALTHY;
    }

    private static void print(List<Freshness> copies, List<RehearsalState> rehearsals, Screen screen) {
        if (copies.isEmpty()) {
            screen.line("no plan has alertAfter, so nothing was promised");
        } else {
            print(copies, screen);
        }
        if (rehearsals.isEmpty()) {
            return;
        }
        Table table = new Table("PLAN", "CLUSTER", "REHEARSAL", "ENDED", ">AGE", ">ALERT AFTER", "STORE", "WHY");
        rehearsals.forEach(one -> table.row(
                one.plan(),
                one.cluster(),
                one.state().word(),
                Human.time(one.last().map(RehearsalState.Last::at)),
                one.age().map(Human::age).orElse(""),
                one.alertAfter().map(Human::age).orElse(""),
                one.last().map(RehearsalState.Last::store).orElse(""),
                one.last().map(RehearsalState.Last::summary).orElse("")));
        screen.line("");
        table.print(screen.out());
    }

    private static void print(List<Freshness> all, Screen screen) {
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

package io.atlasoffsite.cli;

import io.atlasoffsite.restore.Tally;
import io.atlasoffsite.route.RehearsalResult;
import io.atlasoffsite.route.RehearseRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code offsite rehearse}: can what was copied be restored? */
@Command(
        name = "rehearse",
        mixinStandardHelpOptions = true,
        description = {
            "Restores the newest copy of each cluster of a plan into a scratch directory, proves every byte, runs the plan's "
                    + "rehearse.command on it, and removes it again.",
            "What came of it is written down beside the copy, and offsite status shows it from then on.",
            "Ends with 0 when every rehearsal was extracted or proved, 6 when a copy is damaged or the command failed, 5 when a "
                    + "store is away, 7 when only some succeeded."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  offsite rehearse orders-nightly",
            "  offsite rehearse orders-nightly --store vault --json",
            "  offsite rehearse orders-nightly --keep"
        })
final class RehearseCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    @Parameters(paramLabel = "PLAN", description = "the plan whose copies are restored")
    private String plan;

    @Option(names = "--cluster", paramLabel = "NAME", description = "only this one of the plan's clusters")
    private Optional<String> cluster = Optional.empty();

    @Option(
            names = "--store",
            paramLabel = "NAME",
            description = "from this store of the plan; without it from the first one that has the newest copy, or "
                    + "rehearse.store")
    private Optional<String> store = Optional.empty();

    @Option(names = "--keep", description = "leave what was restored where it is, and say where")
    private boolean keep;

    @Option(names = "--json", description = "print one JSON array, an object for each rehearsal")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "no progress")
    private boolean quiet;

    @Override
    public Integer call() throws Exception {
        Logs.level(false, options.debug());
        Installation installation = Installation.load(options);
        installation.config().plan(plan);
        Screen screen = Screen.of(spec);
        return Interruption.during(
                screen,
                "what was restored by then is removed, and the rehearsal counts for nothing",
                () -> rehearse(installation, screen));
    }

    private int rehearse(Installation installation, Screen screen) throws Exception {
        RehearseRequest request = new RehearseRequest(
                "rehearsal-" + UUID.randomUUID(),
                plan,
                cluster,
                store,
                keep,
                "command " + System.getProperty("user.name", "?"),
                new Tally());
        try (Pack pack = Pack.forCommand(installation)) {
            RehearsalReport report = new RehearsalReport(watched(pack, request, screen));
            if (json) {
                screen.json(report.toTree());
            } else {
                report.print(screen);
            }
            return report.judge(screen);
        }
    }

    private List<RehearsalResult> watched(Pack pack, RehearseRequest request, Screen screen) throws Exception {
        if (quiet || json) {
            return ask(pack, request);
        }
        return TallyProgress.during(TallyProgress.Work.REHEARSE, request.tally(), screen, () -> ask(pack, request));
    }

    private static List<RehearsalResult> ask(Pack pack, RehearseRequest request) throws Exception {
        List<?> results = (List<?>) pack.ask("direct:offsite-rehearse-copies", request, Map.of());
        return results.stream().map(RehearsalResult.class::cast).toList();
    }
}

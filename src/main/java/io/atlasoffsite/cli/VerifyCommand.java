package io.atlasoffsite.cli;

import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.restore.Tally;
import io.atlasoffsite.route.Verification;
import io.atlasoffsite.route.VerifyRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code offsite verify}: are the stored bytes still what was written? */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Reads stored copies back, every byte once, and proves them against manifest, seal and checksums, with the same "
                    + "inspection as a copy.",
            "A copy that lies in several stores is verified in each. What is damaged is written down beside the copy, and "
                    + "offsite list and status know it from then on.",
            "Ends with 0 when all are whole, 6 when any is damaged, 5 when no store could be read, 7 when some copies could not "
                    + "be verified."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  offsite verify orders-nightly@latest",
            "  offsite verify vault:4476b25 --json",
            "  offsite verify --all --store disk",
            "  offsite verify --plan orders-nightly"
        })
final class VerifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    @Parameters(
            arity = "0..1",
            paramLabel = "COPY",
            description =
                    "a copy: its id, at least four last digits of its snapshot's id, or PLAN@latest; with STORE: before it, "
                            + "only there")
    private Optional<String> copy = Optional.empty();

    @Option(names = "--all", description = "every copy")
    private boolean all;

    @Option(names = "--plan", paramLabel = "NAME", description = "every copy of this plan's clusters, in its stores")
    private Optional<String> plan = Optional.empty();

    @Option(names = "--store", paramLabel = "NAME", description = "only in this store; may be given several times")
    private List<String> stores = List.of();

    @Option(names = "--json", description = "print one JSON array, an object for each copy and store")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "no progress")
    private boolean quiet;

    @Override
    public Integer call() throws Exception {
        Logs.level(false, options.debug());
        Installation installation = Installation.load(options);
        VerifyRequest request = request(installation.config());
        Screen screen = Screen.of(spec);
        return Interruption.during(
                screen,
                "what was found by then is written down, nothing else was changed",
                () -> verify(installation, request, screen));
    }

    private VerifyRequest request(OffsiteConfig config) {
        if (copy.isEmpty() && !all && plan.isEmpty()) {
            throw CommandFailure.usage("nothing says what to verify; name a copy, or give --all or --plan");
        }
        if (copy.isPresent() && (all || plan.isPresent())) {
            throw CommandFailure.usage(
                    "a copy and " + (all ? "--all" : "--plan") + " exclude each other; give one of them");
        }
        if (copy.isPresent() && !stores.isEmpty() && copy.get().contains(":")) {
            throw CommandFailure.usage(
                    "the copy names its store already; leave --store away, or the part before the colon");
        }
        plan.ifPresent(config::plan);
        stores.forEach(config::store);
        return new VerifyRequest(copy, plan, stores, new Tally());
    }

    private int verify(Installation installation, VerifyRequest request, Screen screen) throws Exception {
        try (Pack pack = Pack.forCommand(installation)) {
            Verification verification = watched(pack, request, screen);
            VerifyReport report = new VerifyReport(verification);
            if (json) {
                screen.json(report.toTree());
            } else {
                report.print(screen);
            }
            return report.judge(screen);
        }
    }

    private Verification watched(Pack pack, VerifyRequest request, Screen screen) throws Exception {
        if (quiet || json) {
            return ask(pack, request);
        }
        return TallyProgress.during(TallyProgress.Work.VERIFY, request.tally(), screen, () -> ask(pack, request));
    }

    private static Verification ask(Pack pack, VerifyRequest request) throws Exception {
        return (Verification) pack.ask("direct:offsite-verify-copies", request, Map.of());
    }
}

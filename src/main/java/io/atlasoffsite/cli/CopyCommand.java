package io.atlasoffsite.cli;

import io.atlasoffsite.message.CopyResult;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.route.CopyAnswer;
import io.atlasoffsite.route.CopyPreview;
import io.atlasoffsite.route.Failures;
import io.atlasoffsite.route.RequestedPlan;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.camel.Exchange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code offsite copy}: one copy now, through the same route a queued request takes. */
@Command(
        name = "copy",
        mixinStandardHelpOptions = true,
        description =
                "Copies now, by plan or spelt out, and waits for it; a plan for many clusters one after the other.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  offsite copy orders-nightly",
            "  offsite copy orders-nightly --snapshot 6a6f78e0cab84da5c4476b25 --dry-run",
            "  offsite copy --project 32b6e34b3d91647abb20e7b8 --cluster orders --store disk --json",
            "  offsite copy orders-nightly --enqueue"
        })
final class CopyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    @Mixin
    private Wanted wanted;

    @Option(names = "--dry-run", description = "show what would be copied and how large it is, and copy nothing")
    private boolean dryRun;

    @Option(names = "--enqueue", description = "put the request on the broker's queue and do not wait")
    private boolean enqueue;

    @Option(
            names = "--json",
            description = "print JSON: of a copy, one array with an object for each store and archive")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "no progress")
    private boolean quiet;

    @Override
    public Integer call() throws Exception {
        Logs.level(false, options.debug());
        if (dryRun && enqueue) {
            throw CommandFailure.usage("--dry-run and --enqueue exclude each other; give one of them");
        }
        Installation installation = Installation.load(options);
        Screen screen = Screen.of(spec);
        Wanted.Checked checked = wanted.check(installation.config(), "copy-" + UUID.randomUUID());
        if (enqueue) {
            return enqueue(installation, checked, screen);
        }
        return Interruption.during(() -> now(installation, checked, screen));
    }

    private int now(Installation installation, Wanted.Checked checked, Screen screen) throws Exception {
        try (Pack pack = Pack.forCommand(dryRun ? installation.hurried() : installation)) {
            if (RequestedPlan.many(checked.plan(), checked.request())) {
                ManyCopies all = new ManyCopies(pack, installation.config());
                return dryRun ? all.preview(checked.request(), screen, json) : many(pack, all, checked, screen);
            }
            return dryRun ? preview(pack, checked, screen) : copy(pack, checked, screen);
        }
    }

    private int many(Pack pack, ManyCopies all, Wanted.Checked checked, Screen screen) throws Exception {
        pack.sweep();
        CopyReport report = watched(pack, screen, () -> all.copy(checked.request()));
        if (json) {
            screen.json(report.result().toTree(new Json()));
        } else if (report.result().outcomes().isEmpty()) {
            screen.line("nothing to copy, every snapshot is copied already");
        } else {
            report.print(screen.out());
        }
        return report.sayFailures(screen);
    }

    private int copy(Pack pack, Wanted.Checked checked, Screen screen) throws Exception {
        pack.sweep();
        Exchange ended = watched(pack, screen, () -> pack.copy(checked.request()));
        CopyResult result = CopyAnswer.of(
                ended, checked.request().requestId(), checked.plan().stores());
        Exception failure = ended.getException();
        CopyReport report = CopyReport.of(result, Optional.ofNullable(failure).flatMap(Failures::known));
        if (json) {
            screen.json(result.toTree(new Json()));
        } else if (failure == null || report.partly()) {
            report.print(screen.out());
        }
        if (failure == null) {
            return 0;
        }
        if (options.debug()) {
            failure.printStackTrace(screen.err());
        }
        boolean foreseen = Failures.known(failure).isPresent();
        boolean aboutStores = foreseen && !ErrorLines.brokers(failure);
        return aboutStores ? report.sayFailures(screen) : ErrorLines.say(failure, screen.err());
    }

    private <T> T watched(Pack pack, Screen screen, Callable<T> work) throws Exception {
        if (quiet || json) {
            return work.call();
        }
        Progress progress = Progress.show(pack.beans().transfers(), screen);
        try {
            return work.call();
        } finally {
            progress.close();
        }
    }

    private int preview(Pack pack, Wanted.Checked checked, Screen screen) throws Exception {
        CopyPreview preview = (CopyPreview) pack.ask("direct:offsite-preview-copy", checked.request(), Map.of());
        PreviewReport report = new PreviewReport(preview);
        if (json) {
            screen.json(report.toTree());
        } else {
            report.print(screen);
        }
        return report.sayFailures(screen);
    }

    private int enqueue(Installation installation, Wanted.Checked checked, Screen screen) throws IOException {
        try (BrokerSession session = BrokerSession.open(installation)) {
            session.sendRequest(checked.request(), checked.plan());
            session.commit();
        }
        String requestId = checked.request().requestId();
        if (json) {
            screen.json(new Json().object().put("requestId", requestId));
        } else {
            screen.line(requestId);
        }
        return 0;
    }
}

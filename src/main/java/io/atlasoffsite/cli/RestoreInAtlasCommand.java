package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.message.AtlasRestoreRequest;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RestoreOutcome;
import io.atlasoffsite.message.RestoreResult;
import io.atlasoffsite.route.AtlasRestoreOrder;
import io.atlasoffsite.route.AtlasRestorePreview;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code offsite restore-in-atlas}: has Atlas restore one of its own snapshots, through the same route a queued request takes. */
@Command(
        name = "restore-in-atlas",
        mixinStandardHelpOptions = true,
        description = {
            "Asks Atlas to restore one of its snapshots to a cluster, which is wiped first, and follows the restore to its end.",
            "Asks once for each request id: the same id again only looks what became of it.",
            "Ends with 0 when Atlas has restored, 4 when it was refused, 5 when Atlas failed or nobody can say."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  offsite restore-in-atlas --project 32b6e34b3d91647abb20e7b8 --cluster orders --newest "
                    + "--target 32b6e34b3d91647abb20e7ba/staging --dry-run",
            "  offsite restore-in-atlas --project 32b6e34b3d91647abb20e7b8 --cluster orders --newest "
                    + "--target 32b6e34b3d91647abb20e7ba/staging --confirm 32b6e34b3d91647abb20e7ba/staging"
        })
final class RestoreInAtlasCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    @Mixin
    private RestoreInAtlasWanted wanted;

    @Option(names = "--dry-run", description = "show what would be restored, and ask for nothing")
    private boolean dryRun;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Logs.level(false, options.debug());
        Installation installation = Installation.load(options);
        AtlasRestoreRequest request = wanted.request(installation.config(), Clock.systemUTC(), dryRun);
        Screen screen = Screen.of(spec);
        String left = "what Atlas was asked for goes on there, and the same command with --request-id "
                + request.requestId() + " looks again without asking twice";
        return Interruption.during(screen, left, () -> {
            try (Pack pack = Pack.forCommand(dryRun ? installation.hurried() : installation)) {
                return dryRun ? preview(pack, request, screen) : restore(pack, request, screen);
            }
        });
    }

    private int preview(Pack pack, AtlasRestoreRequest request, Screen screen) throws Exception {
        AtlasRestorePreview preview =
                (AtlasRestorePreview) pack.ask("direct:offsite-preview-in-atlas", request, Map.of());
        if (json) {
            ObjectNode tree = new Json()
                    .object()
                    .put("requestId", preview.requestId())
                    .put("kind", preview.kind())
                    .put("target", preview.target())
                    .put("askedBefore", preview.askedBefore());
            preview.snapshotId().ifPresent(snapshot -> tree.put("snapshotId", snapshot));
            screen.json(tree);
            return 0;
        }
        String what = preview.snapshotId().map(id -> "snapshot " + id).orElse("the point in time");
        screen.line(
                preview.askedBefore()
                        ? "Atlas was asked for this already; the request would follow what became of it"
                        : "Atlas would wipe " + preview.target() + " and restore " + what + " of the " + preview.kind()
                                + " cluster " + request.cluster() + " to it");
        return 0;
    }

    private int restore(Pack pack, AtlasRestoreRequest request, Screen screen) throws Exception {
        Consumer<String> news = json ? sentence -> {} : screen::line;
        news.accept("request " + request.requestId());
        AtlasRestoreOrder order = new AtlasRestoreOrder(request, news);
        RestoreResult result = pack.restore("direct:offsite-restore-in-atlas", order, failed -> {
            if (json) {
                screen.json(failed.toTree(new Json()));
            }
        });
        if (json) {
            screen.json(result.toTree(new Json()));
        } else if (result.outcome() instanceof RestoreOutcome.Completed completed) {
            screen.line("restored to " + request.target() + " by job " + completed.jobId());
        }
        return 0;
    }
}

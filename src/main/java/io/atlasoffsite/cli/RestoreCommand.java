package io.atlasoffsite.cli;

import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RestoreRequest;
import io.atlasoffsite.message.RestoreResult;
import io.atlasoffsite.restore.RestorePreview;
import io.atlasoffsite.restore.Tally;
import io.atlasoffsite.route.RestoreOrder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code offsite restore}: a stored copy becomes directories again, through the same route a queued request takes. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Restores a stored copy into a directory, one directory inside for each replica set, and proves every byte on the way.",
            "The directory has its name only when all of it is proved; what was finished before an interruption is used again.",
            "Ends with 0 when it is restored, 4 when it was refused or nothing was found, 5 when no store could be read or there is no "
                    + "room, 6 when the copy is damaged, also where that was accepted."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  offsite restore orders-nightly@latest --into /restore/orders --dry-run",
            "  offsite restore orders-nightly@latest --before 2026-08-02T00:00:00Z --into /restore/orders",
            "  offsite restore vault:4476b25 --only-shard atlas-events-shard-0 --into /restore/shard-0",
            "  offsite restore s3://acme-offsite/atlas/32b6e34b3d91647abb20e7b8/orders/20260802T170656Z-6a6f78e0cab84da5c4476b25 "
                    + "--region eu-west-1 --into /restore/orders"
        })
final class RestoreCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    @Mixin
    private RestoreWanted wanted;

    @Option(
            names = "--accept-damaged",
            description = "of a copy that is not whole, save what can be saved; ends with 6, and says what is unproved")
    private boolean acceptDamaged;

    @Option(
            names = "--dry-run",
            description = "show how large it is, how long it takes and which server it wants, and restore nothing")
    private boolean dryRun;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "no progress")
    private boolean quiet;

    @Override
    public Integer call() throws Exception {
        Logs.level(false, options.debug());
        Screen screen = Screen.of(spec);
        Optional<CopyUrl> url = wanted.url();
        if (url.isPresent()) {
            try (UrlPlace place = UrlPlace.in(options.data(), screen)) {
                return during(place.installation(url.get()), wanted.request(url.get()), screen);
            }
        }
        Installation installation = Installation.load(options);
        return during(installation, wanted.request(installation.config()), screen);
    }

    private int during(Installation installation, RestoreRequest request, Screen screen) throws Exception {
        String left = dryRun
                ? "nothing was changed"
                : "what is finished is kept in " + request.into() + ".partial, and the same command goes on from there";
        return Interruption.during(screen, left, () -> {
            try (Pack pack = Pack.forCommand(installation)) {
                RestoreOrder order = new RestoreOrder(request, acceptDamaged, new Tally(), Optional.empty());
                return dryRun ? preview(pack, order, screen) : restore(pack, order, screen);
            }
        });
    }

    private int preview(Pack pack, RestoreOrder order, Screen screen) throws Exception {
        RestorePreview preview = (RestorePreview) pack.ask("direct:offsite-preview-restore", order, Map.of());
        return RestoreReport.print(preview, json, screen);
    }

    private int restore(Pack pack, RestoreOrder order, Screen screen) throws Exception {
        return RestoreReport.print(watched(pack, order, screen), json, screen);
    }

    private RestoreResult watched(Pack pack, RestoreOrder order, Screen screen) throws Exception {
        if (quiet || json) {
            return ask(pack, order, screen);
        }
        return TallyProgress.during(TallyProgress.Work.RESTORE, order.tally(), screen, () -> ask(pack, order, screen));
    }

    private RestoreResult ask(Pack pack, RestoreOrder order, Screen screen) throws Exception {
        return pack.restore("direct:offsite-restore-copy", order, failed -> {
            if (json) {
                screen.json(failed.toTree(new Json()));
            }
        });
    }
}

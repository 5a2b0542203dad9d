package io.atlasoffsite.cli;

import io.atlasoffsite.atlas.Snapshot;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.route.Headers;
import io.atlasoffsite.store.CatalogEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code offsite snapshots}: what Atlas holds, and which of it is copied. */
@Command(
        name = "snapshots",
        mixinStandardHelpOptions = true,
        description = "Lists the snapshots Atlas holds of a cluster, newest first, and which stores have a copy.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  offsite snapshots 32b6e34b3d91647abb20e7b8 orders",
            "  offsite snapshots 32b6e34b3d91647abb20e7b8 orders --kind flex --json"
        })
final class SnapshotsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    @Parameters(index = "0", paramLabel = "PROJECT", description = "the project's id, as in the Atlas URL")
    private String project;

    @Parameters(index = "1", paramLabel = "CLUSTER", description = "the cluster's name")
    private String cluster;

    @Option(names = "--atlas", paramLabel = "NAME", description = "the Atlas access (default: the only one)")
    private Optional<String> atlas = Optional.empty();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "auto",
            description = "auto, flex, dedicated, shared or serverless (default: ${DEFAULT-VALUE})")
    private String kind;

    @Option(names = "--json", description = "print one JSON array, an object for each snapshot")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Logs.level(false, options.debug());
        Arguments.project(project);
        Arguments.cluster(cluster);
        Installation installation = Installation.load(options).hurried();
        Screen screen = Screen.of(spec);
        Map<String, Object> headers = headers(installation.config());
        return Interruption.during(() -> list(installation, headers, screen));
    }

    private int list(Installation installation, Map<String, Object> headers, Screen screen) throws Exception {
        try (Pack pack = Pack.forCommand(installation)) {
            List<Snapshot> snapshots = snapshots(pack.ask("direct:offsite-list-snapshots", null, headers));
            List<Catalogs.Reading> readings = new Catalogs(pack.beans()::store)
                    .read(installation.config().stores().keySet(), catalog -> catalog.of(project, cluster));
            SnapshotRows rows = new SnapshotRows(snapshots, stores(readings));
            if (json) {
                screen.json(rows.toTree());
            } else {
                rows.print(screen.out());
            }
            return Catalogs.judge(readings, screen) == 0 ? 0 : ErrorLines.PARTLY;
        }
    }

    private Map<String, Object> headers(OffsiteConfig config) {
        String access = Arguments.onlyOne(atlas, config.atlas(), "--atlas", "Atlas accesses");
        config.access(access);
        return Map.of(
                Headers.ATLAS,
                access,
                Headers.PROJECT,
                project,
                Headers.CLUSTER,
                cluster,
                Headers.KIND,
                Arguments.kind(kind));
    }

    private static List<Snapshot> snapshots(Object answer) {
        return answer instanceof List<?> list
                ? list.stream().map(Snapshot.class::cast).toList()
                : List.of();
    }

    /** The stores that have a whole copy, by snapshot. */
    private static Map<String, List<String>> stores(List<Catalogs.Reading> readings) {
        Map<String, List<String>> stores = new TreeMap<>();
        for (Catalogs.Reading reading : readings) {
            reading.entries().stream()
                    .filter(CatalogEntry.Whole.class::isInstance)
                    .map(entry -> entry.copyId().snapshotId())
                    .distinct()
                    .forEach(id -> stores.merge(id, List.of(reading.store()), SnapshotsCommand::joined));
        }
        return stores;
    }

    private static List<String> joined(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}

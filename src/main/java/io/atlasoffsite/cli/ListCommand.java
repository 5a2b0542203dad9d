package io.atlasoffsite.cli;

import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.store.Catalog;
import io.atlasoffsite.store.CatalogEntry;
import io.atlasoffsite.store.CopyId;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code offsite list}: the catalog. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the copies in all stores, newest first, damaged and newer ones as such.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  offsite list",
            "  offsite list --plan orders-nightly --store vault",
            "  offsite list --cluster orders --json"
        })
final class ListCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    @Option(names = "--plan", paramLabel = "NAME", description = "only copies of this plan's clusters, in its stores")
    private Optional<String> plan = Optional.empty();

    @Option(names = "--store", paramLabel = "NAME", description = "only this store; may be given several times")
    private List<String> stores = List.of();

    @Option(names = "--project", paramLabel = "ID", description = "only copies of this project")
    private Optional<String> project = Optional.empty();

    @Option(names = "--cluster", paramLabel = "NAME", description = "only copies of this cluster")
    private Optional<String> cluster = Optional.empty();

    @Option(names = "--json", description = "print one JSON array, an object for each copy and store")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Logs.level(false, options.debug());
        Installation installation = Installation.load(options);
        Screen screen = Screen.of(spec);
        Optional<Plan> named = plan.map(installation.config()::plan);
        project.ifPresent(Arguments::project);
        cluster.ifPresent(Arguments::cluster);
        try (OpenStores open = OpenStores.of(installation)) {
            List<Catalogs.Reading> readings = new Catalogs(open::store)
                    .read(stores(installation.config(), named), catalog -> ask(catalog, named));
            CopyRows rows = new CopyRows(filtered(readings, named));
            if (json) {
                screen.json(rows.toTree());
            } else {
                rows.print(screen.out(), readings);
            }
            return Catalogs.judge(readings, screen);
        }
    }

    private Collection<String> stores(OffsiteConfig config, Optional<Plan> named) {
        stores.forEach(config::store);
        if (!stores.isEmpty()) {
            return stores.stream().distinct().toList();
        }
        return named.<Collection<String>>map(Plan::stores)
                .orElse(config.stores().keySet());
    }

    /** As little as the filters allow is read from the store. */
    private List<CatalogEntry> ask(Catalog catalog, Optional<Plan> named) throws IOException {
        Optional<String> wanted = project.or(() -> named.map(Plan::project));
        if (wanted.isEmpty()) {
            return catalog.all();
        }
        Optional<String> one =
                cluster.or(() -> named.filter(it -> !it.everyCluster()).map(Plan::cluster));
        return one.isPresent() ? catalog.of(wanted.get(), one.get()) : catalog.of(wanted.get());
    }

    private List<CopyRows.Row> filtered(List<Catalogs.Reading> readings, Optional<Plan> named) {
        Predicate<CopyId> inPlan =
                copy -> named.map(it -> it.project().equals(copy.projectId()) && it.covers(copy.cluster()))
                        .orElse(true);
        Predicate<CopyId> inCluster =
                copy -> cluster.map(copy.cluster()::equals).orElse(true);
        return readings.stream()
                .flatMap(reading -> reading.entries().stream()
                        .filter(entry -> inPlan.and(inCluster).test(entry.copyId()))
                        .map(entry -> new CopyRows.Row(reading.store(), entry)))
                .sorted(Comparator.comparing((CopyRows.Row row) -> row.entry().copyId(), CopyId.NEWEST_FIRST)
                        .thenComparing(CopyRows.Row::store))
                .toList();
    }
}

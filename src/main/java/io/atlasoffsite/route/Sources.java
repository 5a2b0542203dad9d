package io.atlasoffsite.route;

import io.atlasoffsite.Secret;
import io.atlasoffsite.atlas.DownloadJob;
import io.atlasoffsite.plan.AtlasAccess;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Layout;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.transfer.CopyRequest;
import io.atlasoffsite.transfer.Engine;
import io.atlasoffsite.transfer.HostPolicy;
import io.atlasoffsite.transfer.InspectionMode;
import io.atlasoffsite.transfer.TransferRequest;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/** Where a copy's archives come from: Atlas's download host, or a store that has them already. Thread safe. */
final class Sources {

    private final AtlasSites sites;
    private final Stores stores;
    private final Engine engine;
    private final Slots slots;
    private final Downloads downloads;
    private final Consumer<Secret> secrets;

    Sources(
            AtlasSites sites,
            Stores stores,
            Engine engine,
            Slots slots,
            Downloads downloads,
            Consumer<Secret> secrets) {
        this.sites = sites;
        this.stores = stores;
        this.engine = engine;
        this.slots = slots;
        this.downloads = downloads;
        this.secrets = secrets;
    }

    /** Ends a job and asks Atlas for another, by the pack's own routes, for the snapshot an exchange's headers name. */
    @FunctionalInterface
    interface Downloads {
        DownloadJob another(Exchange exchange, DownloadJob spent);
    }

    /**
     * A download as a source.
     *
     * @param wanted the archives it delivers
     * @param tickets its links
     * @param mover fetches one archive
     */
    record FromAtlas(List<FillStore.Wanted> wanted, JobTickets tickets, FillStore.Mover mover) {}

    /** From Atlas: the links of a job first, and fresh ones when they are spent. */
    FromAtlas atlas(CopyTask task, DownloadJob job, Exchange exchange) {
        AtlasAccess access = sites.named(task.plan().atlas()).access();
        HostPolicy hosts = new HostPolicy(
                access.downloadHosts(),
                access.loopback(),
                task.plan().endpointId().isPresent());
        JobTickets tickets =
                new JobTickets(job, task.plan().endpointId(), spent -> downloads.another(exchange, spent), secrets);
        List<FillStore.Wanted> wanted = job.archives().stream()
                .map(archive -> wanted(task, archive.replicaSet()))
                .toList();
        OptionalLong hint = task.sizeHint(wanted.size());
        InspectionMode mode = mode(task.plan());
        return new FromAtlas(
                wanted,
                tickets,
                (want, sinks, listener) -> slots.in(task.plan().project(), () -> {
                    try {
                        return engine.transfer(new TransferRequest(
                                need -> tickets.next(want.name()),
                                sinks,
                                hosts,
                                OptionalLong.empty(),
                                hint,
                                mode,
                                listener));
                    } finally {
                        tickets.done(want.name());
                    }
                }));
    }

    /** What a copy that is there consists of. */
    List<FillStore.Wanted> wanted(CopyTask task) {
        return task.present().get(0).manifest().archives().stream()
                .map(archive -> new FillStore.Wanted(nameOf(archive), archive.replicaSet()))
                .toList();
    }

    /** From a store: the copy that is there, whose lengths and hashes the new one must have. */
    FillStore.Mover store(CopyTask task) throws IOException {
        Target.Present from = task.present().get(0);
        ArchiveStore store = stores.open(from.store());
        return (want, sinks, listener) -> {
            Manifest.Archive archive = from.manifest().archives().stream()
                    .filter(one -> nameOf(one).equals(want.name()))
                    .findFirst()
                    .orElseThrow();
            String path = Layout.inCopy(from.manifest().copyId(), archive.file());
            return slots.in(
                    task.plan().project(),
                    () -> engine.copy(new CopyRequest(
                            () -> store.open(path, 0),
                            sinks,
                            archive.bytes(),
                            archive.sha256(),
                            mode(task.plan()),
                            listener)));
        };
    }

    private static String nameOf(Manifest.Archive archive) {
        return Layout.archive(archive.file())
                .map(Layout.ArchiveName::name)
                .orElseThrow(() -> new IllegalStateException("a manifest lists what is no archive"));
    }

    private static FillStore.Wanted wanted(CopyTask task, String replicaSet) {
        String known = replicaSet.isEmpty() ? task.chosen().replicaSetName() : replicaSet;
        return new FillStore.Wanted(known.isEmpty() ? task.plan().cluster() : known, known);
    }

    private static InspectionMode mode(Plan plan) {
        return plan.inspection() == Plan.Inspection.INLINE ? InspectionMode.INLINE : InspectionMode.AFTER;
    }
}

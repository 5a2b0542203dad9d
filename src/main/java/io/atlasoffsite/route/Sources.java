package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
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
import io.atlasoffsite.transfer.SignedUrl;
import io.atlasoffsite.transfer.Ticket;
import io.atlasoffsite.transfer.TicketSource;
import io.atlasoffsite.transfer.TransferRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/** Where an archive's bytes come from: Atlas's download host, or a store that has them already. Thread safe. */
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

    /** Asks Atlas, by the pack's own routes, for another download of the snapshot an exchange's headers name. */
    @FunctionalInterface
    interface Downloads {
        DownloadJob another(Exchange exchange);
    }

    /** From Atlas: the link of a job first, and fresh ones when it is spent. */
    FillStore.Mover atlas(CopyTask task, DownloadJob job, Exchange exchange) {
        AtlasAccess access = sites.named(task.plan().atlas()).access();
        HostPolicy hosts = new HostPolicy(
                access.downloadHosts(),
                access.loopback(),
                task.plan().endpointId().isPresent());
        return (sinks, listener) -> slots.in(
                task.plan().project(),
                () -> engine.transfer(new TransferRequest(
                        tickets(job, exchange),
                        sinks,
                        hosts,
                        OptionalLong.empty(),
                        task.chosen().storageSizeBytes(),
                        mode(task.plan()),
                        listener)));
    }

    /** From a store: the copy that is there, whose length and hash the new one must have. */
    FillStore.Mover store(CopyTask task) throws IOException {
        Target.Present from = task.present().get(0);
        ArchiveStore store = stores.open(from.store());
        Manifest.Archive archive = from.manifest().archives().get(0);
        String path = Layout.inCopy(from.manifest().copyId(), archive.file());
        return (sinks, listener) -> slots.in(
                task.plan().project(),
                () -> engine.copy(new CopyRequest(
                        () -> store.open(path, 0),
                        sinks,
                        archive.bytes(),
                        archive.sha256(),
                        mode(task.plan()),
                        listener)));
    }

    private TicketSource tickets(DownloadJob job, Exchange exchange) {
        AtomicReference<Optional<DownloadJob>> unused = new AtomicReference<>(Optional.of(job));
        return need -> ticket(unused.getAndSet(Optional.empty()).orElseGet(() -> downloads.another(exchange)));
    }

    private Ticket ticket(DownloadJob job) {
        Secret url = job.archives()
                .get(0)
                .url()
                .orElseThrow(() -> new IllegalStateException("a job without an address is not ready"));
        secrets.accept(url);
        try {
            return new Ticket(SignedUrl.parse(url.reveal()), job.expiresAt(), job.oneTime());
        } catch (IllegalArgumentException unusable) {
            throw OffsiteException.because(
                            Reason.DOWNLOAD_FAILED,
                            "Atlas's address for the archive is unusable: " + unusable.getMessage())
                    .hint("try again: another address will be asked for")
                    .retryable(true)
                    .build();
        }
    }

    private static InspectionMode mode(Plan plan) {
        return plan.inspection() == Plan.Inspection.INLINE ? InspectionMode.INLINE : InspectionMode.AFTER;
    }
}

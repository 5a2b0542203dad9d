package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.Secret;
import io.atlasoffsite.atlas.DownloadJob;
import io.atlasoffsite.transfer.SignedUrl;
import io.atlasoffsite.transfer.Ticket;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The links of one download, shared by all archives of a copy. Each link is handed out once. When one is spent, a fresh job gives
 * links for all archives: it is asked for once, and not while another archive still comes over a link of the old one, which Atlas
 * would not let run beside it. Thread safe.
 */
final class JobTickets {

    private final UnaryOperator<DownloadJob> renew;
    private final Optional<String> endpointId;
    private final Consumer<Secret> secrets;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<String> handedOut = new HashSet<>();
    private final Set<String> coming = new HashSet<>();
    private DownloadJob job;
    private boolean renewing;

    /**
     * Holds the links of a job.
     *
     * @param job ready
     * @param endpointId the private endpoint to go through, empty for the public way
     * @param renew ends a job whose links are spent and gets a ready one instead; may throw what the routes throw
     * @param secrets hears of every signed address, so that logs can be masked
     */
    JobTickets(
            DownloadJob job, Optional<String> endpointId, UnaryOperator<DownloadJob> renew, Consumer<Secret> secrets) {
        this.job = job;
        this.endpointId = endpointId;
        this.renew = renew;
        this.secrets = secrets;
    }

    /** The job whose links are in use now. */
    DownloadJob current() {
        lock.lock();
        try {
            return job;
        } finally {
            lock.unlock();
        }
    }

    /** The next link for an archive; whatever link it had before is no longer in use. */
    Ticket next(String archive) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            coming.remove(archive);
            changed.signalAll();
            while (renewing || handedOut.contains(archive)) {
                if (renewing || !coming.isEmpty() && job.oneTime()) {
                    changed.await();
                } else {
                    renewJob();
                }
            }
            handedOut.add(archive);
            coming.add(archive);
            return ticket(archive);
        } finally {
            lock.unlock();
        }
    }

    /** Says that an archive has arrived, or was given up. */
    void done(String archive) {
        lock.lock();
        try {
            coming.remove(archive);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Asks without holding the lock: it may take minutes. */
    private void renewJob() {
        renewing = true;
        DownloadJob spent = job;
        lock.unlock();
        Optional<DownloadJob> fresh = Optional.empty();
        try {
            fresh = Optional.of(renew.apply(spent));
        } finally {
            lock.lock();
            renewing = false;
            fresh.ifPresent(ready -> {
                job = ready;
                handedOut.clear();
            });
            changed.signalAll();
        }
    }

    private Ticket ticket(String archive) {
        Secret url = delivered(archive)
                .flatMap(found -> found.urlBy(endpointId))
                .orElseThrow(() -> unusable("there is none for " + archive));
        secrets.accept(url);
        try {
            return new Ticket(SignedUrl.parse(url.reveal()), job.expiresAt(), job.oneTime());
        } catch (IllegalArgumentException malformed) {
            throw unusable(malformed.getMessage());
        }
    }

    /** Of several archives the one of that replica set; a single one is the one, whatever it is called. */
    private Optional<DownloadJob.Archive> delivered(String archive) {
        return job.archives().stream()
                .filter(found ->
                        job.archives().size() == 1 || found.replicaSet().equals(archive))
                .findFirst();
    }

    private OffsiteException unusable(String why) {
        return OffsiteException.because(
                        Reason.DOWNLOAD_FAILED, "the addresses of download job " + job.id() + " cannot be used: " + why)
                .hint("try again: other addresses will be asked for")
                .retryable(true)
                .build();
    }
}

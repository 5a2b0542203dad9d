package io.atlasoffsite.transfer;

import io.atlasoffsite.transfer.TransferListener.Phase;
import io.atlasoffsite.transfer.TransferListener.Progress;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts bytes and tells a listener now and then. For the one thread that called the engine. */
final class ProgressMeter {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressMeter.class);
    private static final long INTERVAL_NANOS = 100_000_000L;

    private final TransferListener listener;
    private Phase phase = Phase.ASKING;
    private OptionalLong total;
    private long bytes;
    private long toldAt;

    ProgressMeter(TransferListener listener, OptionalLong total) {
        this.listener = listener;
        this.total = total;
    }

    void phase(Phase next) {
        phase = next;
        tell();
    }

    /** A new attempt begins at byte 0. */
    void startOver() {
        bytes = 0;
        phase(Phase.ASKING);
    }

    void total(OptionalLong announced) {
        total = announced;
    }

    void moved(int count) {
        bytes += count;
        if (System.nanoTime() - toldAt >= INTERVAL_NANOS) {
            tell();
        }
    }

    private void tell() {
        toldAt = System.nanoTime();
        try {
            listener.progress(new Progress(phase, bytes, total));
        } catch (RuntimeException e) {
            LOG.debug("a progress listener failed; the transfer goes on", e);
        }
    }
}

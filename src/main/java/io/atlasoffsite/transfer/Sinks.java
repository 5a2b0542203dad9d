package io.atlasoffsite.transfer;

import io.atlasoffsite.transfer.TransferException.Kind;
import java.io.IOException;

/** How a sink's life ends. */
final class Sinks {

    private Sinks() {}

    /** Commits, and compares what the store says with what was sent. */
    static Receipt commit(ArchiveSink sink, long bytes) throws IOException, InterruptedException {
        Receipt receipt = sink.commit(bytes);
        if (receipt.bytes() != bytes) {
            throw TransferException.because(
                            Kind.WRONG_LENGTH,
                            "the store holds " + receipt.bytes() + " bytes of the " + bytes
                                    + " it was sent; delete the archive and copy again")
                    .bytes(bytes)
                    .build();
        }
        return receipt;
    }

    /** Aborts after a failure, which stays the one that counts. */
    static void abort(ArchiveSink sink, Throwable failure) {
        // Clean-up calls the store again: with the flag up its client would refuse to.
        boolean interrupted = Thread.interrupted();
        try {
            sink.abort();
        } catch (IOException | RuntimeException e) {
            if (e != failure) {
                failure.addSuppressed(e);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

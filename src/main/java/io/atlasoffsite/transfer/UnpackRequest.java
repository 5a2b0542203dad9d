package io.atlasoffsite.transfer;

import io.atlasoffsite.transfer.inspect.EntryReceiver;
import java.util.Objects;

/**
 * A stored archive to be unpacked.
 *
 * @param source the stored bytes; not null
 * @param bytes how many there are, at least 1
 * @param atOnce how many ranges of it are read side by side; 1 for one stream
 * @param receiver hears of the entries while they come, on a thread of the engine; not null
 * @param listener hears the progress; not null
 */
public record UnpackRequest(
        RangeSource source, long bytes, int atOnce, EntryReceiver receiver, TransferListener listener) {

    /** Refuses missing parts and an archive without a byte. */
    public UnpackRequest {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(receiver, "receiver");
        Objects.requireNonNull(listener, "listener");
        if (bytes < 1 || atOnce < 1) {
            throw new IllegalArgumentException("an archive has at least one byte, and is read by at least one reader");
        }
    }
}

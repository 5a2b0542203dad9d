package io.atlasoffsite.restore;

import io.atlasoffsite.transfer.Engine;
import io.atlasoffsite.transfer.TransferException;
import io.atlasoffsite.transfer.TransferListener;
import io.atlasoffsite.transfer.UnpackRequest;
import io.atlasoffsite.transfer.inspect.EntryReceiver;
import java.io.IOException;
import java.util.OptionalLong;

/** How fast a restore may be, from the beginning of one archive that is fetched, hashed and inflated as a restore does it. Stateless. */
final class Sample {

    private static final long MOST = 16 << 20;

    private Sample() {}

    /**
     * Estimates.
     *
     * @param bytes how many the whole restore reads
     * @return seconds, at least 1; empty when the sample could not be read
     */
    static OptionalLong seconds(Engine engine, Holding holding, long bytes) throws InterruptedException {
        long size = Math.min(MOST, holding.bytes().orElse(0));
        if (size == 0) {
            return OptionalLong.empty();
        }
        long begin = System.nanoTime();
        try {
            engine.unpack(new UnpackRequest(
                    (offset, length) -> holding.store().open(holding.path(), offset, length),
                    size,
                    holding.store().readsAtOnce(),
                    EntryReceiver.NONE,
                    TransferListener.NONE));
        } catch (TransferException cutAsAsked) {
            if (cutAsAsked.bytesSoFar() < size) {
                return OptionalLong.empty();
            }
        } catch (IOException failure) {
            ArchiveProver.requireNoInterrupt(failure);
            return OptionalLong.empty();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return OptionalLong.of(Math.max(1, (long) Math.ceil(seconds * bytes / size)));
    }
}

package io.atlasoffsite.restore;

import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Finding;
import io.atlasoffsite.store.Finding.What;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.store.StoreException;
import io.atlasoffsite.transfer.Engine;
import io.atlasoffsite.transfer.Proof;
import io.atlasoffsite.transfer.ProofRequest;
import io.atlasoffsite.transfer.TransferException;
import io.atlasoffsite.transfer.inspect.Inspection;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** Reads archives back, each once, and proves them. Thread safe. */
final class ArchiveProver {

    private final Engine engine;

    ArchiveProver(Engine engine) {
        this.engine = engine;
    }

    /**
     * An archive as it must be.
     *
     * @param file its name
     * @param path where it lies
     * @param bytes its length, empty when nobody knows
     * @param sha256 of its bytes
     * @param facts what the manifest says it holds, empty when nobody knows
     */
    record Expected(String file, String path, OptionalLong bytes, String sha256, Optional<Manifest.Archive> facts) {}

    /**
     * What came of it.
     *
     * @param bytes how many were read
     * @param finding what is wrong
     */
    record Answer(long bytes, Optional<Finding> finding) {}

    /** Proves one archive; {@code read} hears how many bytes came, again and again. */
    Answer prove(ArchiveStore store, Expected expected, LongConsumer read) throws InterruptedException {
        Heard heard = new Heard(read);
        try {
            OptionalLong stored = store.size(expected.path());
            if (stored.isPresent()
                    && expected.bytes().isPresent()
                    && stored.getAsLong() != expected.bytes().getAsLong()) {
                return heard.of(
                        expected,
                        What.LENGTH,
                        stored.getAsLong() + " bytes are stored, and it had "
                                + expected.bytes().getAsLong());
            }
            // Some stores say of a missing bucket, too, that there is no such object; opening it tells them apart.
            long bytes = expected.bytes().orElse(stored.orElse(0));
            Proof proof = engine.readBack(new ProofRequest(
                    () -> store.open(expected.path(), 0),
                    bytes,
                    expected.sha256(),
                    true,
                    progress -> heard.upTo(progress.bytes())));
            heard.upTo(proof.bytes());
            return proof.inspection()
                    .flatMap(holds -> expected.facts().flatMap(says -> differing(holds, says)))
                    .map(detail -> heard.of(expected, What.INSPECTION, detail))
                    .orElseGet(() -> new Answer(heard.bytes, Optional.empty()));
        } catch (TransferException failure) {
            return heard.of(expected, what(failure), failure.getMessage());
        } catch (StoreException failure) {
            return heard.of(expected, what(failure), failure.getMessage());
        } catch (IOException failure) {
            requireNoInterrupt(failure);
            return heard.of(expected, What.UNREADABLE, "reading it failed: " + failure.getMessage());
        }
    }

    private static What what(TransferException failure) {
        if (!failure.integrity()) {
            return What.UNREADABLE;
        }
        return switch (failure.kind()) {
            case WRONG_LENGTH -> What.LENGTH;
            case WRONG_HASH -> What.HASH;
            default -> What.INSPECTION;
        };
    }

    /** What a store's failure means for the file it was about. */
    static What what(StoreException failure) {
        return switch (failure.kind()) {
            case MISSING -> What.MISSING;
            case DAMAGED -> What.LENGTH;
            default -> What.UNREADABLE;
        };
    }

    /** An interrupt comes as a failure to read; a timeout looks like one and is none. */
    static void requireNoInterrupt(IOException failure) throws InterruptedException {
        if (failure instanceof InterruptedIOException && !(failure instanceof SocketTimeoutException)) {
            Thread.interrupted();
            InterruptedException interrupted = new InterruptedException("the verification was interrupted");
            interrupted.initCause(failure);
            throw interrupted;
        }
    }

    /** In what an archive differs from what its manifest says it holds. */
    static Optional<String> differing(Inspection holds, Manifest.Archive says) {
        List<String> all = new ArrayList<>();
        differing("entries", holds.entries(), says.entries(), all);
        differing("data files", holds.dataFiles(), says.dataFiles(), all);
        differing("uncompressed bytes", holds.uncompressedBytes(), says.uncompressedBytes(), all);
        Optional<Manifest.Storage> storage = holds.storage()
                .map(options -> new Manifest.Storage(
                        options.engine(),
                        options.directoryPerDb(),
                        options.directoryForIndexes(),
                        options.groupCollections()));
        if (!storage.equals(says.storage())) {
            all.add("it has other storage options than the manifest says");
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", all));
    }

    private static void differing(String what, long holds, long says, List<String> all) {
        if (holds != says) {
            all.add("it holds " + holds + " " + what + " and the manifest says " + says);
        }
    }

    /** Turns how far a reading is into how much came since. For one archive, heard of by one thread after the other. */
    private static final class Heard {
        private final LongConsumer read;
        private volatile long bytes;

        Heard(LongConsumer read) {
            this.read = read;
        }

        void upTo(long now) {
            read.accept(Math.max(0, now - bytes));
            bytes = Math.max(bytes, now);
        }

        Answer of(Expected expected, What what, String detail) {
            return new Answer(bytes, Optional.of(new Finding(expected.file(), what, detail)));
        }
    }
}

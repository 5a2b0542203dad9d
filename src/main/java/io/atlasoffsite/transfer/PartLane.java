package io.atlasoffsite.transfer;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Hands finished parts to the sink, on as many threads as it allows. The parts waiting are bounded by the memory or the spool
 * files they take. Fed by one thread.
 */
final class PartLane {

    private final BlockingQueue<Optional<HeldPart>> queue = new LinkedBlockingQueue<>();
    private final ArchiveSink sink;
    private final Crew crew;
    private final int parallel;
    private int started;

    PartLane(ArchiveSink sink, Crew crew) {
        this.sink = sink;
        this.crew = crew;
        this.parallel = sink.partRules().parallel();
    }

    void add(HeldPart part) {
        queue.add(Optional.of(part));
        if (started < parallel) {
            started++;
            crew.start(this::putParts);
        }
    }

    /** Says that nothing follows. */
    void end() {
        for (int putter = 0; putter < started; putter++) {
            queue.add(Optional.empty());
        }
    }

    /** Gives back what was never put; for when no thread is working any more. */
    void discardRest() {
        queue.forEach(part -> part.ifPresent(HeldPart::discard));
        queue.clear();
    }

    private void putParts() throws IOException, InterruptedException {
        Optional<HeldPart> part = queue.take();
        while (part.isPresent()) {
            try {
                sink.put(part.get());
            } finally {
                part.get().discard();
            }
            part = queue.take();
        }
    }
}

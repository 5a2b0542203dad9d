package io.atlasoffsite.transfer;

import io.atlasoffsite.transfer.Pipeline.Outcome;
import io.atlasoffsite.transfer.Pipeline.Target;
import io.atlasoffsite.transfer.inspect.EntryReceiver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;

/** What all transfers of an engine share, and how a pass over a stream is put together from it. Thread safe. */
final class Workshop {

    /** What the hash and the inspection may lag behind the stream, in bytes. */
    private static final long UNDER_INSPECTION = 2L << 20;

    private final Executor threads;
    private final MemoryBudget budget;
    private final Bandwidth bandwidth;
    private final Path spool;

    Workshop(Executor threads, MemoryBudget budget, Bandwidth bandwidth, Path spool) {
        this.threads = threads;
        this.budget = budget;
        this.bandwidth = bandwidth;
        this.spool = spool;
    }

    /** Waits for a share of the memory. */
    MemoryBudget.Share share() throws InterruptedException {
        return budget.join();
    }

    Crew crew() {
        return new Crew(threads);
    }

    /** How a pass is made. */
    record Pass(
            MemoryBudget.Share share,
            Crew crew,
            ProgressMeter meter,
            InspectionMode inspection,
            OptionalLong known,
            OptionalLong hint) {}

    /** One pass that unpacks, from one stream. */
    Outcome unpack(Pass pass, InputStream in, EntryReceiver receiver) throws IOException, InterruptedException {
        pass.share().limit(UNDER_INSPECTION);
        return pipeline(pass, receiver, Optional.empty()).run(in, most(pass));
    }

    /** One pass that unpacks, from ranges read side by side. */
    Outcome unpack(Pass pass, UnpackRequest request) throws IOException, InterruptedException {
        // A range may hold a part of the guarantee only, while its memory is asked for.
        int rangeChunks = (int) Math.max(1, budget.guaranteedBytes() / budget.chunkBytes() / 3);
        RangeFeed feed = new RangeFeed(request, rangeChunks, pass, bandwidth, threads);
        return pipeline(pass, request.receiver(), Optional.empty()).run(feed);
    }

    /** One pass that ends in a sink; the sink is neither committed nor aborted by it. */
    Outcome intoSink(Pass pass, InputStream in, ArchiveSink sink) throws IOException, InterruptedException {
        // More than two thirds of the guarantee would leave a part no company. A chunk is never split between parts, so
        // a
        // part may take one chunk more than its length says.
        long inMemory = budget.guaranteedBytes() * 2 / 3 / budget.chunkBytes() * budget.chunkBytes();
        PartRules rules = sink.partRules();
        PartSizes sizes = new PartSizes(rules, budget.chunkBytes(), inMemory, pass.known(), pass.hint());
        PartLane lane = new PartLane(sink, pass.crew());
        // One part filling, one ready, the rest on their way: a source that is faster than its sink gains nothing from
        // more. What goes to the spool waits for nobody but the hash and the inspection.
        pass.share().limit(Math.max(UNDER_INSPECTION, (rules.parallel() + 2L) * sizes.longestInMemory()));
        Spool files = new Spool(spool, pass.crew(), rules.parallel() + 1);
        PartAssembler assembler = new PartAssembler(sizes, inMemory, files, lane);
        return pipeline(pass, EntryReceiver.NONE, Optional.of(new Target(assembler, lane)))
                .run(in, most(pass));
    }

    /** One pass that only proves. */
    Outcome nowhere(Pass pass, InputStream in) throws IOException, InterruptedException {
        pass.share().limit(UNDER_INSPECTION);
        return pipeline(pass, EntryReceiver.NONE, Optional.empty()).run(in, most(pass));
    }

    private Pipeline pipeline(Pass pass, EntryReceiver receiver, Optional<Target> target) {
        return new Pipeline(pass, bandwidth, receiver, target);
    }

    private static long most(Pass pass) {
        return pass.known().orElse(Long.MAX_VALUE);
    }
}

package io.atlasoffsite.transfer;

import io.atlasoffsite.transfer.Pipeline.Outcome;
import io.atlasoffsite.transfer.TransferException.Kind;
import io.atlasoffsite.transfer.TransferListener.Phase;
import io.atlasoffsite.transfer.Workshop.Pass;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/**
 * Moves archives and proves them. Thread safe: any number of calls may run at once; as many as
 * {@link EngineSettings#concurrent()} make progress together, the rest wait for their share of the memory.
 */
public final class Engine implements AutoCloseable {

    /** Connections hold memory beside the archives' bytes: one part in so many of all there is. */
    private static final int ONE_PART_FOR_CONNECTIONS_IN = 4;

    private final EngineSettings settings;
    private final Clock clock;
    private final Backoff backoff;
    private final SSLContext tls;
    private final ExecutorService threads;
    private final ScheduledExecutorService scheduler;
    private final MemoryBudget budget;
    private final Workshop workshop;

    /**
     * Makes an engine.
     *
     * @param settings what it may use; not null
     * @param clock tells when links expire; not null
     * @param random for jitter; used by several threads; not null
     * @param pause waits between tries; not null
     * @throws IllegalArgumentException when the CA file cannot be read
     */
    public Engine(EngineSettings settings, Clock clock, RandomGenerator random, Pause pause) {
        this.settings = settings;
        this.clock = Objects.requireNonNull(clock, "clock");
        this.backoff = new Backoff(settings, random, pause);
        this.tls = Trust.context(settings.network().caFile());
        ThreadFactory factory = daemons();
        this.threads = Executors.newCachedThreadPool(factory);
        this.scheduler = scheduler(factory);
        this.budget = new MemoryBudget(
                settings.memory() - settings.memory() / ONE_PART_FOR_CONNECTIONS_IN, settings.concurrent());
        Bandwidth bandwidth = new Bandwidth(settings.bandwidth(), System::nanoTime, pause);
        this.workshop = new Workshop(threads, budget, bandwidth, settings.spool());
    }

    /**
     * Downloads one archive into a sink. It returns when the sink has committed; when it throws, nothing was committed, with
     * one exception: a commit whose receipt names another length fails as {@link TransferException.Kind#WRONG_LENGTH}.
     *
     * @param request what, from where, to where; not null
     * @return what was stored
     * @throws TransferException when the archive did not arrive or is not sound
     * @throws IOException what the ticket source, the sink or its factory threw, unchanged
     * @throws InterruptedException when the calling thread was interrupted; everything is aborted by then
     */
    public ArchiveRecord transfer(TransferRequest request) throws IOException, InterruptedException {
        Tickets tickets = new Tickets(request.tickets(), clock, settings.tickets());
        try (HttpSource source = new HttpSource(settings, tls, request.hosts(), scheduler)) {
            InterruptWatch watch = InterruptWatch.begin(scheduler, threads, source::abort);
            try {
                return new Download(request, settings, workshop, backoff, tickets, source).run();
            } finally {
                watch.end();
            }
        }
    }

    /**
     * Copies a stored archive into another store, once: the sink commits only when length and SHA-256 came out right.
     *
     * @param request what, from where, to where; not null
     * @return what was stored
     * @throws TransferException when the bytes are not what they should be
     * @throws IOException what the source, the sink or its factory threw, unchanged
     * @throws InterruptedException when the calling thread was interrupted; everything is aborted by then
     */
    public ArchiveRecord copy(CopyRequest request) throws IOException, InterruptedException {
        OptionalLong bytes = OptionalLong.of(request.bytes());
        ProgressMeter meter = new ProgressMeter(request.listener(), bytes);
        InspectionMode mode =
                request.inspection() == InspectionMode.INLINE ? InspectionMode.INLINE : InspectionMode.NONE;
        meter.startOver();
        try (MemoryBudget.Share share = workshop.share()) {
            Stopwatch watch = new Stopwatch();
            Pass pass = new Pass(share, workshop.crew(), meter, mode, bytes, OptionalLong.empty());
            return read(request.source(), pass, in -> {
                ArchiveSink sink = request.sinks().open(1, bytes);
                try {
                    meter.phase(Phase.MOVING);
                    Outcome outcome = workshop.intoSink(pass, in, sink);
                    requireSame(outcome, request.bytes(), request.sha256());
                    meter.phase(Phase.COMMITTING);
                    Receipt receipt = Sinks.commit(sink, outcome.bytes());
                    return record(outcome, receipt, watch);
                } catch (IOException | InterruptedException | RuntimeException | Error e) {
                    Sinks.abort(sink, e);
                    throw e;
                }
            });
        }
    }

    /**
     * Reads stored bytes back once and proves them.
     *
     * @param request which bytes, and what they must be; not null
     * @return the proof
     * @throws TransferException when they are not what they must be; {@link TransferException#integrity()} is true
     * @throws IOException what the source threw, unchanged
     * @throws InterruptedException when the calling thread was interrupted
     */
    public Proof readBack(ProofRequest request) throws IOException, InterruptedException {
        OptionalLong bytes = OptionalLong.of(request.bytes());
        ProgressMeter meter = new ProgressMeter(request.listener(), bytes);
        InspectionMode mode = request.inspect() ? InspectionMode.INLINE : InspectionMode.NONE;
        try (MemoryBudget.Share share = workshop.share()) {
            Stopwatch watch = new Stopwatch();
            Pass pass = new Pass(share, workshop.crew(), meter, mode, bytes, OptionalLong.empty());
            meter.phase(Phase.PROVING);
            Outcome outcome = read(request.source(), pass, in -> workshop.nowhere(pass, in));
            requireSame(outcome, request.bytes(), request.sha256());
            return new Proof(outcome.bytes(), outcome.sha256(), outcome.inspection(), watch.seconds());
        }
    }

    /**
     * Reads a stored archive once and tells a receiver what is in it, while it is hashed and proved.
     *
     * @param request which bytes, and who hears of them; not null
     * @return what was read; whether it is what it should be, the caller sees
     * @throws TransferException when it is no whole, harmless archive; {@link TransferException#integrity()} is true, and the
     *     receiver heard of everything before the defect
     * @throws IOException what the source or the receiver threw, unchanged
     * @throws InterruptedException when the calling thread was interrupted
     */
    public Unpacked unpack(UnpackRequest request) throws IOException, InterruptedException {
        OptionalLong bytes = OptionalLong.of(request.bytes());
        ProgressMeter meter = new ProgressMeter(request.listener(), bytes);
        try (MemoryBudget.Share share = workshop.share()) {
            Pass pass = new Pass(share, workshop.crew(), meter, InspectionMode.INLINE, bytes, OptionalLong.empty());
            meter.phase(Phase.PROVING);
            Outcome outcome = request.atOnce() > 1
                    ? workshop.unpack(pass, request)
                    : read(
                            () -> request.source().open(0, request.bytes()),
                            pass,
                            in -> workshop.unpack(pass, in, request.receiver()));
            meter.phase(Phase.PROVING);
            return new Unpacked(
                    outcome.bytes(), outcome.sha256(), outcome.inspection().orElseThrow());
        }
    }

    /** Ends the engine's threads. Transfers still running fail. */
    @Override
    public void close() {
        scheduler.shutdownNow();
        threads.shutdownNow();
    }

    MemoryBudget budget() {
        return budget;
    }

    /** What is done with an open stream. */
    @FunctionalInterface
    private interface Use<T> {
        T of(InputStream in) throws IOException, InterruptedException;
    }

    private <T> T read(StreamSource source, Pass pass, Use<T> use) throws IOException, InterruptedException {
        try (StreamCutter cutter = new StreamCutter(source.open(), threads)) {
            pass.crew().whenCancelled(cutter::cutSoon);
            InterruptWatch watch = InterruptWatch.begin(scheduler, threads, cutter::close);
            try {
                return use.of(cutter.stream());
            } finally {
                watch.end();
            }
        } catch (IOException | RuntimeException e) {
            Interrupts.check(e);
            throw e;
        }
    }

    private static ArchiveRecord record(Outcome outcome, Receipt receipt, Stopwatch watch) {
        return new ArchiveRecord(
                outcome.bytes(),
                outcome.sha256(),
                LengthProof.MATCHED,
                outcome.inspection(),
                receipt,
                watch.seconds(),
                watch.cpuSeconds(),
                0,
                0,
                0);
    }

    private static void requireSame(Outcome outcome, long bytes, String sha256) throws TransferException {
        if (outcome.bytes() != bytes) {
            throw TransferException.because(
                            Kind.WRONG_LENGTH, "only " + outcome.bytes() + " of " + bytes + " bytes are stored")
                    .bytes(outcome.bytes())
                    .build();
        }
        if (!outcome.sha256().equals(sha256)) {
            throw TransferException.because(Kind.WRONG_HASH, "the stored bytes do not have the SHA-256 they had before")
                    .bytes(bytes)
                    .build();
        }
    }

    private static ScheduledExecutorService scheduler(ThreadFactory factory) {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, factory);
        // An alarm that is off would hold on to its request until it was due.
        scheduler.setRemoveOnCancelPolicy(true);
        return scheduler;
    }

    private static ThreadFactory daemons() {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, "offsite-transfer-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}

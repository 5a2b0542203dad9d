package io.atlasoffsite.transfer;

import io.atlasoffsite.transfer.Pipeline.Outcome;
import io.atlasoffsite.transfer.TransferException.Kind;
import io.atlasoffsite.transfer.TransferException.Remedy;
import io.atlasoffsite.transfer.TransferListener.Phase;
import io.atlasoffsite.transfer.Workshop.Pass;
import io.atlasoffsite.transfer.inspect.DefectException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One archive's way from its tickets into a sink: attempts, each from the first byte with a sink of its own, until one is whole.
 * For one thread, used once.
 */
final class Download {

    private final TransferRequest request;
    private final EngineSettings settings;
    private final Workshop workshop;
    private final Backoff backoff;
    private final Tickets tickets;
    private final HttpSource source;
    private final ProgressMeter meter;
    private Optional<Stopwatch> watch = Optional.empty();
    private int sinks;
    private int resumes;
    private int restarts;
    private int emptyTries;
    private boolean bytesCame;

    Download(
            TransferRequest request,
            EngineSettings settings,
            Workshop workshop,
            Backoff backoff,
            Tickets tickets,
            HttpSource source) {
        this.request = request;
        this.settings = settings;
        this.workshop = workshop;
        this.backoff = backoff;
        this.tickets = tickets;
        this.source = source;
        this.meter = new ProgressMeter(request.listener(), request.expectedBytes());
    }

    ArchiveRecord run() throws IOException, InterruptedException {
        while (true) {
            meter.startOver();
            bytesCame = false;
            try {
                return attempt();
            } catch (TransferException e) {
                Interrupts.check(e);
                tickets.failed(e, bytesCame);
                pauseOrGiveUp(e);
            } catch (InterruptedIOException e) {
                Interrupts.check(e);
                throw e;
            }
        }
    }

    private ArchiveRecord attempt() throws IOException, InterruptedException {
        // A link can take Atlas minutes: nobody holds a place among those who move bytes while waiting for one.
        Ticket ticket = tickets.get();
        MemoryBudget.Share share = workshop.share();
        while (tickets.lapsed()) {
            share.close();
            ticket = tickets.get();
            share = workshop.share();
        }
        try (MemoryBudget.Share held = share) {
            return fetch(ticket, held);
        }
    }

    private ArchiveRecord fetch(Ticket ticket, MemoryBudget.Share share) throws IOException, InterruptedException {
        if (watch.isEmpty()) {
            watch = Optional.of(new Stopwatch());
        }
        Crew crew = workshop.crew();
        HttpBody body = source.open(ticket.url(), Optional.empty());
        crew.whenCancelled(source::cut);
        TrickleWatch trickle = new TrickleWatch(settings.stallTimeout(), System::nanoTime);
        try (ResumingStream in = new ResumingStream(
                source, ticket, body, tickets::expired, backoff, settings.resumes(), crew::cancelled, trickle)) {
            bytesCame = true;
            OptionalLong known = knownLength(in.total());
            meter.total(known);
            return store(in, new Pass(share, crew, meter, request.inspection(), known, request.sizeHint()), in.total());
        }
    }

    private ArchiveRecord store(ResumingStream in, Pass pass, OptionalLong announced)
            throws IOException, InterruptedException {
        ArchiveSink sink = request.sinks().open(++sinks, pass.known());
        try {
            meter.phase(Phase.MOVING);
            Outcome outcome = move(in, pass, sink, announced.isPresent());
            requireLength(outcome.bytes());
            meter.phase(Phase.COMMITTING);
            Receipt receipt = Sinks.commit(sink, outcome.bytes());
            Stopwatch time = watch.orElseThrow();
            return new ArchiveRecord(
                    outcome.bytes(),
                    outcome.sha256(),
                    pass.known().isPresent() ? LengthProof.MATCHED : LengthProof.UNKNOWN,
                    outcome.inspection(),
                    receipt,
                    time.seconds(),
                    time.cpuSeconds(),
                    tickets.count(),
                    resumes,
                    restarts);
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            Sinks.abort(sink, e);
            throw e;
        }
    }

    private Outcome move(ResumingStream in, Pass pass, ArchiveSink sink, boolean lengthAnnounced)
            throws IOException, InterruptedException {
        try {
            return workshop.intoSink(pass, in, sink);
        } catch (TransferException e) {
            boolean truncated = e.getCause() instanceof DefectException defect
                    && defect.defect() == DefectException.Defect.TRUNCATED;
            boolean empty = e.kind() == Kind.NOT_AN_ARCHIVE && e.bytesSoFar() == 0;
            if (lengthAnnounced || !truncated && !empty) {
                throw e;
            }
            // Nobody said how long it is, so an end in the middle of the archive is how a broken stream looks.
            throw TransferException.because(Kind.CUT, "the stream ended in the middle of the archive")
                    .remedy(Remedy.SAME_TICKET)
                    .bytes(e.bytesSoFar())
                    .cause(e)
                    .build();
        } finally {
            resumes += in.resumes();
        }
    }

    private OptionalLong knownLength(OptionalLong announced) throws TransferException {
        OptionalLong expected = request.expectedBytes();
        if (expected.isPresent() && announced.isPresent() && expected.getAsLong() != announced.getAsLong()) {
            throw TransferException.of(
                    Kind.WRONG_LENGTH,
                    "the download host announced " + announced.getAsLong() + " bytes, not the " + expected.getAsLong()
                            + " expected");
        }
        return expected.isPresent() ? expected : announced;
    }

    private void requireLength(long bytes) throws TransferException {
        if (bytes < request.expectedBytes().orElse(bytes)) {
            throw TransferException.because(
                            Kind.CUT,
                            "the stream ended after " + bytes + " of "
                                    + request.expectedBytes().getAsLong() + " bytes")
                    .remedy(Remedy.SAME_TICKET)
                    .bytes(bytes)
                    .build();
        }
    }

    private void pauseOrGiveUp(TransferException failure) throws TransferException, InterruptedException {
        if (failure.remedy() == Remedy.NONE) {
            throw failure;
        }
        if (bytesCame) {
            restarts++;
            emptyTries = 0;
        } else {
            emptyTries++;
        }
        if (restarts > settings.restarts() || emptyTries > settings.resumes()) {
            throw TransferException.exhausted(failure, "after " + (restarts + emptyTries) + " tries");
        }
        meter.phase(Phase.PAUSING);
        backoff.hold(Math.max(1, bytesCame ? restarts : emptyTries), () -> false);
    }
}

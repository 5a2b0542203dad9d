package io.atlasoffsite.transfer;

import io.atlasoffsite.transfer.HttpSource.Continuation;
import io.atlasoffsite.transfer.TransferException.Kind;
import io.atlasoffsite.transfer.TransferException.Remedy;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * The bytes of one ticket as one stream: where it breaks and the host allows it, it is continued. Every failure it throws is a
 * {@link TransferException} whose remedy says what a new attempt needs. For one thread.
 */
final class ResumingStream extends InputStream {

    /** Fewer bytes than this between two breaks are no progress. */
    private static final long PROGRESS = 64 * 1024;

    private final HttpSource source;
    private final Ticket ticket;
    private final BooleanSupplier ticketExpired;
    private final Backoff backoff;
    private final int mostResumes;
    private final BooleanSupplier givenUp;
    private final TrickleWatch trickle;
    private HttpBody body;
    private long position;
    private long brokeAt;
    private int fruitless;
    private int resumes;

    ResumingStream(
            HttpSource source,
            Ticket ticket,
            HttpBody body,
            BooleanSupplier ticketExpired,
            Backoff backoff,
            int mostResumes,
            BooleanSupplier givenUp,
            TrickleWatch trickle) {
        this.source = source;
        this.ticket = ticket;
        this.body = body;
        this.ticketExpired = ticketExpired;
        this.backoff = backoff;
        this.mostResumes = mostResumes;
        this.givenUp = givenUp;
        this.trickle = trickle;
    }

    OptionalLong total() {
        return body.total();
    }

    int resumes() {
        return resumes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        while (true) {
            if (trickle.tooSlow()) {
                resumeAfter(HttpFailures.tooSlow(ticket.url().host(), position));
            }
            try {
                trickle.waiting();
                int got = body.in().read(target, from, count);
                if (got >= 0) {
                    trickle.got(got);
                    position += got;
                    return got;
                }
                if (position >= body.total().orElse(position)) {
                    return -1;
                }
                resumeAfter(HttpFailures.whileReading(
                        new IOException("early end"), ticket.url().host(), position));
            } catch (TransferException e) {
                throw e;
            } catch (IOException e) {
                resumeAfter(HttpFailures.whileReading(e, ticket.url().host(), position));
            }
        }
    }

    private void resumeAfter(TransferException failure) throws IOException {
        Optional<Continuation> from = body.continuation(position);
        body.close();
        trickle.startOver();
        fruitless = position - brokeAt >= PROGRESS ? 0 : fruitless;
        brokeAt = position;
        TransferException latest = failure;
        while (from.isPresent() && fruitless < mostResumes && !givenUp.getAsBoolean()) {
            fruitless++;
            hold();
            if (ticketExpired.getAsBoolean()) {
                throw TransferException.because(
                                Kind.EXPIRED_LINK, "the link expired before the broken stream could be continued")
                        .remedy(Remedy.FRESH_TICKET)
                        .bytes(position)
                        .build();
            }
            try {
                body = source.open(ticket.url(), from);
                resumes++;
                return;
            } catch (TransferException e) {
                if (e.remedy() != Remedy.SAME_TICKET || refusesToContinue(e)) {
                    throw e;
                }
                latest = e;
            }
        }
        throw latest;
    }

    /** The host is there but does not continue this archive: asking again would not change that. */
    private static boolean refusesToContinue(TransferException e) {
        return e.kind() == Kind.CUT && e.status() != 0;
    }

    private void hold() throws InterruptedIOException {
        try {
            backoff.hold(fruitless, givenUp);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the transfer was interrupted");
        }
    }

    @Override
    public void close() {
        body.close();
    }
}

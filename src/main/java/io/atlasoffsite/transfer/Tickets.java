package io.atlasoffsite.transfer;

import io.atlasoffsite.transfer.TicketNeed.Why;
import io.atlasoffsite.transfer.TransferException.Kind;
import io.atlasoffsite.transfer.TransferException.Remedy;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/** The tickets of one transfer, one at a time; a new one only when the old is of no use, and not more than allowed. */
final class Tickets {

    private final TicketSource source;
    private final Clock clock;
    private final int most;
    private Optional<Ticket> current = Optional.empty();
    private Why need = Why.FIRST;
    private Optional<TransferException> last = Optional.empty();
    private int count;
    private boolean expiredOnArrival;

    Tickets(TicketSource source, Clock clock, int most) {
        this.source = source;
        this.clock = clock;
        this.most = most;
    }

    int count() {
        return count;
    }

    /** Whether the current ticket's time has run out. */
    boolean expired() {
        return current.flatMap(Ticket::expiresAt)
                .filter(end -> !end.isAfter(clock.instant()))
                .isPresent();
    }

    /** Whether the current ticket was still good when it came, and its time has run out since. */
    boolean lapsed() {
        return !expiredOnArrival && expired();
    }

    /**
     * The ticket to use now. A ticket just received is used even if this machine's clock says that it is over.
     *
     * @throws TransferException when no more tickets are allowed
     * @throws IOException what the source threw
     */
    Ticket get() throws IOException, InterruptedException {
        if (current.isPresent() && expired()) {
            drop(Why.EXPIRED);
        }
        if (current.isEmpty()) {
            if (count >= most) {
                throw TransferException.exhausted(
                        last.orElseGet(() -> TransferException.of(Kind.EXPIRED_LINK, "the download link has expired")),
                        "after " + count + " links");
            }
            count++;
            int status = last.map(TransferException::status).orElse(0);
            current = Optional.of(source.next(new TicketNeed(need, count, status)));
            expiredOnArrival = expired();
        }
        return current.get();
    }

    /** Takes note of how the current ticket failed. */
    void failed(TransferException failure, boolean bytesCame) {
        last = Optional.of(failure);
        if (failure.remedy() == Remedy.FRESH_TICKET) {
            drop(failure.kind() == Kind.EXPIRED_LINK ? Why.EXPIRED : Why.REFUSED);
        } else if (bytesCame && current.filter(Ticket::oneTime).isPresent()) {
            drop(Why.SPENT);
        }
    }

    private void drop(Why why) {
        current = Optional.empty();
        need = why;
    }
}

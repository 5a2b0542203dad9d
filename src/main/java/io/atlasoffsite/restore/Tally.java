package io.atlasoffsite.restore;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How far a verification or a restore is, for whoever watches it. Thread safe. */
public final class Tally {

    private final AtomicInteger copies = new AtomicInteger();
    private final AtomicInteger copiesDone;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong bytesDone;

    /** Nothing is done yet. */
    public Tally() {
        this(new AtomicInteger(), new AtomicLong());
    }

    private Tally(AtomicInteger copiesDone, AtomicLong bytesDone) {
        this.copiesDone = copiesDone;
        this.bytesDone = bytesDone;
    }

    /**
     * A tally for one of many copies: what is done is counted here, too, and what it expects changes nothing here.
     *
     * @return a tally of its own expectations
     */
    public Tally part() {
        return new Tally(copiesDone, bytesDone);
    }

    /**
     * How far it is.
     *
     * @param copiesDone how many copies are done
     * @param copies how many there are, 0 while nobody knows
     * @param bytesDone bytes of archives that were read, or need not be read any more
     * @param bytes of all archives
     */
    public record Reading(int copiesDone, int copies, long bytesDone, long bytes) {}

    /**
     * How far it is now.
     *
     * @return never null
     */
    public Reading read() {
        return new Reading(copiesDone.get(), copies.get(), bytesDone.get(), bytes.get());
    }

    /**
     * Says what there is to do.
     *
     * @param howMany copies
     * @param howLarge bytes of all their archives, at least 0
     */
    public void expect(int howMany, long howLarge) {
        copies.set(howMany);
        bytes.set(howLarge);
    }

    Share share(long expected) {
        return new Share(expected);
    }

    /** One copy's share of it. In the end it has counted exactly what was expected, whatever was read. */
    final class Share {
        private final long expected;
        private final AtomicLong counted = new AtomicLong();

        private Share(long expected) {
            this.expected = expected;
        }

        void read(long more) {
            counted.addAndGet(more);
            bytesDone.addAndGet(more);
        }

        void done() {
            bytesDone.addAndGet(expected - counted.getAndSet(expected));
            copiesDone.incrementAndGet();
        }
    }
}

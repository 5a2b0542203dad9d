package io.atlasoffsite.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The archives of this process that are on their way, and how fast: the one source of progress bars, log lines, status and
 * metrics. Thread safe.
 */
public final class TransferBoard {

    private static final Comparator<Moving> ORDER = Comparator.comparing(
                    (Moving one) -> one.archive().cluster())
            .thenComparing(one -> one.archive().store())
            .thenComparing(one -> one.archive().file());

    private final Clock clock;
    private final Map<Archive, Entry> entries = new ConcurrentHashMap<>();
    private final LongAdder moved = new LongAdder();

    /**
     * An empty board.
     *
     * @param clock the time; not null
     */
    public TransferBoard(Clock clock) {
        this.clock = clock;
    }

    /**
     * An archive on its way into a store.
     *
     * @param copyId the copy it will belong to
     * @param plan the plan's name, {@code ad-hoc} for a request without one
     * @param cluster the cluster's name
     * @param file the archive's file name
     * @param store the store's name
     */
    public record Archive(String copyId, String plan, String cluster, String file, String store) {}

    /** What is happening to an archive. */
    public enum Phase {
        /** It has no place yet, or no first byte. */
        WAITING,
        /** Bytes come, and go into the store. */
        MOVING,
        /** Something broke, and the next try is waited for. */
        PAUSING,
        /** Every byte came; the store is making the archive visible. */
        COMMITTING,
        /** What was stored is read back and proved. */
        PROVING;

        /**
         * The phase as it is written.
         *
         * @return a word in lower case
         */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private boolean flows() {
            return this == MOVING || this == PROVING;
        }
    }

    /**
     * How an archive is getting on.
     *
     * @param archive which
     * @param phase what is happening to it
     * @param since when it came onto the board, UTC
     * @param bytes done so far: moved, or with {@link Phase#PROVING} read back
     * @param total of the whole archive, empty when nobody said
     * @param bytesPerSecond of late; empty when nothing flows in this phase, or it began only now
     */
    public record Moving(
            Archive archive,
            Phase phase,
            Instant since,
            long bytes,
            OptionalLong total,
            OptionalDouble bytesPerSecond) {

        /** Beyond this a guess says nothing. */
        private static final double LONGEST_SECONDS = 100 * 86_400.0;

        /**
         * How much longer the phase will take if it goes on like this.
         *
         * @return rounded up to whole seconds; empty when the length or the rate is not known, or nothing moves
         */
        public Optional<Duration> eta() {
            if (total.isEmpty() || bytesPerSecond.isEmpty() || bytesPerSecond.getAsDouble() <= 0) {
                return Optional.empty();
            }
            double seconds = Math.ceil(Math.max(0, total.getAsLong() - bytes) / bytesPerSecond.getAsDouble());
            return seconds > LONGEST_SECONDS ? Optional.empty() : Optional.of(Duration.ofSeconds((long) seconds));
        }
    }

    /**
     * Notes how an archive is getting on.
     *
     * @param archive which; not null
     * @param phase what is happening to it; not null
     * @param bytes done so far in this phase or attempt
     * @param total of the whole archive, empty when nobody said; not null
     */
    public void update(Archive archive, Phase phase, long bytes, OptionalLong total) {
        Instant now = clock.instant();
        long more = entries.computeIfAbsent(archive, any -> new Entry(now)).update(now, phase, bytes, total);
        moved.add(more);
    }

    /**
     * Forgets an archive that has arrived, or will not.
     *
     * @param archive which; not null
     */
    public void ended(Archive archive) {
        entries.remove(archive);
    }

    /**
     * What is under way now.
     *
     * @return by cluster, store and file
     */
    public List<Moving> underWay() {
        Instant now = clock.instant();
        return entries.entrySet().stream()
                .map(entry -> entry.getValue().at(now, entry.getKey()))
                .sorted(ORDER)
                .toList();
    }

    /**
     * What was moved into stores since the process started, archives that never became whole included.
     *
     * @return bytes
     */
    public long movedBytes() {
        return moved.sum();
    }

    private static final class Entry {
        private final Instant since;
        private final RateMeter rate = new RateMeter();
        private Phase phase = Phase.WAITING;
        private long bytes;
        private OptionalLong total = OptionalLong.empty();

        Entry(Instant since) {
            this.since = since;
        }

        /** Answers how many bytes more were moved than at the last update. */
        synchronized long update(Instant now, Phase next, long nextBytes, OptionalLong nextTotal) {
            long before = nextBytes < bytes ? 0 : bytes;
            if (next != phase) {
                rate.clear();
            }
            if (next.flows()) {
                rate.sample(now, nextBytes);
            }
            phase = next;
            bytes = nextBytes;
            total = nextTotal;
            return next == Phase.PROVING ? 0 : nextBytes - before;
        }

        synchronized Moving at(Instant now, Archive archive) {
            return new Moving(
                    archive, phase, since, bytes, total, phase.flows() ? rate.perSecond(now) : OptionalDouble.empty());
        }
    }
}

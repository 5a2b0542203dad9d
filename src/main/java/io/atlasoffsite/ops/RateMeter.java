package io.atlasoffsite.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/** How fast a count of bytes grew of late. Not thread safe. */
final class RateMeter {

    /** Long enough to even out bursts of parts, short enough to show within seconds that a stream has stalled. */
    private static final Duration WINDOW = Duration.ofSeconds(15);

    private static final Duration SPACING = Duration.ofMillis(500);
    /** Before this nobody knows: the first burst out of full buffers is not the rate. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final double MILLIS_PER_SECOND = 1000.0;

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(Instant at, long bytes) {}

    /** Notes a count; one that falls is a new beginning. */
    void sample(Instant at, long bytes) {
        if (!samples.isEmpty() && bytes < samples.peekLast().bytes()) {
            samples.clear();
        }
        Sample last = samples.pollLast();
        boolean crowded = last != null
                && !samples.isEmpty()
                && Duration.between(samples.peekLast().at(), at).compareTo(SPACING) < 0;
        if (last != null && !crowded) {
            samples.addLast(last);
        }
        samples.addLast(new Sample(at, bytes));
        forget(at);
    }

    void clear() {
        samples.clear();
    }

    /** Bytes per second over the last quarter of a minute; empty when that is not known yet. */
    OptionalDouble perSecond(Instant now) {
        forget(now);
        if (samples.isEmpty()) {
            return OptionalDouble.empty();
        }
        Duration elapsed = Duration.between(samples.peekFirst().at(), now);
        if (elapsed.compareTo(SHORTEST) < 0) {
            return OptionalDouble.empty();
        }
        long bytes = samples.peekLast().bytes() - samples.peekFirst().bytes();
        return OptionalDouble.of(bytes * MILLIS_PER_SECOND / elapsed.toMillis());
    }

    /** Keeps one sample from before the window, from which the window's growth is counted. */
    private void forget(Instant now) {
        Instant begin = now.minus(WINDOW);
        while (samples.size() > 1) {
            Sample first = samples.pollFirst();
            if (samples.peekFirst().at().isAfter(begin)) {
                samples.addFirst(first);
                return;
            }
        }
    }
}

package io.atlasoffsite.route;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that runs on and can be put forward. Thread safe. */
final class PackClock extends Clock {

    private final Clock running;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    PackClock(Clock running) {
        this.running = running;
    }

    void advance(Duration by) {
        ahead.updateAndGet(by::plus);
    }

    @Override
    public Instant instant() {
        return running.instant().plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return running.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new PackClock(running.withZone(zone));
    }
}

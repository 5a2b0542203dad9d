package io.atlasoffsite.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that can be moved. Thread-safe; UTC. */
final class SandboxClock extends Clock {

    private final Clock base;
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

    SandboxClock(Clock base) {
        this.base = base;
    }

    void advance(Duration by) {
        offset.updateAndGet(by::plus);
    }

    void set(Instant to) {
        offset.set(Duration.between(base.instant(), to));
    }

    @Override
    public Instant instant() {
        return base.instant().plus(offset.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return base.withZone(zone);
    }
}

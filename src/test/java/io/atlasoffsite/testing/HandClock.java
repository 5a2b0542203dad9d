package io.atlasoffsite.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock in UTC whose hands only a test moves. Thread safe. */
public final class HandClock extends Clock {

    private final AtomicReference<Instant> now;

    /** Stands at a moment until it is moved. */
    public HandClock(Instant now) {
        this.now = new AtomicReference<>(now);
    }

    /** Goes on by so much. */
    public void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    /** Jumps, forwards or back. */
    public void set(Instant moment) {
        now.set(moment);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}

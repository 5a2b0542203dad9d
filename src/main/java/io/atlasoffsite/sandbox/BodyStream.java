package io.atlasoffsite.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Passes a body on and does to it what the {@link Wire} says: waits, trickles, breaks off. Not thread-safe. */
final class BodyStream extends OutputStream {

    /** Waits in real time, less long when the server closes. */
    interface Pause {
        void take(Duration time) throws IOException;
    }

    /** The reply must end here, by closing or by a reset. */
    static final class BrokenOff extends IOException {

        private static final long serialVersionUID = 1L;
        private final boolean reset;

        BrokenOff(boolean reset) {
            super("broken off as a fault asked for");
            this.reset = reset;
        }

        boolean reset() {
            return reset;
        }
    }

    private static final long TICKS_PER_SECOND = 10;

    private final OutputStream out;
    private final Wire wire;
    private final Pause pause;
    private final AtomicLong sent;
    private long position;
    private boolean stalled;

    BodyStream(OutputStream out, Wire wire, Pause pause, AtomicLong sent) {
        this.out = out;
        this.wire = wire;
        this.pause = pause;
        this.sent = sent;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            breakOffHere();
            int step = (int) Math.min(length - done, step());
            trickle(step);
            out.write(bytes, offset + done, step);
            position += step;
            sent.addAndGet(step);
            done += step;
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    /** Faults that stand exactly at the end of the body strike now. */
    void end() throws IOException {
        breakOffHere();
    }

    private void breakOffHere() throws IOException {
        if (position == wire.stallAfter() && !stalled) {
            stalled = true;
            out.flush();
            pause.take(wire.stall());
        }
        if (position == wire.cutAfter() || position == wire.resetAfter()) {
            out.flush();
            throw new BrokenOff(position == wire.resetAfter());
        }
    }

    /** Pauses before the bytes, so that they never arrive too early. */
    private void trickle(int step) throws IOException {
        if (wire.bytesPerSecond() > 0) {
            out.flush();
            pause.take(Duration.ofNanos(step * 1_000_000_000L / wire.bytesPerSecond()));
        }
    }

    private long step() {
        long step = Long.MAX_VALUE;
        if (wire.bytesPerSecond() > 0) {
            step = Math.max(1, wire.bytesPerSecond() / TICKS_PER_SECOND);
        }
        step = Math.min(step, distance(wire.stallAfter()));
        step = Math.min(step, distance(wire.cutAfter()));
        return Math.min(step, distance(wire.resetAfter()));
    }

    private long distance(long mark) {
        return mark > position ? mark - position : Long.MAX_VALUE;
    }
}

package io.atlasoffsite.testing;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;

/** Leaves a request hanging, so that its sender can be frozen or killed at that very step. For one request. Thread safe. */
public final class Hold implements FaultyProxy.Strike {

    private final boolean afterwards;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean dropped;

    private final FaultyProxy.Strike deed;

    private Hold(boolean afterwards, FaultyProxy.Strike deed) {
        this.afterwards = afterwards;
        this.deed = deed;
    }

    /** The server has not seen the request. */
    public static Hold before() {
        return before((request, origin) -> origin.send(request));
    }

    /** As {@link #before()}, and something else than usual is done with it afterwards. */
    public static Hold before(FaultyProxy.Strike deed) {
        return new Hold(false, deed);
    }

    /** The server has done what it was asked for, and its answer hangs. */
    public static Hold after() {
        return new Hold(true, (request, origin) -> origin.send(request));
    }

    /** Whether the request hangs. */
    public boolean reached() {
        return reached.getCount() == 0;
    }

    /** Goes on as if nothing had been. */
    public void letGo() {
        over.countDown();
    }

    /** Ends the connection; what the server has not seen it never will. */
    public void drop() {
        dropped = true;
        over.countDown();
    }

    @Override
    public byte[] on(FaultyProxy.Request request, FaultyProxy.Origin origin) throws IOException {
        byte[] answer = afterwards ? deed.on(request, origin) : new byte[0];
        reached.countDown();
        try {
            over.await();
        } catch (InterruptedException closing) {
            throw new InterruptedIOException("the proxy was closed");
        }
        if (dropped) {
            return new byte[0];
        }
        return afterwards ? answer : deed.on(request, origin);
    }
}

package io.atlasoffsite.store;

import io.atlasoffsite.store.StoreException.Where;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.sftp.common.SftpException;

/**
 * Asks the server: on a channel of its own for each question, again on a new connection when no answer comes, with failures
 * translated. What the server answered is never asked again. Thread safe.
 */
final class SftpCalls implements AutoCloseable {

    private final SftpStoreSettings settings;
    private final SftpRequirements requirements;
    private final SftpPool pool;

    SftpCalls(String store, SftpSessions sessions, SftpStoreSettings settings) {
        this.settings = settings;
        this.requirements = new SftpRequirements(store, settings);
        this.pool = new SftpPool(sessions, settings, requirements);
    }

    SftpStoreSettings settings() {
        return settings;
    }

    String remote(String path) {
        return settings.remote(path);
    }

    Where where(String verb, String path) {
        return requirements.where(verb, path);
    }

    /** Something asked of the server, that may be asked again. */
    interface Question<T> {
        /**
         * Asks.
         *
         * @param channel to the server, for this alone
         * @param again whether it was asked before and perhaps done, without an answer
         */
        T ask(SftpChannel channel, boolean again) throws IOException;
    }

    <T> T call(String verb, String path, Question<T> question) throws IOException {
        return retried(verb, path, again -> once(question, again));
    }

    /** Something that asks the server on channels of its own. */
    interface Attempted<T> {
        T run(boolean again) throws IOException;
    }

    <T> T retried(String verb, String path, Attempted<T> attempted) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return attempted.run(tries > 1);
            } catch (IOException failure) {
                if (tries >= settings.tries() || !SftpErrors.unanswered(failure)) {
                    throw SftpErrors.translate(where(verb, path), failure);
                }
                pause(tries, verb, path);
            }
        }
    }

    private <T> T once(Question<T> question, boolean again) throws IOException {
        SftpPool.Lease lease = lease();
        try {
            T answer = question.ask(lease.channel(), again);
            pool.give(lease);
            return answer;
        } catch (IOException | RuntimeException failure) {
            drop(lease, failure);
            throw failure;
        }
    }

    /** A channel to keep for longer, as a read of a whole archive does. */
    SftpPool.Lease lease() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted before the server was asked");
        }
        return pool.take();
    }

    void give(SftpPool.Lease lease) {
        pool.give(lease);
    }

    /** Ends a channel on which something went wrong, and its session when that may be the reason. */
    void drop(SftpPool.Lease lease, Exception failure) {
        if (failure instanceof IOException io && !(io instanceof SftpException) && SftpErrors.unanswered(io)) {
            pool.dropSession(lease);
        } else {
            pool.drop(lease);
        }
    }

    void drop(SftpPool.Lease lease) {
        pool.drop(lease);
    }

    /** Nothing is there: is that so, or is the whole store gone? */
    void checkRoot(SftpChannel channel) throws IOException {
        requirements.checkRoot(channel);
    }

    private void pause(int tries, String verb, String path) throws IOException {
        Duration wait = tries == 1 ? Duration.ZERO : settings.pause().multipliedBy(1L << (tries - 2));
        try {
            TimeUnit.MILLISECONDS.sleep(wait.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw SftpErrors.translate(where(verb, path), new IOException(interrupted));
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}

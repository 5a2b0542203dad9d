package io.atlasoffsite.atlas;

import io.atlasoffsite.Secret;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one access token of a service account: fetched once however many callers want it, renewed before it ends, and fetched
 * anew when Atlas refused it. Atlas gives no refresh token and answers 429 to those who ask too often. Thread safe.
 */
public final class ServiceAccountToken {

    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);

    private final TokenFetcher fetcher;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    // Written under the lock; read without it by callers who find a token that is still good.
    private volatile Optional<Held> held = Optional.empty();

    /**
     * Holds no token yet.
     *
     * @param fetcher asks Atlas for one
     * @param clock tells when it ends
     */
    public ServiceAccountToken(TokenFetcher fetcher, Clock clock) {
        this.fetcher = fetcher;
        this.clock = clock;
    }

    /** Asks Atlas for a token. */
    @FunctionalInterface
    public interface TokenFetcher {

        /**
         * Sends one token request.
         *
         * @return the token
         * @throws IOException when Atlas could not be reached
         * @throws InterruptedException when the calling thread was interrupted
         */
        Granted fetch() throws IOException, InterruptedException;
    }

    /**
     * A token as granted.
     *
     * @param token the token
     * @param lifetime how long it lasts from now
     */
    public record Granted(Secret token, Duration lifetime) {}

    private record Held(Secret token, Instant renewAt) {}

    /**
     * The token to use now.
     *
     * @return a token that is not about to end
     * @throws IOException when a new one was needed and Atlas could not be reached
     * @throws InterruptedException when the calling thread was interrupted while waiting
     */
    public Secret current() throws IOException, InterruptedException {
        Optional<Secret> good = stillGood();
        if (good.isPresent()) {
            return good.get();
        }
        lock.lockInterruptibly();
        try {
            Optional<Secret> fetchedMeanwhile = stillGood();
            return fetchedMeanwhile.isPresent() ? fetchedMeanwhile.get() : fetch();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Drops a token that Atlas refused, unless another has taken its place already.
     *
     * @param refused the token that was sent
     */
    public void refused(Secret refused) {
        lock.lock();
        try {
            if (held.filter(now -> now.token().equals(refused)).isPresent()) {
                held = Optional.empty();
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<Secret> stillGood() {
        return held.filter(now -> clock.instant().isBefore(now.renewAt())).map(Held::token);
    }

    private Secret fetch() throws IOException, InterruptedException {
        Granted granted = fetcher.fetch();
        Duration tenth = granted.lifetime().dividedBy(10);
        Duration margin = tenth.compareTo(LONGEST_MARGIN) < 0 ? tenth : LONGEST_MARGIN;
        held = Optional.of(new Held(
                granted.token(), clock.instant().plus(granted.lifetime()).minus(margin)));
        return granted.token();
    }
}

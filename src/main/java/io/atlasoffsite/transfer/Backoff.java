package io.atlasoffsite.transfer;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Waits between tries: doubling pauses, each between half and the whole of its length. Thread safe when its parts are. */
final class Backoff {

    private static final Duration NAP = Duration.ofMillis(200);

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private final Pause pause;

    Backoff(EngineSettings settings, RandomGenerator random, Pause pause) {
        this.first = settings.firstPause();
        this.longest = settings.longestPause();
        this.random = random;
        this.pause = pause;
    }

    /**
     * Waits.
     *
     * @param tries how often it was tried, from 1
     * @param givenUp asked between naps; true ends the wait early
     */
    void hold(int tries, BooleanSupplier givenUp) throws InterruptedException {
        double full = Math.min(longest.toMillis(), first.toMillis() * Math.pow(2, Math.min(tries, 30) - 1.0));
        long left = Math.round(full * (0.5 + random.nextDouble() / 2));
        while (left > 0 && !givenUp.getAsBoolean()) {
            long nap = Math.min(left, NAP.toMillis());
            pause.hold(Duration.ofMillis(nap));
            left -= nap;
        }
    }
}

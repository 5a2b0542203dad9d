package io.atlasoffsite.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.atlasoffsite.Secret;
import io.atlasoffsite.testing.HandClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ServiceAccountTokenTest {

    private static final int CALLERS = 50;

    private final HandClock clock = new HandClock(Instant.parse("2026-08-02T17:06:56Z"));
    private final AtomicInteger fetched = new AtomicInteger();
    private final ServiceAccountToken token = new ServiceAccountToken(this::fetch, clock);

    @Test
    void fiftyCallersAtOnceFetchOneToken() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            CyclicBarrier together = new CyclicBarrier(CALLERS);
            List<Future<Secret>> answers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                answers.add(callers.submit(() -> {
                    together.await();
                    return token.current();
                }));
            }
            Set<Secret> seen = new HashSet<>();
            for (Future<Secret> answer : answers) {
                seen.add(answer.get());
            }
            assertThat(seen).hasSize(1);
            assertThat(fetched).hasValue(1);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void f19_aTokenIsRenewedBeforeItEnds() throws Exception {
        Secret first = token.current();
        clock.pass(Duration.ofMinutes(54));
        assertThat(token.current()).isEqualTo(first);
        clock.pass(Duration.ofMinutes(2));
        assertThat(token.current()).isNotEqualTo(first);
        assertThat(fetched).hasValue(2);
    }

    @Test
    void f19_aRefusedTokenIsDroppedOnceHoweverManyWereRefusedIt() throws Exception {
        Secret first = token.current();
        token.refused(first);
        Secret second = token.current();
        token.refused(first);
        assertThat(token.current()).isEqualTo(second).isNotEqualTo(first);
        assertThat(fetched).hasValue(2);
    }

    @Test
    void aFetchThatFailsIsTriedByTheNextCaller() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        ServiceAccountToken flaky = new ServiceAccountToken(
                () -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new IOException("away");
                    }
                    return fetch();
                },
                clock);
        assertThatIOException().isThrownBy(flaky::current);
        assertThat(flaky.current().reveal()).isNotEmpty();
    }

    private ServiceAccountToken.Granted fetch() {
        return new ServiceAccountToken.Granted(Secret.of("token-" + fetched.incrementAndGet()), Duration.ofHours(1));
    }
}

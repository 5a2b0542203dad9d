package io.atlasoffsite.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.ops.RehearsalState.Last;
import io.atlasoffsite.ops.RehearsalState.State;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RehearsalBoardTest {

    private static final Instant NOW = Instant.parse("2026-08-09T06:10:00Z");
    private static final Optional<Duration> WEEKLY = Optional.of(Duration.ofDays(8));

    private final RehearsalBoard board = new RehearsalBoard();

    private static Last last(Instant at, String store, State outcome) {
        return new Last(at, store, "a/b/c", outcome, outcome == State.FAILED ? "it broke" : "");
    }

    private static Rehearsed found(Optional<Duration> alertAfter, boolean partly, Last... last) {
        return new Rehearsed("nightly", "orders", alertAfter, List.of(last), partly);
    }

    private State state(Instant now) {
        return board.judged(now).get(0).state();
    }

    @Test
    void whatWasProvedIsOverdueWithoutAnotherLook() {
        board.looked(List.of(found(WEEKLY, false, last(NOW, "disk", State.PROVED))), NOW);

        assertThat(state(NOW.plus(Duration.ofDays(8)))).isEqualTo(State.PROVED);
        assertThat(state(NOW.plus(Duration.ofDays(8).plusSeconds(1)))).isEqualTo(State.OVERDUE);
    }

    @Test
    void aFailureStaysAFailureHoweverOld() {
        board.looked(List.of(found(WEEKLY, false, last(NOW, "disk", State.FAILED))), NOW);

        assertThat(state(NOW.plus(Duration.ofDays(30)))).isEqualTo(State.FAILED);
    }

    @Test
    void onlyAPromiseMakesNoRehearsalUnhealthy() {
        board.looked(List.of(found(WEEKLY, false)), NOW);
        assertThat(state(NOW)).isEqualTo(State.MISSING);

        board.looked(List.of(found(Optional.empty(), false)), NOW);
        assertThat(state(NOW)).isEqualTo(State.NEVER);
        assertThat(State.NEVER.healthy()).isTrue();
        assertThat(State.MISSING.healthy()).isFalse();
    }

    @Test
    void theLastRehearsalCountsFromWhicheverStore() {
        board.looked(
                List.of(found(
                        WEEKLY,
                        false,
                        last(NOW.minusSeconds(60), "disk", State.FAILED),
                        last(NOW, "vault", State.EXTRACTED))),
                NOW);

        assertThat(state(NOW)).isEqualTo(State.EXTRACTED);
        assertThat(board.judged(NOW).get(0).last()).map(Last::store).contains("vault");
        assertThat(board.last()).hasSize(2);
    }

    @Test
    void aStoreThatIsAwayTakesNothingFromWhatIsKnownAndMayKnowBetter() {
        board.looked(List.of(found(WEEKLY, false, last(NOW, "disk", State.PROVED))), NOW);
        board.looked(List.of(found(WEEKLY, true)), NOW.plusSeconds(3600));

        assertThat(state(NOW.plusSeconds(3600))).isEqualTo(State.PROVED);
        assertThat(state(NOW.plus(Duration.ofDays(9)))).isEqualTo(State.UNKNOWN);

        board.looked(List.of(found(Optional.empty(), true)), NOW.plusSeconds(7200));
        board.looked(List.of(new Rehearsed("weekly", "orders", WEEKLY, List.of(), true)), NOW);
        assertThat(state(NOW)).isEqualTo(State.UNKNOWN);
    }

    @Test
    void aRehearsalThatEndsWhileTheLookGoesOnIsNotForgotten() {
        board.rehearsed("nightly", "orders", last(NOW.plusSeconds(5), "disk", State.PROVED));
        board.looked(List.of(found(WEEKLY, false)), NOW);
        assertThat(state(NOW)).isEqualTo(State.PROVED);

        board.looked(List.of(found(WEEKLY, false)), NOW.plusSeconds(60));
        assertThat(state(NOW)).isEqualTo(State.MISSING);
    }

    @Test
    void rehearsalsAreCountedAndTheLastOneHasItsTime() {
        MeterRegistry registry = new SimpleMeterRegistry();
        Watch watch = new Watch(Clock.systemUTC(), registry);
        watch.rehearsalMeters().expect("nightly", "disk");
        assertThat(count(registry, "failed")).isZero();

        watch.rehearsals().rehearsed("nightly", "orders", last(NOW, "disk", State.FAILED));
        watch.rehearsalMeters().ended("nightly", "disk", State.FAILED);
        watch.rehearsals().rehearsed("nightly", "orders", last(NOW.plusSeconds(9), "disk", State.PROVED));
        watch.rehearsalMeters().ended("nightly", "disk", State.PROVED);

        assertThat(count(registry, "failed")).isEqualTo(1);
        assertThat(count(registry, "proved")).isEqualTo(1);
        assertThat(registry.get("offsite.newest.rehearsal.timestamp.seconds").gauges())
                .singleElement()
                .satisfies(gauge -> {
                    assertThat(gauge.value()).isEqualTo(NOW.plusSeconds(9).getEpochSecond());
                    assertThat(gauge.getId().getTag("outcome")).isEqualTo("proved");
                });
        watch.meters().remove();
        assertThat(registry.getMeters()).isEmpty();
    }

    private static double count(MeterRegistry registry, String outcome) {
        return registry.get("offsite.rehearsals")
                .tags("plan", "nightly", "store", "disk", "outcome", outcome)
                .counter()
                .count();
    }
}

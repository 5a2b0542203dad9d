package io.atlasoffsite.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.ops.Freshness.State;
import io.atlasoffsite.ops.FreshnessBoard.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FreshnessBoardTest {

    private static final Instant NOW = Instant.parse("2026-08-02T17:06:56Z");
    private static final Instant YESTERDAY = NOW.minus(Duration.ofHours(20));
    private static final Freshness.Promise PROMISE =
            new Freshness.Promise("nightly", "orders", "disk", Duration.ofHours(26));
    private static final Place PLACE = new Place("nightly", "orders", "disk");

    private final FreshnessBoard board = new FreshnessBoard();

    @Test
    void whatWasFreshGrowsStaleWithoutAnotherLook() {
        board.looked(List.of(PROMISE.judge(Optional.of(YESTERDAY), NOW)), NOW);

        assertThat(state(NOW)).isEqualTo(State.FRESH);
        assertThat(state(NOW.plus(Duration.ofHours(7)))).isEqualTo(State.STALE);
    }

    @Test
    void aCopyMadeWhileTheLookWentOnIsNotForgotten() {
        board.copied(PLACE, NOW, NOW.plusSeconds(5));
        board.looked(List.of(PROMISE.judge(Optional.empty(), NOW)), NOW);

        assertThat(board.newest()).containsEntry(PLACE, NOW);
        assertThat(state(NOW)).isEqualTo(State.FRESH);
    }

    @Test
    void whatIsGoneFromTheStoreIsGoneAfterTheNextLook() {
        board.copied(PLACE, YESTERDAY, NOW.minusSeconds(60));
        board.looked(List.of(PROMISE.judge(Optional.empty(), NOW)), NOW);

        assertThat(board.newest()).isEmpty();
        assertThat(state(NOW)).isEqualTo(State.MISSING);
    }

    @Test
    void aStoreThatIsAwayTakesNothingFromWhatIsKnown() {
        board.looked(List.of(PROMISE.judge(Optional.of(YESTERDAY), NOW)), NOW);
        board.looked(List.of(PROMISE.unknown()), NOW.plusSeconds(3600));

        assertThat(state(NOW.plusSeconds(3600))).isEqualTo(State.UNKNOWN);
        assertThat(board.judged(NOW).get(0).newest()).contains(YESTERDAY);
        assertThat(board.newest()).containsEntry(PLACE, YESTERDAY);
    }

    @Test
    void aClusterThatIsNoLongerMeantIsForgotten() {
        board.looked(List.of(PROMISE.judge(Optional.of(YESTERDAY), NOW)), NOW);
        Freshness.Promise other = new Freshness.Promise("nightly", "billing", "disk", Duration.ofHours(26));
        board.looked(List.of(other.judge(Optional.empty(), NOW)), NOW.plusSeconds(3600));

        assertThat(board.newest()).isEmpty();
    }

    @Test
    void copiesOfPlansThatPromiseNothingAreKnownToo() {
        Place free = new Place("by-hand", "orders", "disk");
        board.copied(free, YESTERDAY, NOW);
        board.looked(List.of(PROMISE.judge(Optional.empty(), NOW)), NOW.plusSeconds(3600));

        assertThat(board.newest()).containsOnlyKeys(free);
    }

    private State state(Instant now) {
        return board.judged(now).get(0).state();
    }
}

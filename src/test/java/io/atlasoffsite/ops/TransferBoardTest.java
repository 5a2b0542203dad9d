package io.atlasoffsite.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.ops.TransferBoard.Archive;
import io.atlasoffsite.ops.TransferBoard.Moving;
import io.atlasoffsite.ops.TransferBoard.Phase;
import io.atlasoffsite.testing.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TransferBoardTest {

    private static final long MIB = 1 << 20;
    private static final Archive ARCHIVE = new Archive("p/orders/t-s", "nightly", "orders", "a.tar.gz", "disk");

    private final HandClock clock = new HandClock(Instant.parse("2026-08-02T17:06:56Z"));
    private final TransferBoard board = new TransferBoard(clock);

    @Test
    void theRateIsWhatCameInTheLastQuarterOfAMinuteAndTheEtaFollowsFromIt() {
        moveFor(60, MIB);
        moveFor(15, 4 * MIB);

        assertThat(now().bytesPerSecond().orElseThrow()).isEqualTo(4.0 * MIB);
        assertThat(now().bytes()).isEqualTo(120 * MIB);
        assertThat(now().eta()).contains(Duration.ofSeconds((1000 - 120) / 4));
    }

    @Test
    void aFirstBurstIsNoRateYet() {
        move(0);
        clock.pass(Duration.ofMillis(400));
        move(64 * MIB);

        assertThat(now().bytesPerSecond()).isEmpty();
        assertThat(now().eta()).isEmpty();
    }

    @Test
    void manyUpdatesASecondGiveTheSameRateAsFew() {
        for (int tenth = 0; tenth <= 100; tenth++) {
            move(tenth * MIB);
            clock.pass(Duration.ofMillis(100));
        }

        assertThat(now().bytesPerSecond().orElseThrow()).isBetween(9.8 * MIB, 10.0 * MIB);
    }

    @Test
    void aStreamThatStallsSlowsDownToNothingAndHasNoEta() {
        moveFor(30, MIB);

        clock.pass(Duration.ofSeconds(10));
        assertThat(now().bytesPerSecond().orElseThrow()).isBetween(0.2 * MIB, 0.9 * MIB);

        clock.pass(Duration.ofSeconds(30));
        assertThat(now().bytesPerSecond()).isEqualTo(OptionalDouble.of(0));
        assertThat(now().eta()).isEmpty();
    }

    @Test
    void anAttemptThatBeginsAgainHasARateOfItsOwnAndItsBytesCountTwice() {
        moveFor(20, 8 * MIB);
        board.update(ARCHIVE, Phase.WAITING, 0, OptionalLong.empty());
        assertThat(now().bytesPerSecond()).isEmpty();
        clock.pass(Duration.ofSeconds(5));
        move(0);
        clock.pass(Duration.ofSeconds(2));
        move(2 * MIB);

        assertThat(now().bytesPerSecond()).isEqualTo(OptionalDouble.of(MIB));
        assertThat(board.movedBytes()).isEqualTo(162 * MIB);
    }

    @Test
    void whatIsReadBackWasNotMovedAndHasAnEta() {
        moveFor(10, MIB);
        board.ended(ARCHIVE);
        for (int second = 0; second <= 5; second++) {
            board.update(ARCHIVE, Phase.PROVING, second * 2 * MIB, OptionalLong.of(30 * MIB));
            clock.pass(Duration.ofSeconds(1));
        }

        assertThat(board.movedBytes()).isEqualTo(10 * MIB);
        assertThat(now().phase().word()).isEqualTo("proving");
        assertThat(now().eta()).contains(Duration.ofSeconds(12));
    }

    @Test
    void withoutALengthThereIsARateAndNoEta() {
        for (int second = 0; second <= 5; second++) {
            board.update(ARCHIVE, Phase.MOVING, second * MIB, OptionalLong.empty());
            clock.pass(Duration.ofSeconds(1));
        }

        assertThat(now().bytesPerSecond()).isPresent();
        assertThat(now().eta()).isEmpty();
    }

    @Test
    void whatHasEndedIsNotShownAndTheRestIsInOrder() {
        board.update(new Archive("c", "p", "b", "f2", "s"), Phase.WAITING, 0, OptionalLong.empty());
        board.update(new Archive("c", "p", "b", "f1", "s"), Phase.WAITING, 0, OptionalLong.empty());
        board.update(new Archive("c", "p", "a", "f9", "s"), Phase.WAITING, 0, OptionalLong.empty());
        move(0);
        board.ended(ARCHIVE);

        assertThat(board.underWay()).extracting(one -> one.archive().file()).containsExactly("f9", "f1", "f2");
    }

    private void moveFor(int seconds, long perSecond) {
        long begun = board.underWay().isEmpty() ? 0 : now().bytes();
        for (int second = 1; second <= seconds; second++) {
            if (begun == 0 && second == 1) {
                move(0);
            }
            clock.pass(Duration.ofSeconds(1));
            move(begun + second * perSecond);
        }
    }

    private void move(long bytes) {
        board.update(ARCHIVE, Phase.MOVING, bytes, OptionalLong.of(1000 * MIB));
    }

    private Moving now() {
        return board.underWay().get(0);
    }
}

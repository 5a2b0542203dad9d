package io.atlasoffsite.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.testing.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProjectLimitsTest {

    private static final AtlasCall CALL = AtlasCalls.getProject("a".repeat(24));
    private static final AtlasCall OTHER = AtlasCalls.listClusters(ClusterKind.FLEX, "b".repeat(24));
    private static final Instant START = Instant.parse("2026-08-02T12:00:00Z");

    private final HandClock clock = new HandClock(START);
    private final ProjectLimits limits = new ProjectLimits(3, 60, clock);

    /** Stands still until it is moved. */
    @Test
    void aBurstGoesAtOnceAndTheRestInItsTurn() {
        assertThat(limits.take(CALL)).isZero();
        assertThat(limits.take(CALL)).isZero();
        assertThat(limits.take(CALL)).isZero();
        assertThat(limits.take(CALL)).isEqualTo(Duration.ofSeconds(1));
        assertThat(limits.take(CALL)).isEqualTo(Duration.ofSeconds(2));
        clock.set(START.plusSeconds(10));
        assertThat(limits.take(CALL)).isZero();
    }

    @Test
    void projectsDoNotWaitForEachOtherAndCallsOfNoneDoNotWait() {
        limits.refused(CALL, Duration.ofMinutes(1));

        assertThat(limits.take(CALL)).isEqualTo(Duration.ofMinutes(1));
        assertThat(limits.take(OTHER)).isZero();
        assertThat(limits.take(AtlasCalls.listProjects())).isZero();
    }

    @Test
    void whatAtlasHasLeftCountsWhereItIsLess() {
        limits.left(CALL, 1);
        assertThat(limits.take(CALL)).isZero();
        assertThat(limits.take(CALL)).isEqualTo(Duration.ofSeconds(1));

        limits.left(CALL, 1000);
        assertThat(limits.take(CALL)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void f17_aRetryAfterHoldsForTheWholeProjectAndEnds() {
        limits.refused(CALL, Duration.ofSeconds(30));
        limits.refused(CALL, Duration.ofSeconds(5));

        assertThat(limits.take(CALL)).isEqualTo(Duration.ofSeconds(30));
        clock.set(START.plusSeconds(40));
        assertThat(limits.take(CALL)).isZero();
    }

    @Test
    void f44_aClockThatJumpsBackMakesNobodyWaitLonger() {
        limits.take(CALL);
        clock.set(START.minusSeconds(3600));

        assertThat(limits.take(CALL)).isZero();
        assertThat(limits.take(CALL)).isZero();
        assertThat(limits.take(CALL)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aLimitThatLetsNothingThroughIsRefused() {
        assertThatThrownBy(() -> new ProjectLimits(0, 1, clock)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ProjectLimits(1, 0, clock)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAnnouncedEndIsToldOnceADayForEachOperation() {
        Retirements retirements = new Retirements(clock);
        AtlasCall serverless = AtlasCalls.listClusters(ClusterKind.SERVERLESS, "a".repeat(24));
        Optional<String> sunset = Optional.of("Thu, 22 Jan 2026 00:00:00 GMT");

        assertThat(retirements.heard(serverless, Optional.empty(), Optional.empty()))
                .isEmpty();
        assertThat(retirements.heard(serverless, Optional.empty(), sunset))
                .hasValueSatisfying(said -> assertThat(said)
                        .startsWith("Atlas is withdrawing list-clusters of serverless clusters")
                        .contains("gone from Thu, 22 Jan 2026"));
        assertThat(retirements.heard(serverless, sunset, sunset)).isEmpty();
        assertThat(retirements.heard(OTHER, sunset, Optional.empty())).isPresent();
        clock.set(START.plus(Duration.ofHours(12)));
        assertThat(retirements.heard(serverless, sunset, sunset)).isPresent();
    }
}

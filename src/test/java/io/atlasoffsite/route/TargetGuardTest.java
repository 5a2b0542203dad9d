package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.ClusterKind;
import io.atlasoffsite.atlas.ClusterState;
import io.atlasoffsite.atlas.RestoreJob;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetGuardTest {

    private static final RestoreJob.Target NAME = new RestoreJob.Target("32b6e34b3d91647abb20e7ba", "staging");

    /** Columns: kind, paused, state, version, sharded, shards of the target; kind, sharded, shards of the source; restored version. */
    @ParameterizedTest
    @CsvSource({
        "DEDICATED,  false, IDLE,      8.0.29, false, 1, DEDICATED, false, 1, 8.0.4",
        "DEDICATED,  false, UPDATING,  8.2.1,  false, 1, DEDICATED, false, 1, 8.0.4",
        "DEDICATED,  false, IDLE,      '',     false, 0, DEDICATED, false, 1, 8.0.4",
        "DEDICATED,  false, IDLE,      8.0.29, false, 1, DEDICATED, false, 1, ''",
        "DEDICATED,  false, IDLE,      8.0,    true,  2, DEDICATED, true,  2, 8.0.29",
        "FLEX,       false, '',        8.0.29, false, 0, FLEX,      false, 0, 8.0.24",
        "SERVERLESS, false, IDLE,      8.0.29, false, 0, SERVERLESS, false, 0, 8.0.29",
        "DEDICATED,  false, IDLE,      10.0.1, false, 1, DEDICATED, false, 1, 9.0.0",
        "DEDICATED,  false, IDLE,      8.0.29, false, 1, FLEX,      false, 0, 8.0.24",
        "DEDICATED,  false, IDLE,      8.0.29, false, 1, SHARED,    false, 0, 8.0.24",
    })
    void whatFitsPasses(
            ClusterKind kind,
            boolean paused,
            String state,
            String version,
            boolean sharded,
            int shards,
            ClusterKind sourceKind,
            boolean sourceSharded,
            int sourceShards,
            String restored) {
        ClusterState target = cluster(kind, paused, state, version, sharded, shards);
        ClusterState source = cluster(sourceKind, false, "IDLE", "8.0.29", sourceSharded, sourceShards);

        assertThatCode(() -> TargetGuard.check(target, source, restored, NAME)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "DEDICATED,  true,  IDLE,     8.0.29, false, 1, DEDICATED, false, 1, 8.0.4,  is paused",
        "DEDICATED,  false, IDLE,     8.0.29, true,  2, FLEX,      false, 0, 8.0.24, is sharded",
        "DEDICATED,  false, IDLE,     8.0.29, false, 1, FLEX,      false, 0, 7.0.24, runs MongoDB 8.0.29",
        "DEDICATED,  false, IDLE,     8.0.29, false, 1, SERVERLESS, false, 0, 8.0.4, is dedicated",
        "DEDICATED,  false, DELETING, 8.0.29, false, 1, DEDICATED, false, 1, 8.0.4,  is DELETING",
        "DEDICATED,  false, CREATING, 8.0.29, false, 1, DEDICATED, false, 1, 8.0.4,  is CREATING",
        "FLEX,       false, IDLE,     8.0.29, false, 1, DEDICATED, false, 1, 8.0.4,  is flex",
        "SHARED,     false, IDLE,     8.0.29, false, 1, FLEX,      false, 1, 8.0.4,  is shared",
        "DEDICATED,  false, IDLE,     8.0.29, true,  2, DEDICATED, false, 1, 8.0.4,  is sharded",
        "DEDICATED,  false, IDLE,     8.0.29, false, 1, DEDICATED, true,  2, 8.0.4,  is a replica set",
        "DEDICATED,  false, IDLE,     8.0.29, true,  1, DEDICATED, true,  2, 8.0.4,  has 1 shards",
        "DEDICATED,  false, REPAIRING, 8.0.29, false, 1, DEDICATED, false, 1, 8.0.4,  is REPAIRING",
        "DEDICATED,  false, IDLE,     8.0.29, true,  3, DEDICATED, true,  2, 8.0.4,  has 3 shards",
        "FLEX,       false, IDLE,     8.0.29, false, 0, FLEX,      false, 0, 7.0.24, runs MongoDB 8.0.29",
        "SHARED,     false, IDLE,     8.0.29, false, 0, SHARED,    false, 0, 7.0.24, runs MongoDB 8.0.29",
        "DEDICATED,  false, IDLE,     7.0.24, false, 1, DEDICATED, false, 1, 8.0.4,  runs MongoDB 7.0.24",
        "DEDICATED,  false, IDLE,     8.0.29, false, 1, DEDICATED, false, 1, 8.2.0,  runs MongoDB 8.0.29",
        "DEDICATED,  false, IDLE,     9.0.0,  false, 1, DEDICATED, false, 1, 10.0.0, runs MongoDB 9.0.0",
    })
    void whatDoesNotFitIsRefusedAndNamed(
            ClusterKind kind,
            boolean paused,
            String state,
            String version,
            boolean sharded,
            int shards,
            ClusterKind sourceKind,
            boolean sourceSharded,
            int sourceShards,
            String restored,
            String words) {
        ClusterState target = cluster(kind, paused, state, version, sharded, shards);
        ClusterState source = cluster(sourceKind, false, "IDLE", "8.0.29", sourceSharded, sourceShards);

        OffsiteException refusal =
                catchThrowableOfType(OffsiteException.class, () -> TargetGuard.check(target, source, restored, NAME));

        assertThat(refusal).hasMessageStartingWith("the target " + NAME + " " + words);
        assertThat(refusal.reason()).isEqualTo(Reason.RESTORE_REFUSED);
        assertThat(refusal.hint()).isNotEmpty();
    }

    private static ClusterState cluster(
            ClusterKind kind, boolean paused, String state, String version, boolean sharded, int shards) {
        OptionalInt told = shards == 0 ? OptionalInt.empty() : OptionalInt.of(shards);
        return new ClusterState("staging", kind, paused, state, version, sharded, told);
    }
}

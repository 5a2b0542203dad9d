package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.ops.Freshness;
import io.atlasoffsite.ops.RehearsalState;
import io.atlasoffsite.ops.RehearsalState.State;
import io.atlasoffsite.plan.ConfigLoader;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.FileStore;
import io.atlasoffsite.store.RehearsalRecord;
import io.atlasoffsite.store.RehearsalRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the plans promise about rehearsals against what lies in the stores. */
class RehearsalPromisesTest {

    private static final String PROJECT = "32b6e34b3d91647abb20e7b8";
    private static final Instant NOW = Instant.parse("2026-08-09T06:10:00Z");

    @TempDir
    private Path home;

    private void noted(String plan, String cluster, String store, RehearsalRecord.Outcome outcome, Duration ago)
            throws IOException {
        Optional<RehearsalRecord.Failure> failure = outcome == RehearsalRecord.Outcome.FAILED
                ? Optional.of(new RehearsalRecord.Failure("integrity", "a byte was wrong", "look"))
                : Optional.empty();
        Instant at = NOW.minus(ago);
        try (ArchiveStore opened = open(store)) {
            new RehearsalRecords(opened, new Random(1))
                    .note(new RehearsalRecord(
                            new RehearsalRecord.Place(plan, PROJECT, cluster),
                            store,
                            Optional.of(new CopyId(PROJECT, cluster, at, "6a6f78e0cab84da5c4476b25")),
                            "",
                            at,
                            at,
                            outcome,
                            List.of(),
                            1,
                            Optional.empty(),
                            failure,
                            "test"));
        }
    }

    private ArchiveStore open(String store) throws IOException {
        return new FileStore(store, Files.createDirectories(home.resolve(store)));
    }

    private List<RehearsalState> look(String plans, Freshness... copies) throws IOException {
        Path file = Files.writeString(home.resolve("offsite.yaml"), """
                version: 1
                atlas: { prod: { auth: { type: api-key, publicKey: a, privateKey: b } } }
                stores:
                  disk: { type: file, directory: %1$s/disk }
                  vault: { type: file, directory: %1$s/vault }
                plans:
                """.formatted(home) + plans);
        RehearsalPromises promises = new RehearsalPromises(new ConfigLoader(text -> text).load(file), this::open);
        List<RehearsalState> states = promises.look(List.of(copies)).stream()
                .map(one -> one.judge(NOW))
                .toList();
        assertThat(promises.failures()).isEmpty();
        return states;
    }

    private static String plan(String name, String cluster, String more) {
        return "  " + name + ": { atlas: prod, project: " + PROJECT + ", cluster: \"" + cluster
                + "\", stores: [disk, vault]" + more + " }\n";
    }

    private static Freshness copied(String plan, String cluster, boolean there) {
        return new Freshness.Promise(plan, cluster, "disk", Duration.ofDays(1))
                .judge(there ? Optional.of(NOW) : Optional.empty(), NOW);
    }

    @Test
    void aPlanThatPromisesNothingIsThereOnceSomebodyRehearsedIt() throws IOException {
        assertThat(look(plan("quiet", "orders", ""))).isEmpty();

        noted("quiet", "orders", "vault", RehearsalRecord.Outcome.EXTRACTED, Duration.ofDays(900));
        assertThat(look(plan("quiet", "orders", "")))
                .singleElement()
                .satisfies(one -> assertThat(one.state()).isEqualTo(State.EXTRACTED));
    }

    @Test
    void aPromiseIsMissingFailedOverdueOrKept() throws IOException {
        String plan = plan("weekly", "orders", ", rehearse: { alertAfter: 8d }");
        assertThat(look(plan)).extracting(RehearsalState::state).containsExactly(State.MISSING);

        noted("weekly", "orders", "disk", RehearsalRecord.Outcome.PROVED, Duration.ofDays(9));
        assertThat(look(plan)).extracting(RehearsalState::state).containsExactly(State.OVERDUE);

        noted("weekly", "orders", "vault", RehearsalRecord.Outcome.FAILED, Duration.ofDays(2));
        assertThat(look(plan)).extracting(RehearsalState::state).containsExactly(State.FAILED);

        noted("weekly", "orders", "disk", RehearsalRecord.Outcome.PROVED, Duration.ofDays(1));
        assertThat(look(plan)).extracting(RehearsalState::state).containsExactly(State.PROVED);
        assertThat(look(plan("weekly", "orders", ", rehearse: { alertAfter: 8d, store: vault }")))
                .as("another store's rehearsal")
                .extracting(RehearsalState::state)
                .containsExactly(State.FAILED);
    }

    @Test
    void aPlanForManyPromisesForEachClusterWithACopy() throws IOException {
        noted("all", "gone", "disk", RehearsalRecord.Outcome.PROVED, Duration.ofDays(1));
        noted("all", "orders", "disk", RehearsalRecord.Outcome.PROVED, Duration.ofDays(1));
        noted("other", "orders", "disk", RehearsalRecord.Outcome.FAILED, Duration.ofDays(1));
        String plan = plan("all", "*", ", alertAfter: 1d, rehearse: { alertAfter: 8d }");

        List<RehearsalState> states =
                look(plan, copied("all", "orders", true), copied("all", "stock", true), copied("all", "empty", false));

        assertThat(states).extracting(RehearsalState::cluster).containsExactly("orders", "stock");
        assertThat(states).extracting(RehearsalState::state).containsExactly(State.PROVED, State.MISSING);
    }

    @Test
    void aStoreThatIsAwayLeavesAPromiseUnknownAndIsNamed() throws IOException {
        Path file = Files.writeString(home.resolve("offsite.yaml"), """
                version: 1
                atlas: { prod: { auth: { type: api-key, publicKey: a, privateKey: b } } }
                stores: { disk: { type: file, directory: %s/away } }
                plans:
                  weekly: { atlas: prod, project: %s, cluster: orders, stores: [disk], rehearse: { alertAfter: 8d } }
                """.formatted(home, PROJECT));
        RehearsalPromises promises = new RehearsalPromises(
                new ConfigLoader(text -> text).load(file), store -> new FileStore(store, home.resolve("away")));

        assertThat(promises.look(List.of()).get(0).judge(NOW).state()).isEqualTo(State.UNKNOWN);
        assertThat(promises.failures()).containsOnlyKeys("disk");
    }
}

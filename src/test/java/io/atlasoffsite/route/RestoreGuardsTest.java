package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.AtlasRestoreRequest;
import io.atlasoffsite.plan.ConfigLoader;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.Plan;
import io.atlasoffsite.testing.HandClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before Atlas hears of it. */
class RestoreGuardsTest {

    private static final String PROJECT = "32b6e34b3d91647abb20e7b8";
    private static final Instant NOW = Instant.parse("2026-08-02T17:06:56Z");
    private static final String ENABLED = """
            restore:
              inAtlas:
                enabled: true
                ledger: disk
                targets:
                  - { project: 32b6e34b3d91647abb20e7b8, cluster: staging }
                  - { project: 32b6e34b3d91647abb20e7b8, cluster: orders, allowProtected: true }
                  - { project: 32b6e34b3d91647abb20e7b8, cluster: scratch }
            """;

    @TempDir
    private Path directory;

    private final HandClock clock = new HandClock(NOW);

    @Test
    void aRequestThatIsConfirmedListedAndInTimePasses() throws IOException {
        RestoreGuards guards = guards(ENABLED);

        assertThatCode(() -> guards.check(request("orders", "staging"))).doesNotThrowAnyException();
        assertThat(guards.ledger()).isEqualTo("disk");
    }

    @Test
    void nothingIsRestoredWhereThatIsNotEnabled() throws IOException {
        refused(guards(""), request("orders", "staging"), "not enabled", "restore.inAtlas.enabled");
    }

    @Test
    void aTargetThatIsNotListedIsNotWiped() throws IOException {
        refused(guards(ENABLED), request("orders", "other"), PROJECT + "/other is not among", "targets");
    }

    @Test
    void nobodyWipesWithoutConfirming() throws IOException {
        AtlasRestoreRequest silent = with(request("orders", "staging"), Optional.empty(), NOW.plusSeconds(60));
        refused(guards(ENABLED), silent, "nobody has confirmed", PROJECT + "/staging");
    }

    @ParameterizedTest
    @ValueSource(strings = {PROJECT + "/orders", "32b6e34b3d91647abb20e7b9/staging", PROJECT + "/Staging", "yes", ""})
    void whatWasConfirmedMustBeTheTarget(String confirm) throws IOException {
        AtlasRestoreRequest other = with(request("orders", "staging"), Optional.of(confirm), NOW.plusSeconds(60));
        refused(guards(ENABLED), other, confirm, "which of the two");
    }

    @Test
    void fromNotAfterOnNobodyWantsIt() throws IOException {
        RestoreGuards guards = guards(ENABLED);
        AtlasRestoreRequest request = with(request("orders", "staging"), confirmed("staging"), NOW.plusNanos(1));
        assertThatCode(() -> guards.check(request)).doesNotThrowAnyException();

        clock.pass(Duration.ofNanos(1));

        refused(guards, request, "wanted until " + NOW.plusNanos(1), "still wanted");
    }

    @Test
    void aClusterIsNotRestoredToItselfUnlessItMayBeWiped() throws IOException {
        refused(guards(ENABLED), request("scratch", "scratch"), "is the cluster the snapshot is of", "allowProtected");
        assertThatCode(() -> guards(ENABLED).check(request("orders", "orders"))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"flex", "shared"})
    void kindsWithoutContinuousBackupHaveNoMoments(String kind) throws IOException {
        AtlasRestoreRequest plain = request("orders", "staging");
        AtlasRestoreRequest moment = new AtlasRestoreRequest(
                "r-1",
                "prod",
                PROJECT,
                "orders",
                Optional.of(kind),
                new AtlasRestoreRequest.PointInTime(new AtlasRestoreRequest.At(NOW), Optional.empty()),
                plain.target(),
                plain.confirm(),
                plain.notAfter(),
                Optional.empty());
        refused(guards(ENABLED), moment, "point in time", "snapshots");
    }

    @Test
    void aClusterAPlanLooksAfterIsRefusedEvenWhereTheFileWasNotChecked() throws IOException {
        OffsiteConfig checked = load(ENABLED);
        Map<String, Plan> plans = new LinkedHashMap<>(checked.plans());
        plans.put("every", plans.get("nightly").forCluster(Plan.EVERY_CLUSTER));
        OffsiteConfig made = new OffsiteConfig(
                checked.version(),
                checked.atlas(),
                checked.network(),
                checked.stores(),
                plans,
                checked.transfer(),
                checked.restore(),
                checked.http(),
                checked.broker());

        refused(
                new RestoreGuards(made, clock),
                request("orders", "staging"),
                "looked after by the plan nightly",
                "allowProtected");
    }

    private static void refused(RestoreGuards guards, AtlasRestoreRequest request, String words, String hint) {
        OffsiteException refusal = catchThrowableOfType(OffsiteException.class, () -> guards.check(request));
        assertThat(refusal).isNotNull().hasMessageContaining(words);
        assertThat(refusal.reason()).isEqualTo(Reason.RESTORE_REFUSED);
        assertThat(refusal.hint()).contains(hint);
        assertThat(refusal.retryable()).isFalse();
    }

    private RestoreGuards guards(String restore) throws IOException {
        return new RestoreGuards(load(restore), clock);
    }

    private OffsiteConfig load(String restore) throws IOException {
        Path file = Files.writeString(directory.resolve("offsite.yaml"), """
                version: 1
                atlas: { prod: { auth: { type: api-key, publicKey: a, privateKey: b } } }
                stores: { disk: { type: file, directory: /tmp } }
                plans:
                  nightly: { atlas: prod, project: %s, cluster: orders, stores: [disk] }
                """.formatted(PROJECT) + restore);
        return new ConfigLoader(UnaryOperator.identity()).load(file);
    }

    private static Optional<String> confirmed(String target) {
        return Optional.of(PROJECT + "/" + target);
    }

    private static AtlasRestoreRequest request(String cluster, String target) {
        return new AtlasRestoreRequest(
                "r-1",
                "prod",
                PROJECT,
                cluster,
                Optional.empty(),
                new AtlasRestoreRequest.Newest(),
                new AtlasRestoreRequest.Target(PROJECT, target),
                confirmed(target),
                NOW.plusSeconds(60),
                Optional.empty());
    }

    private static AtlasRestoreRequest with(AtlasRestoreRequest request, Optional<String> confirm, Instant notAfter) {
        return new AtlasRestoreRequest(
                request.requestId(),
                request.atlas(),
                request.project(),
                request.cluster(),
                request.kind(),
                request.choice(),
                request.target(),
                confirm,
                notAfter,
                request.replyTo());
    }
}

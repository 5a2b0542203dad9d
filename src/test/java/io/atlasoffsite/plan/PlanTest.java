package io.atlasoffsite.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0} against {1}: {2}")
    @CsvSource({
        "orders, orders, true",
        "orders, orders2, false",
        "*, anything, true",
        "prod-*, prod-eu, true",
        "prod-*, prod, false",
        "*-eu, prod-eu, true",
        "a*a, a, false",
        "a*b*c, a-b-b-c, true",
        "a*b*c, a-c-b, false",
        "*a*a*a*a*a*a*a*a*a*a*b, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, false",
    })
    void aStarStandsForAnyCharacters(String pattern, String name, boolean fits) {
        assertThat(Text.matches(pattern, name)).isEqualTo(fits);
    }

    @Test
    void aPlanForEveryClusterHonoursIncludeAndExclude() throws IOException {
        OffsiteConfig config = ConfigFile.load(
                directory,
                ConfigFile.MINIMAL.replace(
                        "cluster: orders", "cluster: \"*\"\n    include: [prod-*]\n    exclude: [prod-x]"));

        Plan plan = config.plan("orders");
        assertThat(plan.everyCluster()).isTrue();
        assertThat(plan.covers("prod-eu")).isTrue();
        assertThat(plan.covers("prod-x")).isFalse();
        assertThat(plan.covers("test-eu")).isFalse();
        assertThat(config.plansProtecting(ConfigFile.PROJECT, "prod-eu")).containsExactly(plan);
        assertThat(config.plansProtecting("a".repeat(24), "prod-eu")).isEmpty();
    }

    @Test
    void aPlanForEveryProjectProtectsItsClustersWhereverTheyAre() throws IOException {
        OffsiteConfig config = ConfigFile.load(
                directory,
                ConfigFile.MINIMAL
                        .replace("project: " + ConfigFile.PROJECT, "project: \"*\"")
                        .replace("cluster: orders", "cluster: \"*\"\n    exclude: [test-*]"));

        Plan plan = config.plan("orders");
        assertThat(plan.everyProject()).isTrue();
        assertThat(plan.many()).isTrue();
        assertThat(config.plansProtecting("a".repeat(24), "prod")).containsExactly(plan);
        assertThat(config.plansProtecting("a".repeat(24), "test-1")).isEmpty();
        assertThat(plan.forCluster("a".repeat(24), "prod", ClusterKind.FLEX).many())
                .isFalse();
    }

    @Test
    void aRehearsalFollowsThePlansClockAndLandsBelowTheRestores() throws IOException {
        OffsiteConfig config = ConfigFile.load(
                directory,
                ConfigFile.MINIMAL.replace(
                        "cluster: orders",
                        "cluster: orders\n    timeZone: Europe/Berlin\n    rehearse: { schedule: \"0 0 6 ? * SUN\","
                                + " command: [/bin/prove, \"a b\"], alertAfter: 8d }"));

        Rehearsal rehearsal = config.plan("orders").rehearse().orElseThrow();
        assertThat(rehearsal)
                .isEqualTo(new Rehearsal(
                        Optional.of(new Plan.Schedule("0 0 6 ? * SUN", ZoneId.of("Europe/Berlin"))),
                        Optional.empty(),
                        Optional.empty(),
                        List.of("/bin/prove", "a b"),
                        Duration.ofHours(1),
                        Optional.of(Duration.ofDays(8))));
        assertThat(rehearsal.scratch(config.restore())).isEqualTo(Path.of("data/restores/rehearsals"));
    }

    @Test
    void aPlanWithoutARehearsalHasNone() throws IOException {
        assertThat(ConfigFile.load(directory, ConfigFile.MINIMAL).plan("orders").rehearse())
                .isEmpty();
    }

    @Test
    void anUnknownPlanNamesTheNearestOne() throws IOException {
        OffsiteConfig config = ConfigFile.load(directory, ConfigFile.MINIMAL);

        assertThatThrownBy(() -> config.plan("order\r\ns")).isInstanceOfSatisfying(OffsiteException.class, failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.INVALID_REQUEST);
            assertThat(failure).hasMessage("no plan is named \"order??s\" in offsite.yaml");
            assertThat(failure.hint()).isEqualTo("did you mean orders? configured: orders");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../x", "*", "a b", "{{env:X}}", "-a"})
    void anAdHocPlanRefusesWhatIsNoClusterName(String cluster) {
        List<String> stores = List.of("disk");

        assertThatThrownBy(() -> Plan.adHoc("prod", ConfigFile.PROJECT, cluster, ClusterKind.FLEX, stores))
                .isInstanceOf(OffsiteException.class);
        assertThatThrownBy(() -> Plan.adHoc("prod", cluster, "orders", ClusterKind.FLEX, stores))
                .isInstanceOf(OffsiteException.class);
        assertThatThrownBy(() -> Plan.adHoc("prod", ConfigFile.PROJECT, "orders", ClusterKind.FLEX, List.of()))
                .isInstanceOf(OffsiteException.class);
    }

    @ParameterizedTest
    @CsvSource({"500ms, 500", "90s, 90000", "2m, 120000", "6h, 21600000", "1d, 86400000"})
    void durationsAreRead(String text, long millis) {
        assertThat(Units.duration(text)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "67108864, 67108864",
        "8B, 8",
        "8MB, 8000000",
        "64MiB, 67108864",
        "2KiB, 2048",
        "1TiB, 1099511627776"
    })
    void sizesAreRead(String text, long bytes) {
        assertThat(Units.size(text)).hasValue(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "0s", "-1s", "1.5h", "6 h", "6H", "P1D", "64 MiB", "64mib", "9999999TiB", "64MiB/s"})
    void whatIsNeitherIsRefused(String text) {
        assertThat(Units.duration(text)).isEmpty();
        assertThat(Units.size(text)).isEmpty();
    }
}

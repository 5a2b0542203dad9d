package io.atlasoffsite.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.testing.SystemdAnalyze;
import io.atlasoffsite.testing.SystemdAnalyze.Judgement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The systemd unit, judged by systemd itself where that is installed. */
class SystemdUnitTest {

    private static final Path UNIT = Path.of("packaging/systemd/atlas-offsite.service");

    /** In tenths, as {@code --threshold} takes it: systemd 252 gives the unit 1.5 of 10. */
    private static final int EXPOSURE = 15;

    @TempDir
    private Path directory;

    @Test
    void systemdTakesIt() throws Exception {
        SystemdAnalyze.assumeInstalled();

        assertThat(verify(unit())).isEqualTo(new Judgement(0, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "ProtectSystem=strict, ProtectSystem=very, very",
        "PrivateTmp=yes, PrivateTemp=yes, PrivateTemp",
        "RestrictAddressFamilies=AF_INET, RestrictAddressFamilies=INET, INET",
        "SystemCallFilter=@system-service, SystemCallFilter=@services, @services",
        "bin/offsite run, bin/offsight run, is not executable"
    })
    void whatSystemdDoesNotKnowIsFound(String right, String wrong, String saying) throws Exception {
        SystemdAnalyze.assumeInstalled();

        assertThat(unit()).contains(right);
        assertThat(verify(unit().replace(right, wrong)).said()).contains(saying);
    }

    @Test
    void itsExposureIsLow() throws Exception {
        SystemdAnalyze.assumeInstalled();

        Judgement judgement = exposure(unit());

        assertThat(judgement.code()).as(judgement.said()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ProtectSystem", "NoNewPrivileges", "User", "SystemCallFilter", "CapabilityBoundingSet"})
    void aProtectionThatIsGoneIsFound(String setting) throws Exception {
        SystemdAnalyze.assumeInstalled();
        String less = unit().replaceAll("(?m)^" + setting + "=.*\\R", "");

        assertThat(less).isNotEqualTo(unit());
        assertThat(exposure(less).code()).isEqualTo(1);
    }

    /** DistributionIT and StoppedServiceIT see that the program ends so, and takes no longer. */
    @Test
    void itStopsAndRestartsAsTheProgramEnds() throws IOException {
        assertThat(unit().lines())
                .contains(
                        "KillMode=mixed",
                        "TimeoutStopSec=75",
                        "SuccessExitStatus=143",
                        "Restart=on-failure",
                        "RestartPreventExitStatus=2 3");
    }

    private Judgement verify(String unit) throws Exception {
        return SystemdAnalyze.ask("verify", "--man=no", written(unit).toString());
    }

    private Judgement exposure(String unit) throws Exception {
        return SystemdAnalyze.ask(
                "security",
                "--offline=true",
                "--threshold=" + EXPOSURE,
                "--no-pager",
                written(unit).toString());
    }

    /** With the launcher of the tree in place of the one that will be installed. */
    private Path written(String unit) throws IOException {
        String packaging = Path.of("packaging").toAbsolutePath().toString();
        return Files.writeString(
                directory.resolve("atlas-offsite.service"), unit.replace("/opt/atlas-offsite", packaging));
    }

    private static String unit() throws IOException {
        return Files.readString(UNIT);
    }
}

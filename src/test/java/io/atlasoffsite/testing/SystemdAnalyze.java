package io.atlasoffsite.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * systemd's own judgement of unit files. Where it is not installed tests are skipped, unless OFFSITE_REQUIRE_SYSTEMD=1 says that
 * they must not be.
 */
public final class SystemdAnalyze {

    private static final String REQUIRED = "OFFSITE_REQUIRE_SYSTEMD";

    private SystemdAnalyze() {}

    /** Ends the test as skipped where there is no tool and none is demanded. */
    public static void assumeInstalled() {
        boolean installed = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "systemd-analyze")));
        Assumptions.assumeTrue(installed || "1".equals(System.getenv(REQUIRED)), "systemd-analyze is not installed");
    }

    /**
     * What it said and how it ended.
     *
     * @param code its exit code
     * @param said what it printed
     */
    public record Judgement(int code, String said) {}

    /**
     * Asks it.
     *
     * @param arguments of the command
     * @return its judgement
     */
    public static Judgement ask(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("systemd-analyze"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Judgement(process.waitFor(), said);
    }
}

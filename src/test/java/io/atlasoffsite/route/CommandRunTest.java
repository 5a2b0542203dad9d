package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandRunTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final CommandRun commands = new CommandRun();

    @TempDir
    private Path directory;

    private CommandRun.Command shell(String script, Duration timeout, String input) {
        return new CommandRun.Command(
                List.of("sh", "-c", script), timeout, Map.of("OFFSITE_COPY_ID", "a copy"), directory, input);
    }

    @Test
    void aCommandIsToldByItsEnvironmentAndItsInput() throws Exception {
        CommandRun.Ended ended =
                commands.run(shell("echo \"$OFFSITE_COPY_ID\"; pwd; cat; echo oops >&2; exit 3", LONG, "told"));

        assertThat(ended.exit()).isEqualTo(3);
        assertThat(ended.good()).isFalse();
        assertThat(ended.timedOut()).isFalse();
        assertThat(ended.output()).isEqualTo("a copy\n" + directory.toRealPath() + "\ntoldoops\n");
    }

    @Test
    void noShellReadsTheArguments() throws Exception {
        CommandRun.Ended ended = commands.run(new CommandRun.Command(
                List.of("echo", "$HOME; rm -rf *", "{{env:HOME}}"), LONG, Map.of(), directory, ""));

        assertThat(ended.output()).isEqualTo("$HOME; rm -rf * {{env:HOME}}\n");
        assertThat(ended.good()).isTrue();
    }

    @Test
    void nothingOfOurEnvironmentIsPassedOnButWhatEveryProgramNeeds() throws Exception {
        String names = commands.run(shell("env", LONG, "")).output();

        assertThat(names.lines().map(line -> line.replaceFirst("=.*", "")))
                .contains("PATH", "OFFSITE_COPY_ID")
                .isSubsetOf(
                        "PATH",
                        "HOME",
                        "USER",
                        "LOGNAME",
                        "LANG",
                        "LC_ALL",
                        "LC_CTYPE",
                        "TZ",
                        "TMPDIR",
                        "OFFSITE_COPY_ID",
                        "PWD",
                        "OLDPWD",
                        "SHLVL",
                        "_");
    }

    @Test
    void aFloodOfOutputIsReadAndItsBeginningKept() throws Exception {
        CommandRun.Ended ended = commands.run(shell(
                "printf 'a\\033[31m\\r\\n'; head -c 20000000 /dev/zero | tr '\\0' x; exit 0",
                LONG,
                "x".repeat(200_000)));

        assertThat(ended.good()).isTrue();
        assertThat(ended.output()).startsWith("a?[31m?\nxxx").hasSize(8192);
    }

    @Test
    void whatTakesTooLongIsKilledWithItsChildren() throws Exception {
        CommandRun.Ended ended =
                commands.run(shell("sleep 300 & echo $! > child; sleep 300", Duration.ofMillis(500), ""));

        assertThat(ended.timedOut()).isTrue();
        assertThat(ended.good()).isFalse();
        assertChildGone();
    }

    @Test
    void anInterruptKillsTheCommandToo() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<?> run = pool.submit(() -> commands.run(shell("sleep 300 & echo $! > child; sleep 300", LONG, "")));
            await().until(() -> Files.exists(directory.resolve("child")) && Files.size(directory.resolve("child")) > 0);
            pool.shutdownNow();
            assertThatThrownBy(() -> run.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
        } finally {
            pool.shutdownNow();
        }
        assertChildGone();
    }

    @Test
    void aProgramThatIsNotThereIsSaid() {
        assertThatThrownBy(() ->
                        commands.run(new CommandRun.Command(List.of("/nowhere/at-all"), LONG, Map.of(), directory, "")))
                .isInstanceOf(IOException.class);
    }

    private void assertChildGone() throws IOException {
        long child = Long.parseLong(Files.readString(directory.resolve("child")).strip());
        await().until(() ->
                ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }
}

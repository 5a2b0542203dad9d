package io.atlasoffsite.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged jar in a process of its own, which can be killed. */
final class OffsiteProcess implements AutoCloseable {

    private final Process process;
    private final Path out;
    private final Path err;

    private OffsiteProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static OffsiteProcess start(Path home, List<String> jvm, String... arguments) throws IOException {
        return start(home, jvm, Map.of(), arguments);
    }

    /** With variables in its environment. */
    static OffsiteProcess start(Path home, List<String> jvm, Map<String, String> variables, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(jvm);
        command.addAll(List.of("-jar", jar().toString()));
        command.addAll(List.of(arguments));
        Map<String, String> environment = new HashMap<>(variables);
        environment.putIfAbsent("MALLOC_ARENA_MAX", "1");
        return start(home, environment, command);
    }

    /** Any command, with these variables besides those of the tests. */
    static OffsiteProcess start(Path home, Map<String, String> environment, List<String> command) throws IOException {
        Path out = Files.createTempFile(home, "out", ".txt");
        Path err = Files.createTempFile(home, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new OffsiteProcess(builder.start(), out, err);
    }

    /** The launcher's own settings. */
    static List<String> likeTheLauncher() {
        return List.of("@" + Path.of("config/jvm.options").toAbsolutePath());
    }

    /** For processes that do not live long: up as soon as can be. */
    static List<String> shortLived() {
        return List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");
    }

    static Path jar() {
        return Path.of(System.getProperty("offsite.test.jar"));
    }

    /** SIGKILL: no hook runs, nothing is flushed. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGSTOP: alive, and does nothing. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGSTOP the moment a file is there, which a shell that does nothing else sees within microseconds. */
    void freezeWhenThereIs(Path file) throws IOException, InterruptedException {
        Process watch = new ProcessBuilder(
                        "sh",
                        "-c",
                        "until [ -e \"$1\" ]; do :; done; kill -STOP \"$0\"",
                        String.valueOf(process.pid()),
                        file.toString())
                .inheritIO()
                .start();
        try {
            if (!watch.waitFor(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException(file + " never was there");
            }
        } finally {
            watch.destroyForcibly();
        }
    }

    /** SIGCONT: goes on where it was. */
    void wake() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** Whether it ends by itself within this time. */
    boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** SIGTERM. */
    int terminate() throws InterruptedException {
        process.destroy();
        return waitFor();
    }

    /** SIGINT, as Ctrl-C sends it. */
    int interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
        return waitFor();
    }

    /** The names of its threads, as the kernel cuts them; only while it lives. */
    String threads() throws IOException {
        StringBuilder names = new StringBuilder();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", String.valueOf(process.pid()), "task"))) {
            for (Path task : tasks.toList()) {
                names.append(Files.readString(task.resolve("comm")));
            }
        }
        return names.toString();
    }

    int waitFor() throws InterruptedException {
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the process did not end");
        }
        return process.exitValue();
    }

    boolean alive() {
        return process.isAlive();
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    /** The most memory it ever had, in bytes; only while it lives. */
    long peakResidentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}

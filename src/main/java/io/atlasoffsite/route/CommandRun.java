package io.atlasoffsite.route;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a command of the operator's: no shell, no secrets of this process's environment, a bounded time and a bounded memory for what it
 * prints. Stateless but for the commands that run. Thread safe.
 */
final class CommandRun {

    /** What a command needs to run at all; our own environment may hold keys to Atlas and the stores. */
    private static final List<String> PASSED_ON =
            List.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "SYSTEMROOT");

    private static final int KEPT = 8 * 1024;
    private static final int BLOCK = 8 * 1024;
    private static final int LAST_WORDS_SECONDS = 2;

    /**
     * What is run.
     *
     * @param words the program and its arguments, as they are; at least one
     * @param timeout how long it may take
     * @param environment what it is told besides the few variables every program needs
     * @param directory where it runs
     * @param input what it can read on its standard input
     */
    public record Command(
            List<String> words, Duration timeout, Map<String, String> environment, Path directory, String input) {

        /** Copies list and map. */
        public Command {
            words = List.copyOf(words);
            environment = Map.copyOf(environment);
            Objects.requireNonNull(timeout, "timeout");
            Objects.requireNonNull(directory, "directory");
            Objects.requireNonNull(input, "input");
        }
    }

    /**
     * How it ended.
     *
     * @param exit its exit code; of one that was killed, what the system says of that
     * @param timedOut whether it was killed because it took too long
     * @param seconds how long it ran
     * @param output how what it printed begins, both outputs together, at most 8192 characters, without control characters but line breaks
     */
    public record Ended(int exit, boolean timedOut, double seconds, String output) {

        /**
         * Whether all is well.
         *
         * @return true when it ended by itself, with exit code 0
         */
        public boolean good() {
            return exit == 0 && !timedOut;
        }
    }

    /**
     * Runs a command and waits for its end.
     *
     * @param command what; not null
     * @return how it ended
     * @throws IOException when it cannot be started
     * @throws InterruptedException when the calling thread was interrupted; the command and its children are killed then
     */
    public Ended run(Command command) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process process = builder(command).start();
        ExecutorService talk = Executors.newFixedThreadPool(2, CommandRun::daemon);
        try {
            CompletableFuture<String> output =
                    CompletableFuture.supplyAsync(() -> head(process.getInputStream()), talk);
            talk.execute(() -> tell(process.getOutputStream(), command.input()));
            boolean ended = process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS);
            kill(process);
            int exit = process.waitFor();
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new Ended(exit, !ended, seconds, lastWords(output));
        } finally {
            kill(process);
            talk.shutdownNow();
        }
    }

    private static ProcessBuilder builder(Command command) {
        ProcessBuilder builder = new ProcessBuilder(command.words());
        builder.directory(command.directory().toFile());
        builder.redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(PASSED_ON);
        environment.putAll(command.environment());
        return builder;
    }

    /**
     * Its children first, while they can be found: what has lost its parent is nobody's child. By its handle, for the process itself would
     * close its output with what is unread in it.
     */
    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
    }

    /** A grandchild that got away may hold the output open for ever. */
    private static String lastWords(CompletableFuture<String> output) throws InterruptedException {
        try {
            return output.get(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException silent) {
            return "";
        }
    }

    /** Reads to the end, so that the command never waits for us, and keeps the beginning. */
    private static String head(InputStream printed) {
        StringBuilder kept = new StringBuilder();
        byte[] block = new byte[BLOCK];
        try (printed) {
            for (int read = printed.read(block); read >= 0; read = printed.read(block)) {
                if (kept.length() < KEPT) {
                    kept.append(new String(block, 0, read, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException killed) {
            kept.append('\n');
        }
        String head = kept.substring(0, Math.min(KEPT, kept.length()));
        return head.replaceAll("[\\p{Cntrl}&&[^\\n]]", "?");
    }

    /** A command need not listen. */
    private static void tell(OutputStream listening, String input) {
        try (listening) {
            listening.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException deaf) {
            return;
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "offsite-command");
        thread.setDaemon(true);
        return thread;
    }
}

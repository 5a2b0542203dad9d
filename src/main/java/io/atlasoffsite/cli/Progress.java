package io.atlasoffsite.cli;

import io.atlasoffsite.ops.TransferBoard;
import io.atlasoffsite.ops.TransferBoard.Moving;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows on stderr how transfers are getting on: a bar on a terminal, a plain line now and then elsewhere. */
final class Progress implements AutoCloseable {

    private static final Duration PLAIN = Duration.ofSeconds(30);
    private static final long REDRAW_MILLIS = 200;
    private static final long MIB = 1 << 20;

    private final ScheduledExecutorService ticker;
    private final Runnable finish;

    private Progress(ScheduledExecutorService ticker, Runnable finish) {
        this.ticker = ticker;
        this.finish = finish;
    }

    /** Shows what is on the board until closed. */
    static Progress show(TransferBoard board, Screen screen) {
        return screen.terminal() ? bar(board) : lines(board, screen, PLAIN);
    }

    /** A plain line now and then. */
    static Progress lines(TransferBoard board, Screen screen, Duration every) {
        ScheduledExecutorService ticker = ticker();
        long millis = every.toMillis();
        ticker.scheduleAtFixedRate(() -> screen.say(line(board.underWay())), millis, millis, TimeUnit.MILLISECONDS);
        return new Progress(ticker, () -> {});
    }

    private static Progress bar(TransferBoard board) {
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("copy")
                .setInitialMax(-1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" MiB", MIB)
                .showSpeed()
                .setUpdateIntervalMillis((int) REDRAW_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .clearDisplayOnFinish()
                .build();
        ScheduledExecutorService ticker = ticker();
        ticker.scheduleAtFixedRate(
                () -> step(bar, board.underWay()), REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
        return new Progress(ticker, bar::close);
    }

    private static void step(ProgressBar bar, Collection<Moving> moving) {
        bar.maxHint(total(moving).orElse(-1));
        bar.stepTo(moving.stream().mapToLong(Moving::bytes).sum());
        bar.setExtraMessage(" " + what(moving));
    }

    /** What a plain line says. */
    static String line(Collection<Moving> moving) {
        if (moving.isEmpty()) {
            return "nothing is moving yet; Atlas is getting the archive ready";
        }
        return moving.stream()
                .sorted(Comparator.comparing(Moving::store).thenComparing(Moving::file))
                .map(one -> one.phase() + " " + one.file() + " (" + one.store() + "): " + Human.bytes(one.bytes())
                        + (one.total().isPresent() ? " of " + Human.bytes(one.total()) : ""))
                .collect(Collectors.joining("; "));
    }

    private static String what(Collection<Moving> moving) {
        if (moving.isEmpty()) {
            return "waiting for Atlas";
        }
        return moving.stream()
                .map(one -> one.phase() + " → " + one.store())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** Known only when every part of it is. */
    private static OptionalLong total(Collection<Moving> moving) {
        boolean known =
                !moving.isEmpty() && moving.stream().allMatch(one -> one.total().isPresent());
        return known
                ? OptionalLong.of(moving.stream()
                        .mapToLong(one -> one.total().getAsLong())
                        .sum())
                : OptionalLong.empty();
    }

    private static ScheduledExecutorService ticker() {
        return Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "offsite-progress");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        finish.run();
    }
}

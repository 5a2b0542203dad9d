package io.atlasoffsite.cli;

import io.atlasoffsite.ops.TransferBoard;
import io.atlasoffsite.ops.TransferBoard.Moving;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows how transfers are getting on: a bar on a terminal, a plain line now and then elsewhere, log lines in the service. */
final class Progress implements AutoCloseable {

    /** How often a plain line or a log line comes. */
    static final Duration PLAIN = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
    private static final Duration REDRAW = Duration.ofMillis(200);
    private static final long MIB = 1 << 20;

    private final Ticker ticker;
    private final Runnable finish;

    private Progress(Ticker ticker, Runnable finish) {
        this.ticker = ticker;
        this.finish = finish;
    }

    /** Shows what is on the board until closed. */
    static Progress show(TransferBoard board, Screen screen) {
        return screen.terminal() ? bar(board) : lines(board, screen, PLAIN);
    }

    /** A plain line now and then. */
    static Progress lines(TransferBoard board, Screen screen, Duration every) {
        return new Progress(ticking(every, () -> screen.say(line(board.underWay()))), () -> {});
    }

    /** A log line for each archive under way, now and then; an idle process logs nothing. */
    static Progress log(TransferBoard board, Duration every) {
        Runnable lines = () ->
                board.underWay().forEach(one -> LOG.info("{}: {}", one.archive().copyId(), describe(one)));
        return new Progress(ticking(every, lines), () -> {});
    }

    private static Progress bar(TransferBoard board) {
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("copy")
                .setInitialMax(-1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" MiB", MIB)
                .setUpdateIntervalMillis((int) REDRAW.toMillis())
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .clearDisplayOnFinish()
                .build();
        return new Progress(ticking(REDRAW, () -> step(bar, board.underWay())), bar::close);
    }

    private static void step(ProgressBar bar, List<Moving> moving) {
        bar.maxHint(total(moving).orElse(-1));
        bar.stepTo(moving.stream().mapToLong(Moving::bytes).sum());
        bar.setExtraMessage(" " + what(moving));
    }

    /** What a plain line says. */
    static String line(List<Moving> moving) {
        if (moving.isEmpty()) {
            return "nothing is moving yet; Atlas is getting the archive ready";
        }
        return moving.stream().map(Progress::describe).collect(Collectors.joining("; "));
    }

    /** How one archive is getting on, e.g. {@code moving x.tar.gz (disk): 1.0 GiB of 4.0 GiB, 80.0 MiB/s, 38s left}. */
    static String describe(Moving one) {
        StringBuilder text = new StringBuilder();
        text.append(one.phase().word()).append(' ').append(one.archive().file());
        text.append(" (").append(one.archive().store()).append("): ");
        text.append(Human.bytes(one.bytes()));
        one.total().ifPresent(total -> text.append(" of ").append(Human.bytes(total)));
        pace(one).forEach(part -> text.append(", ").append(part));
        return text.toString();
    }

    private static List<String> pace(Moving one) {
        List<String> parts = new ArrayList<>();
        one.bytesPerSecond().ifPresent(rate -> parts.add(Human.bytes(Math.round(rate)) + "/s"));
        one.eta().ifPresent(left -> parts.add(Human.age(left) + " left"));
        return parts;
    }

    /** What stands behind the bar: each phase and store, the rate of all together, and how long the longest will take. */
    static String what(List<Moving> moving) {
        if (moving.isEmpty()) {
            return "waiting for Atlas";
        }
        List<String> parts = new ArrayList<>();
        parts.add(moving.stream()
                .map(one -> one.phase().word() + " → " + one.archive().store())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", ")));
        if (moving.stream().anyMatch(one -> one.bytesPerSecond().isPresent())) {
            double rate = moving.stream()
                    .mapToDouble(one -> one.bytesPerSecond().orElse(0))
                    .sum();
            parts.add(Human.bytes(Math.round(rate)) + "/s");
        }
        // Nobody knows when all will be done while one of them does not say.
        if (moving.stream().allMatch(one -> one.eta().isPresent())) {
            moving.stream()
                    .flatMap(one -> one.eta().stream())
                    .max(Comparator.naturalOrder())
                    .ifPresent(left -> parts.add(Human.age(left) + " left"));
        }
        return String.join(", ", parts);
    }

    /** Known only when every part of it is. */
    private static OptionalLong total(List<Moving> moving) {
        boolean known =
                !moving.isEmpty() && moving.stream().allMatch(one -> one.total().isPresent());
        return known
                ? OptionalLong.of(moving.stream()
                        .mapToLong(one -> one.total().getAsLong())
                        .sum())
                : OptionalLong.empty();
    }

    private static Ticker ticking(Duration every, Runnable tick) {
        return Ticker.start("offsite-progress", every, every, tick);
    }

    @Override
    public void close() {
        ticker.close();
        finish.run();
    }
}

package io.atlasoffsite.cli;

import io.atlasoffsite.restore.Tally;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows on stderr how far a verification is: a bar with rate and time left on a terminal, a plain line now and then elsewhere. */
final class VerifyProgress implements AutoCloseable {

    private static final Duration REDRAW = Duration.ofMillis(200);
    private static final long MIB = 1 << 20;

    private final Ticker ticker;
    private final Runnable finish;

    private VerifyProgress(Runnable tick, Duration every, Runnable finish) {
        this.ticker = Ticker.start("offsite-progress", every, every, tick);
        this.finish = finish;
    }

    /** Shows it until closed. */
    static VerifyProgress show(Tally tally, Screen screen) {
        if (screen.terminal()) {
            return bar(tally);
        }
        long begin = System.nanoTime();
        Runnable line = () -> screen.say(line(tally.read(), Duration.ofNanos(System.nanoTime() - begin)));
        return new VerifyProgress(line, Progress.PLAIN, () -> {});
    }

    private static VerifyProgress bar(Tally tally) {
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("verify")
                .setInitialMax(-1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" MiB", MIB)
                .showSpeed()
                .setUpdateIntervalMillis((int) REDRAW.toMillis())
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .clearDisplayOnFinish()
                .build();
        return new VerifyProgress(() -> step(bar, tally.read()), REDRAW, bar::close);
    }

    private static void step(ProgressBar bar, Tally.Reading now) {
        bar.maxHint(now.bytes() == 0 ? -1 : now.bytes());
        bar.stepTo(now.bytesDone());
        bar.setExtraMessage(now.copies() == 0 ? " looking for copies" : " " + copies(now));
    }

    /** What a plain line says. */
    static String line(Tally.Reading now, Duration since) {
        if (now.copies() == 0) {
            return "looking for copies";
        }
        double perSecond = now.bytesDone() / Math.max(0.001, since.toMillis() / 1000.0);
        String line = copies(now) + ", " + Human.bytes(now.bytesDone()) + " of " + Human.bytes(now.bytes()) + ", "
                + Human.bytes((long) perSecond) + "/s";
        long left = now.bytes() - now.bytesDone();
        return perSecond < 1 || left <= 0
                ? line
                : line + ", " + Human.age(Duration.ofSeconds((long) Math.ceil(left / perSecond))) + " left";
    }

    private static String copies(Tally.Reading now) {
        return now.copiesDone() + " of " + Human.count(now.copies(), "copy", "copies") + " verified";
    }

    @Override
    public void close() {
        ticker.close();
        finish.run();
    }
}

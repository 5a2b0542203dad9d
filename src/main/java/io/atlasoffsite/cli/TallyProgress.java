package io.atlasoffsite.cli;

import io.atlasoffsite.restore.Tally;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows on stderr how far a verification or a restore is: a bar with rate and time left on a terminal, a plain line now and then elsewhere. */
final class TallyProgress implements AutoCloseable {

    private static final Duration REDRAW = Duration.ofMillis(200);
    private static final long MIB = 1 << 20;

    private final Ticker ticker;
    private final Runnable finish;

    private TallyProgress(Runnable tick, Duration every, Runnable finish) {
        this.ticker = Ticker.start("offsite-progress", every, every, tick);
        this.finish = finish;
    }

    /** What is done, as its command is called, and as what it has been done. */
    enum Work {
        /** Copies are verified. */
        VERIFY("verified"),
        /** A copy is restored. */
        RESTORE("restored"),
        /** Copies are restored and go again. */
        REHEARSE("restored");

        private final String done;

        Work(String done) {
            this.done = done;
        }
    }

    /**
     * Shows it while something is done.
     *
     * @param work what is done
     * @param tally how far it is
     * @param screen where it is shown
     * @param doing does it
     * @return what that returns
     * @throws Exception what that throws
     */
    static <T> T during(Work work, Tally tally, Screen screen, Callable<T> doing) throws Exception {
        TallyProgress progress = show(work, tally, screen);
        try {
            return doing.call();
        } finally {
            progress.close();
        }
    }

    /** Shows it until closed. */
    static TallyProgress show(Work work, Tally tally, Screen screen) {
        if (screen.terminal()) {
            return bar(work, tally);
        }
        long begin = System.nanoTime();
        Runnable line = () -> screen.say(line(work, tally.read(), Duration.ofNanos(System.nanoTime() - begin)));
        return new TallyProgress(line, Progress.PLAIN, () -> {});
    }

    private static TallyProgress bar(Work work, Tally tally) {
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(work.name().toLowerCase(Locale.ROOT))
                .setInitialMax(-1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" MiB", MIB)
                .showSpeed()
                .setUpdateIntervalMillis((int) REDRAW.toMillis())
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .clearDisplayOnFinish()
                .build();
        return new TallyProgress(() -> step(bar, work, tally.read()), REDRAW, bar::close);
    }

    private static void step(ProgressBar bar, Work work, Tally.Reading now) {
        bar.maxHint(now.bytes() == 0 ? -1 : now.bytes());
        bar.stepTo(now.bytesDone());
        bar.setExtraMessage(now.copies() == 0 ? " looking for copies" : " " + copies(work, now));
    }

    /** What a plain line says. */
    static String line(Work work, Tally.Reading now, Duration since) {
        if (now.copies() == 0) {
            return "looking for copies";
        }
        double perSecond = now.bytesDone() / Math.max(0.001, since.toMillis() / 1000.0);
        String line = copies(work, now) + ", " + Human.bytes(now.bytesDone()) + " of " + Human.bytes(now.bytes()) + ", "
                + Human.bytes((long) perSecond) + "/s";
        long left = now.bytes() - now.bytesDone();
        return perSecond < 1 || left <= 0
                ? line
                : line + ", " + Human.age(Duration.ofSeconds((long) Math.ceil(left / perSecond))) + " left";
    }

    private static String copies(Work work, Tally.Reading now) {
        return now.copiesDone() + " of " + Human.count(now.copies(), "copy", "copies") + " " + work.done;
    }

    @Override
    public void close() {
        ticker.close();
        finish.run();
    }
}

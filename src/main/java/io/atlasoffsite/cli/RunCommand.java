package io.atlasoffsite.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code offsite run}: the service. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the service: schedules, queues, status page, health and metrics.",
            "Ends on SIGTERM, after what is under way or half a minute."
        })
final class RunCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions options;

    @Override
    public Integer call() throws Exception {
        Logs.level(true, options.debug());
        Installation installation = Installation.load(options);
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch down = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(told, down), "offsite-shutdown"));
        try {
            serve(installation, told);
        } finally {
            // Also when the service did not start: the JVM would wait for its hook for ever.
            down.countDown();
        }
        return 0;
    }

    private static void serve(Installation installation, CountDownLatch told) throws Exception {
        Service service = Service.start(installation);
        try {
            told.await();
        } finally {
            service.close();
        }
    }

    /** The JVM ends when its hooks have: this one waits until everything is down. */
    private static void stop(CountDownLatch told, CountDownLatch down) {
        told.countDown();
        try {
            down.await();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.atlasoffsite.cli;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.route.OffsitePack;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service: one per data directory. It holds the directory's lock, runs the embedded broker unless another is configured, and
 * the pack with its triggers; a sweep after dead processes runs beside. Thread safe once started.
 */
final class Service implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final BrokerAddress broker;
    private final Pack pack;
    private final Web web;

    private Service(Installation installation, Duration lookEvery, Optional<Tracing> tracing) throws IOException {
        try {
            tracing.ifPresent(parts::push);
            parts.push(lock(installation.data()));
            this.web = Web.of(installation.config().http());
            this.broker = broker(installation);
            this.pack = Pack.forService(installation, broker, new ServiceSides(web, tracing));
            parts.push(pack);
            parts.push(Progress.log(pack.beans().transfers(), lookEvery));
            parts.push(LetterCounts.start(broker, pack.beans().watch(), lookEvery));
        } catch (IOException | RuntimeException failure) {
            closeParts();
            throw failure;
        }
    }

    /**
     * Starts the service.
     *
     * @param installation whose
     * @return the running service
     * @throws IOException when the data directory cannot be used
     */
    static Service start(Installation installation) throws IOException {
        return start(installation, Progress.PLAIN, TracingWish.ofProcess().start(installation.secrets()));
    }

    /** The same without traces, with another rhythm of log lines about archives under way, and of counting dead letters. */
    static Service start(Installation installation, Duration lookEvery) throws IOException {
        return start(installation, lookEvery, Optional.empty());
    }

    /** The same with traces, which are closed with the service. */
    static Service start(Installation installation, Duration lookEvery, Optional<Tracing> tracing) throws IOException {
        Service service = new Service(installation, lookEvery, tracing);
        Thread sweeper = new Thread(service.pack::sweep, "offsite-sweeper");
        sweeper.setDaemon(true);
        sweeper.start();
        LOG.info(
                "{} is up: {} plans, {} stores, broker {}",
                OffsitePack.tool(),
                installation.config().plans().size(),
                installation.config().stores().size(),
                installation.config().broker().embedded() ? "embedded" : "remote");
        LOG.info(
                "status on {}, health and metrics on {}observe/",
                service.web.address(),
                service.web.managementAddress());
        return service;
    }

    BrokerAddress broker() {
        return broker;
    }

    Pack pack() {
        return pack;
    }

    Web web() {
        return web;
    }

    @Override
    public void close() {
        LOG.info("going down");
        closeParts();
    }

    private BrokerAddress broker(Installation installation) throws IOException {
        if (!installation.config().broker().embedded()) {
            return installation.broker().orElseThrow();
        }
        EmbeddedBroker embedded = EmbeddedBroker.start(installation.data(), new SecureRandom());
        parts.push(embedded);
        return embedded.address();
    }

    private static AutoCloseable lock(Path data) throws IOException {
        FileChannel channel = lockFile(data);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw OffsiteException.because(Reason.CONFLICT, "another service runs from " + data)
                    .hint("stop it, or give this one a data directory of its own with --data")
                    .build();
        }
        return channel;
    }

    private static FileChannel lockFile(Path data) {
        try {
            Files.createDirectories(data);
            return FileChannel.open(data.resolve("service.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException unwritable) {
            throw CommandFailure.data(data);
        }
    }

    private void closeParts() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception failure) {
                LOG.warn("a part of the service did not stop in order", failure);
            }
        }
    }
}

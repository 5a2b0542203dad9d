package io.atlasoffsite.cli;

import io.atlasoffsite.sandbox.Faults;
import io.atlasoffsite.sandbox.JobTiming;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.sandbox.SandboxOptionsBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** How somebody wants a sandbox, as typed. Filled by picocli. */
final class SandboxSettings {

    private static final List<String> SAMPLES =
            List.of("flex-orders", "m2-legacy", "rs-billing", "sharded-events", "serverless-audit");
    private static final int LARGEST_PORT = 65_535;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "the API's port (default: any free one)")
    private int port;

    @Option(
            names = "--download-port",
            paramLabel = "N",
            defaultValue = "0",
            description = "the download host's port (default: any free one)")
    private int downloadPort;

    @Option(
            names = "--download-link-host",
            paramLabel = "URL",
            defaultValue = "",
            description =
                    "scheme, host and port in download links, for a server in front (default: the download host's own)")
    private String downloadLinkHost;

    @Option(
            names = "--clusters",
            paramLabel = "LIST",
            split = ",",
            description = "only these sample clusters, names with commas between (default: all)")
    private List<String> clusters = List.of();

    @Option(names = "--faults", paramLabel = "FILE", description = "faults to start with, as docs/sandbox.md has them")
    private Optional<Path> faults = Optional.empty();

    @Option(
            names = "--archive-size",
            paramLabel = "SIZE",
            defaultValue = "64MiB",
            converter = Arguments.Size.class,
            description = "about how long an archive is, at least 64KiB (default: ${DEFAULT-VALUE})")
    private long archiveBytes;

    @Option(
            names = "--job-delay",
            paramLabel = "TIME",
            converter = Arguments.Time.class,
            description = "how long Atlas takes to make an archive ready, e.g. 30s (default: no time)")
    private Optional<Duration> jobDelay = Optional.empty();

    @Option(
            names = "--generated-clusters",
            paramLabel = "N",
            defaultValue = "0",
            description = "so many more clusters, half flex, half replica sets (default: none)")
    private int generated;

    @Option(
            names = "--snapshots",
            paramLabel = "N",
            defaultValue = "8",
            description = "snapshots of each generated cluster (default: ${DEFAULT-VALUE})")
    private int snapshots;

    @Option(
            names = "--max-downloads",
            paramLabel = "N",
            defaultValue = "20",
            description = "open download jobs of one dedicated cluster (default: ${DEFAULT-VALUE})")
    private int maxDownloads;

    @Option(names = "--bytes-vary", description = "two jobs for one snapshot deliver different bytes")
    private boolean bytesVary;

    @Option(names = "--sunset", description = "the shared and serverless APIs are gone (410)")
    private boolean sunset;

    @Option(names = "--restore-targets", description = "a second project, of clusters to try in-Atlas restores on")
    private boolean restoreTargets;

    /** Starts it. */
    Sandbox start() {
        for (String cluster : clusters) {
            if (!SAMPLES.contains(cluster)) {
                throw CommandFailure.usage("\"" + Table.plain(cluster) + "\" is no sample cluster; there are "
                        + String.join(", ", SAMPLES));
            }
        }
        checkPort("--port", port);
        checkPort("--download-port", downloadPort);
        try {
            return Sandbox.start(options());
        } catch (UncheckedIOException taken) {
            throw CommandFailure.unavailable(taken.getMessage());
        } catch (IllegalArgumentException outOfRange) {
            throw CommandFailure.usage(outOfRange.getMessage());
        }
    }

    /** The names of the clusters it has; generated ones by their first and last. */
    List<String> clusters(Sandbox sandbox) {
        List<String> there = SAMPLES.stream()
                .filter(name -> !sandbox.replicaSets(name).isEmpty())
                .toList();
        if (generated == 0) {
            return there;
        }
        String range = String.format("generated-0001 to generated-%04d", generated);
        return Stream.concat(there.stream(), Stream.of(range)).toList();
    }

    private SandboxOptions options() {
        SandboxOptionsBuilder builder = SandboxOptions.builder()
                .apiPort(port)
                .downloadPort(downloadPort)
                .downloadLinkHost(downloadLinkHost)
                .clusters(clusters)
                .archiveBytes(archiveBytes)
                .generatedClusters(generated)
                .snapshotsPerCluster(snapshots)
                .maxDownloads(maxDownloads)
                .bytesVaryByJob(bytesVary)
                .sunset(sunset)
                .restoreTargets(restoreTargets);
        faults.ifPresent(file -> read(file, builder));
        jobDelay.ifPresent(delay -> builder.timing(late(delay)));
        return builder.build();
    }

    private static void read(Path file, SandboxOptionsBuilder builder) {
        try {
            builder.faults(Faults.read(file));
        } catch (IOException unreadable) {
            throw CommandFailure.usage("the faults file " + file + " cannot be read; name one that is there");
        }
    }

    private static JobTiming late(Duration delay) {
        JobTiming quick = JobTiming.quick();
        return new JobTiming(1, quick.secretPolls(), quick.restorePolls(), quick.snapshotPolls(), delay);
    }

    private static void checkPort(String option, int port) {
        if (port < 0 || port > LARGEST_PORT) {
            throw CommandFailure.usage(option + " is " + port + "; a port is 0 to " + LARGEST_PORT);
        }
    }
}

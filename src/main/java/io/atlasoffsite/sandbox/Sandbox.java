package io.atlasoffsite.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A running stand-in Atlas: an API listener and a download listener, both on 127.0.0.1. Thread-safe. Its threads are daemons and end
 * with {@link #close()}.
 */
public final class Sandbox implements AutoCloseable {

    /** The sample project that has clusters. */
    public static final String PROJECT = SampleWorld.PROJECT;

    /** A project with nothing in it. */
    public static final String EMPTY_PROJECT = SampleWorld.EMPTY_PROJECT;

    /** A project of somebody else: answered with 401. */
    public static final String FOREIGN_PROJECT = World.FOREIGN_PROJECT;

    /** The project of the clusters that restores may be tried on; there with {@link SandboxOptionsBuilder#restoreTargets}. */
    public static final String RESTORE_PROJECT = RestoreTargets.PROJECT;

    private final Parts parts;
    private final HttpServer api;
    private final HttpServer download;

    private Sandbox(Parts parts, HttpServer api, HttpServer download) {
        this.parts = parts;
        this.api = api;
        this.download = download;
    }

    /**
     * Starts one.
     *
     * @throws java.io.UncheckedIOException when a port is taken
     */
    public static Sandbox start(SandboxOptions options) {
        SandboxClock clock = new SandboxClock(options.clock());
        RequestLog log = new RequestLog(clock);
        Faults faults = new Faults(options.faults());
        World world = SampleWorld.make(options, clock);
        Secrets secrets = new Secrets(options.random());
        AtomicReference<String> base = new AtomicReference<>("");
        Links links = new Links(options, clock, secrets, new Archives(options.archiveBytes()), base::get);
        HttpServer download =
                new HttpServer("download", options.downloadPort(), log, new DownloadHost(links, world, faults, clock));
        base.set(options.downloadLinkHost().isEmpty() ? download.url() : options.downloadLinkHost());
        try {
            Tokens tokens = new Tokens(options, clock, secrets);
            Access access = new Access(tokens, new DigestAccess(options.credentials(), clock, secrets));
            RateLimits limits = new RateLimits(options.rateLimit(), clock);
            Jobs jobs = new Jobs(options, clock, links);
            Parts parts = new Parts(options, clock, log, faults, world, links, jobs, tokens, access, limits);
            Api front = new Api(parts, new ControlApi(clock, log, faults, tokens, jobs));
            HttpServer api = new HttpServer("api", options.apiPort(), log, front);
            return new Sandbox(parts, api.start(), download.start());
        } catch (RuntimeException e) {
            download.close();
            throw e;
        }
    }

    /** Scheme, host and port of the API, without a slash at the end; what {@code baseUrl} of a configuration takes. */
    public String baseUrl() {
        return api.url();
    }

    /** Scheme, host and port of the download host, without a slash at the end. */
    public String downloadUrl() {
        return download.url();
    }

    /** The last 10,000 requests to both hosts, oldest first. */
    public List<RecordedRequest> requests() {
        return parts.log().all();
    }

    /** The requests of one operation, oldest first. */
    public List<RecordedRequest> requests(Operation operation) {
        return requests().stream()
                .filter(request -> request.operation().equals(operation.id()))
                .toList();
    }

    /** Forgets the requests so far. */
    public void forgetRequests() {
        parts.log().clear();
    }

    /** The faults, to be changed at any time. */
    public Faults faults() {
        return parts.faults();
    }

    /** The sandbox's own clock, UTC. */
    public Clock clock() {
        return parts.clock();
    }

    /** Moves the sandbox's clock on. */
    public void advance(Duration by) {
        parts.clock().advance(by);
    }

    /** Invalidates every access token. */
    public void revokeTokens() {
        parts.tokens().revokeAll();
    }

    /** Ids of a cluster's snapshots in the sample project, oldest first. */
    public List<String> snapshotIds(String cluster) {
        return snapshots(cluster).stream().map(Snapshot::id).toList();
    }

    /** Ids of a cluster's completed snapshots in the sample project, oldest first. */
    public List<String> completedSnapshotIds(String cluster) {
        return snapshots(cluster).stream()
                .filter(Snapshot::completed)
                .map(Snapshot::id)
                .toList();
    }

    /** Names of a cluster's replica sets, one archive each, config servers last. */
    public List<String> replicaSets(String cluster) {
        return parts.world().cluster(PROJECT, cluster).map(Cluster::replicaSets).orElse(List.of());
    }

    /** Names of the clusters in {@link #RESTORE_PROJECT} that restores may be tried on; none without that project. */
    public List<String> restoreTargets() {
        return parts.world().clusters(RESTORE_PROJECT).stream()
                .map(Cluster::name)
                .toList();
    }

    /**
     * What a download of this snapshot must come to, unless bytes vary by job. Makes every byte once, at about the speed of
     * SHA-256.
     *
     * @throws IllegalArgumentException when there is no such snapshot
     */
    public ArchiveFacts archive(String snapshotId, String replicaSet) {
        Snapshot snapshot = parts.world()
                .snapshot(snapshotId)
                .orElseThrow(() -> new IllegalArgumentException("the sandbox has no snapshot " + snapshotId));
        return parts.links().archive(snapshot, replicaSet, "").facts();
    }

    /**
     * What the archive of this download URL must come to.
     *
     * @throws IllegalArgumentException when the sandbox gave out no such URL
     */
    public ArchiveFacts archiveAt(String url) {
        return parts.links()
                .find(url.replaceFirst("^https?://[^/]*", ""))
                .orElseThrow(() -> new IllegalArgumentException("the sandbox gave out no such URL"))
                .archive()
                .facts();
    }

    /** The clusters that in-Atlas restores were written to, in the order of their first one. */
    public List<RestoredCluster> restoredClusters() {
        return parts.jobs().restoredClusters();
    }

    /** Deletes a snapshot, as if its time had come. */
    public void deleteSnapshot(String snapshotId) {
        parts.world().delete(snapshotId);
    }

    /** Stops both listeners and every connection; waits up to 5 s for each. */
    @Override
    public void close() {
        api.close();
        download.close();
    }

    private List<Snapshot> snapshots(String cluster) {
        return parts.world()
                .cluster(PROJECT, cluster)
                .map(found -> parts.world().snapshots(found))
                .orElse(List.of());
    }
}

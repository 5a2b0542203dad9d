package io.atlasoffsite.sandbox;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** Builds {@link SandboxOptions}; every option has a default. Not thread-safe. */
public final class SandboxOptionsBuilder {

    private int apiPort = 0;
    private int downloadPort = 0;
    private Clock clock = Clock.systemUTC();
    private RandomGenerator random = new SecureRandom();
    private Credentials credentials = Credentials.fixed();
    private long archiveBytes = 64L * 1024 * 1024;
    private boolean bytesVaryByJob = false;
    private JobTiming timing = JobTiming.quick();
    private RateLimit rateLimit = RateLimit.atlas();
    private Duration tokenLifetime = Duration.ofHours(1);
    private int tokensPerMinute = 60;
    private LinkRules signedLinks = LinkRules.objectStore();
    private LinkRules secretLinks = LinkRules.restoreHost();
    private boolean sunset = false;
    private boolean restoreTargets = false;
    private List<String> clusters = List.of();
    private int generatedClusters = 0;
    private int snapshotsPerCluster = 8;
    private int maxDownloads = 20;
    private String linkHost = "https://cloud.mongodb.com";
    private String downloadLinkHost = "";
    private List<Fault> faults = List.of();

    SandboxOptionsBuilder() {}

    /** Sets apiPort: 0–65535; 0 (the default) takes any free port. */
    public SandboxOptionsBuilder apiPort(int value) {
        apiPort = value;
        return this;
    }

    /** Sets downloadPort: 0–65535; 0 (the default) takes any free port. */
    public SandboxOptionsBuilder downloadPort(int value) {
        downloadPort = value;
        return this;
    }

    /** Sets clock: where its time starts from; default the system's. */
    public SandboxOptionsBuilder clock(Clock value) {
        clock = value;
        return this;
    }

    /** Sets random: for tokens, nonces and links; default a secure one. */
    public SandboxOptionsBuilder random(RandomGenerator value) {
        random = value;
        return this;
    }

    /** Sets credentials: what it accepts; default the fixed ones. */
    public SandboxOptionsBuilder credentials(Credentials value) {
        credentials = value;
        return this;
    }

    /** Sets archiveBytes: about how long an archive is, in bytes; default 64 MiB. */
    public SandboxOptionsBuilder archiveBytes(long value) {
        archiveBytes = value;
        return this;
    }

    /** Sets bytesVaryByJob: whether two jobs for one snapshot deliver different bytes; default no. */
    public SandboxOptionsBuilder bytesVaryByJob(boolean value) {
        bytesVaryByJob = value;
        return this;
    }

    /** Sets timing: when jobs are ready; default quickly. */
    public SandboxOptionsBuilder timing(JobTiming value) {
        timing = value;
        return this;
    }

    /** Sets rateLimit: of each project; default Atlas's figures. */
    public SandboxOptionsBuilder rateLimit(RateLimit value) {
        rateLimit = value;
        return this;
    }

    /** Sets tokenLifetime: of access tokens; default an hour. */
    public SandboxOptionsBuilder tokenLifetime(Duration value) {
        tokenLifetime = value;
        return this;
    }

    /** Sets tokensPerMinute: token requests answered a minute, 0 is no limit; default 60. */
    public SandboxOptionsBuilder tokensPerMinute(int value) {
        tokensPerMinute = value;
        return this;
    }

    /** Sets signedLinks: how flex and shared links behave. */
    public SandboxOptionsBuilder signedLinks(LinkRules value) {
        signedLinks = value;
        return this;
    }

    /** Sets secretLinks: how dedicated links behave. */
    public SandboxOptionsBuilder secretLinks(LinkRules value) {
        secretLinks = value;
        return this;
    }

    /** Sets restoreTargets: whether there is a project of clusters to restore to; default false. */
    public SandboxOptionsBuilder restoreTargets(boolean value) {
        restoreTargets = value;
        return this;
    }

    /** Sets sunset: whether the shared and serverless APIs are gone; default no. */
    public SandboxOptionsBuilder sunset(boolean value) {
        sunset = value;
        return this;
    }

    /** Sets clusters: names of the sample clusters to have; default, empty: all. */
    public SandboxOptionsBuilder clusters(List<String> value) {
        clusters = value;
        return this;
    }

    /** Sets generatedClusters: how many more clusters; default none. */
    public SandboxOptionsBuilder generatedClusters(int value) {
        generatedClusters = value;
        return this;
    }

    /** Sets snapshotsPerCluster: of each generated cluster; default 8. */
    public SandboxOptionsBuilder snapshotsPerCluster(int value) {
        snapshotsPerCluster = value;
        return this;
    }

    /** Sets maxDownloads: download jobs one dedicated cluster may have open; default 20. */
    public SandboxOptionsBuilder maxDownloads(int value) {
        maxDownloads = value;
        return this;
    }

    /** Sets linkHost: scheme and host in every href; default Atlas's own, as really seen. */
    public SandboxOptionsBuilder linkHost(String value) {
        linkHost = value;
        return this;
    }

    /**
     * Sets downloadLinkHost: scheme, host and port in every download link, for a sandbox behind something else that has TLS; default,
     * empty: the download listener's own.
     */
    public SandboxOptionsBuilder downloadLinkHost(String value) {
        downloadLinkHost = value;
        return this;
    }

    /** Sets faults: to start with; default none. */
    public SandboxOptionsBuilder faults(List<Fault> value) {
        faults = value;
        return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException when one of them is out of range
     */
    public SandboxOptions build() {
        return new SandboxOptions(
                apiPort,
                downloadPort,
                clock,
                random,
                credentials,
                archiveBytes,
                bytesVaryByJob,
                timing,
                rateLimit,
                tokenLifetime,
                tokensPerMinute,
                signedLinks,
                secretLinks,
                sunset,
                restoreTargets,
                clusters,
                generatedClusters,
                snapshotsPerCluster,
                maxDownloads,
                linkHost,
                downloadLinkHost,
                faults);
    }
}

package io.atlasoffsite.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How a sandbox is set up. Made by {@link #builder()}.
 *
 * @param apiPort 0–65535; 0 takes any free one
 * @param downloadPort 0–65535; 0 takes any free one
 * @param clock where its time starts from; the sandbox can be moved away from it
 * @param random for tokens, nonces and the secrets in links; used under a lock
 * @param credentials what it accepts
 * @param archiveBytes about how long a generated archive is, in bytes, at least 64 KiB
 * @param bytesVaryByJob whether two jobs for one snapshot deliver different bytes
 * @param timing when jobs are ready
 * @param rateLimit of each project
 * @param tokenLifetime {@code expires_in} of access tokens
 * @param tokensPerMinute how many token requests a minute are answered; 0 is no limit
 * @param signedLinks how flex and shared links behave
 * @param secretLinks how dedicated links behave
 * @param sunset whether the shared and serverless APIs are gone (410)
 * @param restoreTargets whether there is a second project, of clusters that restores may be tried on
 * @param clusters names of the sample clusters to have; empty means all
 * @param generatedClusters how many more clusters, half flex, half replica sets, named {@code generated-0001} and so on
 * @param snapshotsPerCluster completed daily snapshots of each generated cluster
 * @param maxDownloads download jobs that one dedicated cluster may have open
 * @param linkHost scheme and host in every {@code href}
 * @param downloadLinkHost scheme, host and port in every download link, without a slash at the end; empty means the download listener's
 *     own
 * @param faults to start with
 */
public record SandboxOptions(
        int apiPort,
        int downloadPort,
        Clock clock,
        RandomGenerator random,
        Credentials credentials,
        long archiveBytes,
        boolean bytesVaryByJob,
        JobTiming timing,
        RateLimit rateLimit,
        Duration tokenLifetime,
        int tokensPerMinute,
        LinkRules signedLinks,
        LinkRules secretLinks,
        boolean sunset,
        boolean restoreTargets,
        List<String> clusters,
        int generatedClusters,
        int snapshotsPerCluster,
        int maxDownloads,
        String linkHost,
        String downloadLinkHost,
        List<Fault> faults) {

    private static final long LEAST_ARCHIVE = 64 * 1024;

    /** Refuses what cannot work. */
    public SandboxOptions {
        clusters = List.copyOf(clusters);
        faults = List.copyOf(faults);
        if (archiveBytes < LEAST_ARCHIVE) {
            throw new IllegalArgumentException("archiveBytes is " + archiveBytes + "; use at least " + LEAST_ARCHIVE);
        }
        if (generatedClusters < 0 || snapshotsPerCluster < 0 || tokensPerMinute < 0 || maxDownloads < 1) {
            throw new IllegalArgumentException(
                    "a count of the sandbox is below its least value; see its documentation");
        }
    }

    /** A builder with every default. */
    public static SandboxOptionsBuilder builder() {
        return new SandboxOptionsBuilder();
    }
}

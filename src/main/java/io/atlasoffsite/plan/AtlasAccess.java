package io.atlasoffsite.plan;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * One way into Atlas. Immutable and thread safe.
 *
 * @param name its name in the file
 * @param baseUrl where the API is, without a path; https unless the host is loopback
 * @param auth who is asking
 * @param retry how one API call is tried again
 * @param rate how many API calls of one project are made
 * @param poll how often a job or snapshot in progress is looked at
 * @param downloadHosts host patterns an archive may come from; {@code *.} in front stands for any labels
 * @param connectTimeout for a connection to the API
 * @param responseTimeout for the answer of one API call
 */
public record AtlasAccess(
        String name,
        URI baseUrl,
        AtlasAuth auth,
        Retry retry,
        Rate rate,
        Poll poll,
        List<String> downloadHosts,
        Duration connectTimeout,
        Duration responseTimeout) {

    /** Copies the list. */
    public AtlasAccess {
        downloadHosts = List.copyOf(downloadHosts);
    }

    /**
     * Whether this Atlas is on this very machine, as a sandbox is: then plain http and download hosts on it are fine too.
     *
     * @return true for localhost and addresses of the loopback range
     */
    public boolean loopback() {
        return Urls.isLoopback(baseUrl.getHost());
    }

    /**
     * How one API call is tried again. A {@code Retry-After} of Atlas beats the back-off.
     *
     * @param attempts all tries together, 1 to 100
     * @param first the wait after the first failure
     * @param longest the longest wait between two tries
     * @param maxRetryAfter the longest {@code Retry-After} that is obeyed; beyond it the request is given up as throttled
     */
    public record Retry(int attempts, Duration first, Duration longest, Duration maxRetryAfter) {}

    /**
     * How many API calls of one project are made, so that Atlas need not refuse any. What Atlas says it has left counts where it is
     * less.
     *
     * @param burst calls at once, 1 to 100,000
     * @param perMinute calls a minute after that, 1 to 100,000
     */
    public record Rate(int burst, int perMinute) {}

    /**
     * How often something in progress is looked at.
     *
     * @param first the first wait
     * @param longest the longest wait between two looks
     */
    public record Poll(Duration first, Duration longest) {}
}

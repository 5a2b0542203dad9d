package io.atlasoffsite.route;

import io.atlasoffsite.message.RestoreResult;
import java.util.Optional;
import org.apache.camel.Exchange;

/** What is to be told of a restore whose route threw. Stateless. */
public final class FailedRestore {

    private FailedRestore() {}

    /**
     * The result of a restore that did not come about, or of which nobody knows.
     *
     * @param ended the exchange as {@code direct:offsite-restore-copy} or {@code direct:offsite-restore-in-atlas} left it, with an
     *     exception; not null
     * @return the result; empty when the restore was interrupted, when the request could not be read, and for a failure nobody foresaw
     */
    public static Optional<RestoreResult> of(Exchange ended) {
        return Failures.known(ended.getException())
                .flatMap(why -> RestoreAbout.carried(ended).map(about -> about.failed(why)));
    }
}

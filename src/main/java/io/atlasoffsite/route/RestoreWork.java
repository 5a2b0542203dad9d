package io.atlasoffsite.route;

import io.atlasoffsite.message.RestoreSubject;
import io.atlasoffsite.restore.RestoreTask;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * An offsite restore that is under way, as its steps hand it on. Immutable but for the tally, thread safe.
 *
 * @param order what was asked
 * @param task what is done
 * @param warnings what was noticed while the copy was looked for
 */
record RestoreWork(RestoreOrder order, RestoreTask task, List<String> warnings) {

    private static final String PROPERTY = "OffsiteRestoreWork";

    RestoreSubject subject() {
        return new RestoreSubject.Offsite(
                task.copy().toString(), order.request().into());
    }

    void carry(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    static RestoreWork of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, RestoreWork.class);
    }
}

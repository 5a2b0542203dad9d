package io.atlasoffsite.route;

import io.atlasoffsite.message.AtlasRestoreRequest;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/**
 * A request for a restore in Atlas of somebody who watches it: a body for {@code direct:offsite-restore-in-atlas}. Immutable.
 *
 * @param request what is asked for
 * @param news hears a sentence for each thing that happens, in the thread of the route
 */
public record AtlasRestoreOrder(AtlasRestoreRequest request, Consumer<String> news) {

    private static final String PROPERTY = "OffsiteAtlasRestoreOrder";

    /** Refuses null. */
    public AtlasRestoreOrder {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(news, "news");
    }

    void carry(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    /** Says something to whoever watches, if anybody does. */
    static void tell(Exchange exchange, String sentence) {
        AtlasRestoreOrder order = exchange.getProperty(PROPERTY, AtlasRestoreOrder.class);
        if (order != null) {
            order.news().accept(sentence);
        }
    }
}

package io.atlasoffsite.route;

import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;

/**
 * What of a message goes to Atlas as a header: what the call itself says, and nothing that a tracer has put beside it, because
 * whose trace a call belongs to is no business of Atlas. Stateless.
 */
final class AtlasHeaders extends HttpHeaderFilterStrategy {

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !"Accept".equalsIgnoreCase(name) || super.applyFilterToCamelHeaders(name, value, exchange);
    }
}

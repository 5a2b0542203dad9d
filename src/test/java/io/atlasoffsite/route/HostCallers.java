package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** Callers of an application, with error handling of their own: a doTry, an onException, and one that wants no answer. */
final class HostCallers extends RouteBuilder {

    /** The exchange property that names the route to call, without {@code direct:offsite-}. */
    static final String ASKED = "asked";

    /** The exchange property with what was caught. */
    static final String CAUGHT = "caught";

    @Override
    public void configure() {
        String asked = "direct:offsite-${exchangeProperty." + ASKED + "}";
        from("direct:host-try")
                .errorHandler(noErrorHandler())
                .doTry()
                .toD(asked)
                .doCatch(OffsiteException.class)
                .process(HostCallers::keepCaught);
        from("direct:host-handler")
                .onException(OffsiteException.class)
                .handled(true)
                .process(HostCallers::keepCaught)
                .end()
                .toD(asked);
        from("seda:host").toD("direct:offsite-${header.HostRoute}").to("mock:heard");
    }

    private static void keepCaught(Exchange exchange) {
        exchange.setProperty(CAUGHT, exchange.getProperty(Exchange.EXCEPTION_CAUGHT));
    }
}

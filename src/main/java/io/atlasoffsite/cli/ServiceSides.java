package io.atlasoffsite.cli;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/**
 * What the service has beside the pack.
 *
 * @param web what it listens on
 * @param tracing its traces, when they are asked for
 */
record ServiceSides(Web web, Optional<Tracing> tracing) {

    /** Before the context is made. */
    void configure(Main main) {
        web.configure(main);
    }

    /** Before the pack's beans and routes are made. */
    void bind(CamelContext context) {
        web.bind(context);
        tracing.ifPresent(traces -> traces.bind(context));
    }
}

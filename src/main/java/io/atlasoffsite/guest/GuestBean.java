package io.atlasoffsite.guest;

import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;

/**
 * Brings the pack to the context it is a bean of, as {@link OffsiteContextPlugin} does where Camel finds that. Not thread safe: Camel
 * makes it while it reads routes.
 */
public final class GuestBean implements CamelContextAware {

    private CamelContext context;

    /** Made by Camel. */
    public GuestBean() {}

    @Override
    public void setCamelContext(CamelContext camelContext) {
        context = Objects.requireNonNull(camelContext, "camelContext");
        GuestLifecycle.in(context);
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }
}

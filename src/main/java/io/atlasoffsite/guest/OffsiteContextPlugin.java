package io.atlasoffsite.guest;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;

/**
 * Camel finds this in every context whose class path holds the pack. It changes nothing where {@code offsite.config} is not set;
 * where it is, the pack moves in when the context's own routes are known. Thread safe.
 */
public final class OffsiteContextPlugin implements ContextServicePlugin {

    /** Made by Camel, by way of {@link java.util.ServiceLoader}. */
    public OffsiteContextPlugin() {}

    /**
     * Waits for the context to be initialized. Nothing is looked up yet: the host's properties and routes are not there.
     *
     * @param context the host's; not null
     */
    @Override
    public void load(CamelContext context) {
        GuestLifecycle.in(context);
    }
}

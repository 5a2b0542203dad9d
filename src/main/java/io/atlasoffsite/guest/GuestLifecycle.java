package io.atlasoffsite.guest;

import io.atlasoffsite.OffsiteException;
import java.io.IOException;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves the pack in and out with the host's context. Camel calls it from one thread. */
final class GuestLifecycle extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(GuestLifecycle.class);

    private Optional<Guest> guest = Optional.empty();

    /** Waits for a context to be initialized, once however often it is asked to. */
    static void in(CamelContext context) {
        if (context.getLifecycleStrategies().stream().noneMatch(GuestLifecycle.class::isInstance)) {
            context.addLifecycleStrategy(new GuestLifecycle());
        }
    }

    /**
     * The host's routes are in the context's model, and none has been started.
     *
     * @throws OffsiteException when a store cannot do what offsite.yaml asks of it
     */
    @Override
    public void onContextInitializing(CamelContext context) {
        guest = GuestSettings.of(context).map(settings -> Guest.moveIn(context, settings));
    }

    @Override
    public void onContextStarted(CamelContext context) {
        guest.ifPresent(Guest::sweep);
    }

    @Override
    public void onContextStopped(CamelContext context) {
        try {
            if (guest.isPresent()) {
                guest.get().close();
            }
        } catch (IOException left) {
            LOG.warn("the pack could not let go of everything: {}", left.getMessage());
        } finally {
            guest = Optional.empty();
        }
    }
}

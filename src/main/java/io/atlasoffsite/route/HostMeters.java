package io.atlasoffsite.route;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;

/** Finds where the host keeps its metrics. Stateless. */
final class HostMeters {

    /** As Camel's own Micrometer component calls it. */
    private static final String NAME = "metricsRegistry";

    private HostMeters() {}

    /** The registry of that name, or the only one there is, or one without a backend, which costs nothing. */
    static MeterRegistry of(CamelContext context) {
        Optional<MeterRegistry> named =
                Optional.ofNullable(context.getRegistry().lookupByNameAndType(NAME, MeterRegistry.class));
        Set<MeterRegistry> all = context.getRegistry().findByType(MeterRegistry.class);
        return named.orElseGet(() -> all.size() == 1 ? all.iterator().next() : new CompositeMeterRegistry());
    }
}

package io.atlasoffsite.route;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;

/** Finds where the host keeps its metrics. Stateless. */
final class HostMeters {

    private static final String PROPERTY = "offsite.meter-registry";

    /** As Camel's own Micrometer component calls it. */
    private static final String NAME = "metricsRegistry";

    private HostMeters() {}

    /**
     * The registry that the property names, or the one of Camel's name, or the only one there is, or one without a backend, which
     * costs nothing.
     */
    static MeterRegistry of(CamelContext context) {
        return HostBeans.named(context, PROPERTY, MeterRegistry.class)
                .or(() -> Optional.ofNullable(context.getRegistry().lookupByNameAndType(NAME, MeterRegistry.class)))
                .orElseGet(() -> only(context));
    }

    private static MeterRegistry only(CamelContext context) {
        Set<MeterRegistry> all = context.getRegistry().findByType(MeterRegistry.class);
        return all.size() == 1 ? all.iterator().next() : new CompositeMeterRegistry();
    }
}

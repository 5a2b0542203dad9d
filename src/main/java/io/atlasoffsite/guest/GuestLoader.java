package io.atlasoffsite.guest;

import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.TypeConverterLoader;
import org.apache.camel.spi.TypeConverterRegistry;

/**
 * Brings the pack to a context, as {@link OffsiteContextPlugin} does where Camel finds that. Camel's search for plugins sees only the
 * system's class loader where a context has none of its own ({@code mvn exec:java}, {@code mvn camel:run}, some containers); that
 * for type converters sees the jar in any case. A file for Camel to read as a route would do as well, but not in Spring Boot's jar
 * of jars, where two jars with the same folder of routes cannot both be read. Not thread safe: Camel makes it while it is built.
 */
public final class GuestLoader implements TypeConverterLoader, CamelContextAware {

    private CamelContext context;

    /** Made by Camel. */
    public GuestLoader() {}

    @Override
    public void setCamelContext(CamelContext camelContext) {
        context = Objects.requireNonNull(camelContext, "camelContext");
        GuestLifecycle.in(context);
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    /** Adds no converter: to be called with the context was all that was wanted. */
    @Override
    public void load(TypeConverterRegistry registry) {}
}

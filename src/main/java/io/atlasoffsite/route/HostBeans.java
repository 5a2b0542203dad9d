package io.atlasoffsite.route;

import java.util.Optional;
import org.apache.camel.CamelContext;

/**
 * Finds what the host lends to the pack. A bean is used because a property names it, never because it happens to be the only one
 * of its type. Stateless.
 */
public final class HostBeans {

    private HostBeans() {}

    /**
     * The bean that a property names.
     *
     * @param context of the host; not null
     * @param property the property that holds the bean's name, with or without {@code #} or {@code #bean:} in front; not null
     * @param type what it must be; not null
     * @param <T> the same
     * @return the bean, or nothing when the property is not set or blank
     * @throws IllegalArgumentException when there is no such bean
     */
    public static <T> Optional<T> named(CamelContext context, String property, Class<T> type) {
        return context.getPropertiesComponent()
                .resolveProperty(property)
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .map(value -> lookup(context, property, value, type));
    }

    private static <T> T lookup(CamelContext context, String property, String value, Class<T> type) {
        String name = value.replaceFirst("^#(bean:)?", "");
        T bean = context.getRegistry().lookupByNameAndType(name, type);
        if (bean == null) {
            throw new IllegalArgumentException("the property " + property + " names " + name
                    + ", and there is no bean of that name and of the type " + type.getName()
                    + " in the registry; bind one, or leave the property out");
        }
        return bean;
    }
}

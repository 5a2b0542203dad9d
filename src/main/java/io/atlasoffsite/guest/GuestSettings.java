package io.atlasoffsite.guest;

import io.atlasoffsite.message.RequestQueue;
import io.atlasoffsite.plan.ConfigLoader;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.route.OffsitePack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;

/**
 * What the host's properties say about the pack.
 *
 * @param config where offsite.yaml is: a path, with {@code file:} or without, or {@code classpath:} and a name
 * @param data the data directory
 * @param triggers whether schedules fire and queues are read here
 */
record GuestSettings(String config, Path data, boolean triggers) {

    static final String CONNECTION_FACTORY = "offsite.jms.connection-factory";

    private static final String CONFIG = "offsite.config";
    private static final String TRIGGERS = "offsite.triggers";
    private static final String CLASSPATH = "classpath:";

    /** Nothing when the host does not ask for the pack, or has already bound one itself. */
    static Optional<GuestSettings> of(CamelContext context) {
        if (OffsitePack.isIn(context)) {
            return Optional.empty();
        }
        PropertiesComponent properties = context.getPropertiesComponent();
        return text(properties, CONFIG)
                .map(config -> new GuestSettings(
                        config,
                        Path.of(text(properties, "offsite.data").orElse("data/offsite")),
                        text(properties, TRIGGERS).map(GuestSettings::yes).orElse(false)));
    }

    private static boolean yes(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalStateException(TRIGGERS + " is " + value + "; set it to true or to false");
        };
    }

    /**
     * Reads offsite.yaml; placeholders in it are the host's properties.
     *
     * @throws io.atlasoffsite.plan.ConfigException when it is not in order
     * @throws IllegalStateException when it is not there
     */
    OffsiteConfig read(CamelContext context) {
        ConfigLoader loader = new ConfigLoader(context::resolvePropertyPlaceholders);
        if (config.startsWith(CLASSPATH)) {
            return resource(context, loader);
        }
        Path file = Path.of(config.replaceFirst("^file:(//(?=/))?", ""));
        if (!Files.exists(file)) {
            throw missing();
        }
        return loader.load(file);
    }

    private OffsiteConfig resource(CamelContext context, ConfigLoader loader) {
        String name = config.substring(CLASSPATH.length());
        try (InputStream content = context.getClassResolver().loadResourceAsStream(name)) {
            if (content == null) {
                throw missing();
            }
            return loader.load(config, content);
        } catch (IOException unreadable) {
            throw new IllegalStateException(config + " cannot be read", unreadable);
        }
    }

    private IllegalStateException missing() {
        return new IllegalStateException(
                CONFIG + " names " + config
                        + ", which does not exist; say where offsite.yaml is, or leave the property out to do without atlas-offsite");
    }

    /**
     * Sees to it that no trigger listens where nobody speaks; one that is switched off has to have an endpoint all the same.
     *
     * @throws IllegalStateException when it is not said where requests come from
     */
    void requireSources(CamelContext context) {
        PropertiesComponent properties = context.getPropertiesComponent();
        List<String> unset = new ArrayList<>();
        for (RequestQueue requests : RequestQueue.values()) {
            String source = requests.queue() + ".uri";
            if (text(properties, source).isPresent()) {
                continue;
            }
            if (text(properties, trigger(requests) + ".enabled")
                    .filter("false"::equals)
                    .isPresent()) {
                properties.addInitialProperty(source, "direct:" + source);
            } else {
                unset.add(source);
            }
        }
        if (!unset.isEmpty()) {
            throw new IllegalStateException(TRIGGERS
                    + " is true, and nothing says where requests come from: name your broker's connection factory in "
                    + CONNECTION_FACTORY + ", or set " + String.join(", ", unset));
        }
    }

    private static String trigger(RequestQueue requests) {
        return "offsite.on-" + (requests == RequestQueue.COPY ? "" : requests.kind() + "-") + "message";
    }

    private static Optional<String> text(PropertiesComponent properties, String name) {
        return properties.resolveProperty(name).map(String::strip).filter(value -> !value.isEmpty());
    }
}

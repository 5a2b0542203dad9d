package io.atlasoffsite.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;

/** Somebody's application that is YAML and a file of properties, and no Java. */
final class YamlHost implements AutoCloseable {

    private final Path home;
    private final List<String> properties = new ArrayList<>();
    private final Main main = new Main();

    YamlHost(Path home) {
        this.home = home;
        main.configure().setShutdownTimeout(5);
        main.configure().setShutdownSuppressLoggingOnTimeout(true);
        main.configure().setShutdownNowOnTimeout(true);
    }

    /** A line of application.properties. */
    YamlHost property(String name, String value) {
        StringBuilder escaped = new StringBuilder();
        // Such files are read as ISO 8859-1.
        value.chars()
                .forEach(character -> escaped.append(
                        character < ' ' || character > '~' || character == '\\'
                                ? String.format("\\u%04x", character)
                                : String.valueOf((char) character)));
        properties.add(name + "=" + escaped);
        return this;
    }

    /** Adds a file of routes. */
    YamlHost routes(String yaml) throws IOException {
        Files.writeString(home.resolve("routes-" + System.nanoTime() + ".camel.yaml"), yaml);
        return this;
    }

    /** The one thing a test needs that is no YAML. */
    YamlHost bean(String name, Object bean) {
        main.bind(name, bean);
        return this;
    }

    YamlHost start() throws Exception {
        Path file = Files.write(home.resolve("application.properties"), properties);
        main.setPropertyPlaceholderLocations("file:" + file);
        main.configure().setRoutesIncludePattern("file:" + home + "/*.camel.yaml");
        main.start();
        return this;
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    Exchange send(String uri, Object body) throws IOException {
        return send(uri, exchange -> exchange.getMessage().setBody(body));
    }

    Exchange send(String uri, Processor message) throws IOException {
        try (ProducerTemplate template = context().createProducerTemplate()) {
            return template.send(uri, ExchangePattern.InOut, message);
        }
    }

    @Override
    public void close() {
        main.stop();
    }
}

package io.atlasoffsite.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes configuration files for tests and loads them with known placeholders. */
final class ConfigFile {

    static final String PROJECT = "32b6e34b3d91647abb20e7b8";

    static final String MINIMAL = """
            version: 1
            atlas:
              prod:
                auth: { type: service-account, clientId: mdb_sa_id_x, clientSecret: hush-client }
            stores:
              disk: { type: file, directory: /backup/atlas }
            plans:
              orders:
                atlas: prod
                project: 32b6e34b3d91647abb20e7b8
                cluster: orders
                stores: [disk]
            """;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\??)([^{}]*)}}");

    private ConfigFile() {}

    /** Loads a text with the placeholders of the map. */
    static OffsiteConfig load(Path directory, String yaml, Map<String, String> values) throws IOException {
        Path file = Files.writeString(directory.resolve("offsite.yaml"), yaml);
        return new ConfigLoader(resolver(values)).load(file);
    }

    static OffsiteConfig load(Path directory, String yaml) throws IOException {
        return load(directory, yaml, Map.of());
    }

    /** Behaves as Camel's own: a missing value fails with a text that must not be repeated; an optional one makes null. */
    static UnaryOperator<String> resolver(Map<String, String> values) {
        return text -> {
            StringBuilder resolved = new StringBuilder();
            Matcher matcher = PLACEHOLDER.matcher(text);
            while (matcher.find()) {
                String value = values.get(matcher.group(2));
                if (value == null && !matcher.group(1).isEmpty()) {
                    return null;
                }
                if (value == null) {
                    throw new IllegalArgumentException("no value in " + text + " among " + values);
                }
                matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
            }
            return matcher.appendTail(resolved).toString();
        };
    }
}

package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One file below {@code routes/}, read but not judged.
 *
 * @param path below {@code routes/}, e.g. {@code copy/announce.yaml}
 * @param text what is in it
 * @param items the elements of its list
 */
record RouteFile(String path, String text, List<JsonNode> items) {

    private static final Pattern KIND = Pattern.compile("^# Kind: ([a-z]+)\\. \\S.*\\R");

    static RouteFile of(String path, String text) {
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
        try {
            JsonNode list = yaml.readTree(text);
            return new RouteFile(
                    path,
                    text,
                    Stream.iterate(0, i -> i < list.size(), i -> i + 1)
                            .map(list::get)
                            .toList());
        } catch (IOException broken) {
            throw new UncheckedIOException(path + " is not YAML", broken);
        }
    }

    static List<RouteFile> allBelow(Path routes) throws IOException {
        try (Stream<Path> files = Files.walk(routes)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> read(routes, file))
                    .toList();
        }
    }

    private static RouteFile read(Path routes, Path file) {
        try {
            return of(routes.relativize(file).toString(), Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    String group() {
        return path.contains("/") ? path.substring(0, path.indexOf('/')) : "";
    }

    String stem() {
        return path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.yaml$", "");
    }

    /** The word after {@code # Kind:} in the first line. */
    Optional<String> kind() {
        Matcher matcher = KIND.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** route, routeTemplate or routeConfiguration; empty when the file is not one of these and nothing else. */
    Optional<String> type() {
        return items.size() == 1 && items.get(0).size() == 1
                ? Optional.of(items.get(0).fieldNames().next())
                : Optional.empty();
    }

    /** What the file is about: the route, the template or the configuration. */
    JsonNode body() {
        return items.get(0).elements().next();
    }

    /** The route inside: of the file, or of its template; missing for a configuration. */
    JsonNode route() {
        String type = type().orElse("");
        return switch (type) {
            case "route" -> body();
            case "routeTemplate" -> body().path("route");
            default -> body().path("no route");
        };
    }

    /** Every step, with the keyword that names it, wherever it is nested; a step may appear under several paths of one keyword. */
    List<Map.Entry<String, JsonNode>> steps() {
        return Stream.of(body()).flatMap(RouteFile::nested).toList();
    }

    private static Stream<Map.Entry<String, JsonNode>> nested(JsonNode node) {
        if (node.isArray()) {
            return Stream.iterate(0, i -> i < node.size(), i -> i + 1)
                    .map(node::get)
                    .flatMap(RouteFile::nested);
        }
        return node.properties().stream().flatMap(field -> Stream.concat(Stream.of(field), nested(field.getValue())));
    }
}

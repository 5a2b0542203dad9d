package io.atlasoffsite.route;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code docs/routes.md} promises.
 *
 * @param properties the table of properties: name and default
 * @param routes the {@code direct:} names that have a heading
 * @param beans the beans named in it as endpoints
 */
record RouteDocument(Set<RouteRules.Placeholder> properties, Set<String> routes, Set<String> beans) {

    private static final Pattern PROPERTY =
            Pattern.compile("^\\| `(offsite\\.[a-z.-]+)` \\| (?:`([^`|]*)`|required) \\|", Pattern.MULTILINE);
    private static final Pattern ROUTE = Pattern.compile("^### `(direct:offsite-[a-z-]+)`", Pattern.MULTILINE);
    private static final Pattern BEAN = Pattern.compile("`bean:(offsite-[a-z-]+)`");

    static RouteDocument read() throws IOException {
        String text = Files.readString(Path.of("docs/routes.md"));
        return new RouteDocument(
                PROPERTY.matcher(text)
                        .results()
                        .map(row -> new RouteRules.Placeholder(row.group(1), row.group(2) == null ? "" : row.group(2)))
                        .collect(Collectors.toSet()),
                firsts(ROUTE, text),
                firsts(BEAN, text));
    }

    private static Set<String> firsts(Pattern pattern, String text) {
        List<MatchResult> found = pattern.matcher(text).results().toList();
        return found.stream().map(match -> match.group(1)).collect(Collectors.toSet());
    }
}

package io.atlasoffsite.route;

import io.atlasoffsite.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a section of {@code docs/routes.md} promises of one route, read but not judged.
 *
 * @param name the route's name without {@code direct:offsite-}
 * @param lines what each line says, by the words before its colon; only the first line of each is kept
 * @param repeated the words that begin more than one line
 */
record RouteContract(String name, Map<String, String> lines, List<String> repeated) {

    static final String ANYBODY = "anybody";
    static final Pattern TICKS = Pattern.compile("`([^`]+)`");

    private static final Pattern SECTION =
            Pattern.compile("^### `direct:offsite-([a-z-]+)`\\n(.*?)(?=^###? )", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINE =
            Pattern.compile("^- ([a-z ]{1,20}): (.+?)(?=^- |\\n\\n|\\z)", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern HEADER = Pattern.compile("`(Offsite[A-Z]\\w*)`( \\(absent)?");
    private static final Pattern ROUTE_NAME = Pattern.compile("[a-z]+(-[a-z]+)*");

    /** All of a document, by name. */
    static Map<String, RouteContract> in(String document) {
        Map<String, RouteContract> found = new LinkedHashMap<>();
        SECTION.matcher(document + "\n## \n").results().forEach(section -> {
            Map<String, String> lines = new LinkedHashMap<>();
            List<String> repeated = new ArrayList<>();
            LINE.matcher(section.group(2) + "\n\n").results().forEach(line -> {
                String said = line.group(2).replaceAll("\\s+", " ").trim();
                if (lines.putIfAbsent(line.group(1), said) != null) {
                    repeated.add(line.group(1));
                }
            });
            found.put(section.group(1), new RouteContract(section.group(1), lines, repeated));
        });
        return found;
    }

    static String document() throws IOException {
        return Files.readString(Path.of("docs/routes.md"));
    }

    static Map<String, RouteContract> all() throws IOException {
        return in(document());
    }

    String line(String key) {
        return lines.getOrDefault(key, "");
    }

    boolean open() {
        return line("called by").equals(ANYBODY);
    }

    boolean inOnly() {
        return line("pattern").equals("InOut or InOnly");
    }

    /** The words in backticks of a line. */
    List<String> words(String key) {
        return TICKS.matcher(line(key)).results().map(found -> found.group(1)).toList();
    }

    /** Other routes a line refers to. */
    Set<String> referred(String key, Set<String> routes) {
        return words(key).stream()
                .filter(word -> ROUTE_NAME.matcher(word).matches() && routes.contains(word))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** All headers in that are named, here or where the line refers to. */
    Set<String> headersIn(Map<String, RouteContract> all) {
        return gather("headers in", all, (contract, key) -> contract.headers(contract.line(key), false));
    }

    /** Those without which nothing goes: not the ones that may be absent, or belong to dedicated clusters alone. */
    Set<String> headersNeeded(Map<String, RouteContract> all) {
        return gather(
                "headers in",
                all,
                (contract, key) ->
                        contract.headers(contract.line(key).replaceAll("for a dedicated cluster[^;]*", ""), true));
    }

    /** The headers that are there afterwards, beside those that came. */
    Set<String> headersOut(Map<String, RouteContract> all) {
        return gather(
                "headers out",
                all,
                (contract, key) -> contract.headers(contract.line(key).split(";")[0], false));
    }

    /** Whether the kind of cluster that comes back is one, and not {@code auto}. */
    boolean resolvesKind(Map<String, RouteContract> all) {
        return gather("headers out", all, (contract, key) -> Set.of(contract.line(key))).stream()
                .anyMatch(said ->
                        said.contains("`OffsiteKind` resolved") || said.contains("`OffsiteKind` (never `auto`)"));
    }

    /** The reasons that are named, here or where the line refers to. */
    Set<Reason> reasons(Map<String, RouteContract> all) {
        return gather("throws", all, (contract, key) -> {
            Set<Reason> reasons = new LinkedHashSet<>();
            if (contract.line(key).startsWith("any reason")) {
                reasons.addAll(Arrays.asList(Reason.values()));
            }
            contract.words(key).forEach(word -> Reason.ofCode(word).ifPresent(reasons::add));
            return reasons;
        });
    }

    /** A word like {@code message.CopyResult}, {@code List<atlas.Snapshot>} or {@code Map} as a class; a list as its element's. */
    static Class<?> type(String word) throws ClassNotFoundException {
        String name = word.replaceFirst("^List<(.*)>$", "$1");
        if (name.equals("Map")) {
            return Map.class;
        }
        if (name.equals("String")) {
            return String.class;
        }
        return Class.forName(name.startsWith("com.") || name.startsWith("io.") ? name : "io.atlasoffsite." + name);
    }

    /** The words of a line that are meant as types. */
    List<String> types(String key) {
        return words(key).stream()
                .filter(word -> word.matches("(List<)?([a-z]+\\.)+[A-Z]\\w*>?|Map|List<String>"))
                .toList();
    }

    /** What a body may be, as the section says. */
    Set<Class<?>> forms() throws ClassNotFoundException {
        Set<Class<?>> forms = new HashSet<>();
        String said = line("body in");
        for (String type : types("body in")) {
            forms.add(RouteContract.type(type));
        }
        if (said.contains("text")) {
            forms.add(String.class);
        }
        if (said.contains("bytes")) {
            forms.add(byte[].class);
        }
        return forms;
    }

    private <T> Set<T> gather(
            String key, Map<String, RouteContract> all, BiFunction<RouteContract, String, Set<T>> found) {
        Set<T> whole = new LinkedHashSet<>();
        Set<String> asked = new LinkedHashSet<>();
        collect(key, all, found, whole, asked);
        return whole;
    }

    private <T> void collect(
            String key,
            Map<String, RouteContract> all,
            BiFunction<RouteContract, String, Set<T>> found,
            Set<T> whole,
            Set<String> asked) {
        if (asked.add(name)) {
            whole.addAll(found.apply(this, key));
            referred(key, all.keySet()).forEach(other -> all.get(other).collect(key, all, found, whole, asked));
        }
    }

    private Set<String> headers(String text, boolean onlyNeeded) {
        List<MatchResult> named = HEADER.matcher(text).results().toList();
        return named.stream()
                .filter(header -> !onlyNeeded || header.group(2) == null)
                .map(header -> header.group(1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}

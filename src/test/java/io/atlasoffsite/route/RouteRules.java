package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What every file below {@code routes/} must be. */
final class RouteRules {

    /** A property of the pack, as the files say it. */
    record Placeholder(String name, String defaultValue) {}

    private static final Set<String> TYPES = Set.of("route", "routeTemplate", "routeConfiguration");
    private static final Set<String> KINDS = Set.of("trigger", "entry", "shared", "worker", "failure");
    private static final Set<String> LEAVING = Set.of(
            "to",
            "toD",
            "wireTap",
            "enrich",
            "pollEnrich",
            "recipientList",
            "routingSlip",
            "dynamicRouter",
            "process",
            "bean",
            "script");
    private static final Set<String> HANDLING = Set.of(
            "onException", "deadLetterChannel", "defaultErrorHandler", "onCompletion", "intercept", "interceptFrom");
    private static final Set<String> ACCEPTING = Set.of(
            "offsite-accept-message",
            "offsite-accept-restore-message",
            "offsite-accept-atlas-restore-message",
            "offsite-accept-rehearsal");
    private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([^{}:]+)(?::([^{}]*))?}}");
    private static final Pattern FOREIGN_HEADER = Pattern.compile("Camel(Http|Aws|File|Jms|Quartz)\\w*");
    private static final Pattern BEAN_URI = Pattern.compile("bean:([A-Za-z0-9-]+)");

    private final List<String> problems = new ArrayList<>();
    private final RouteFile file;

    private RouteRules(RouteFile file) {
        this.file = file;
    }

    /** Every way in which one file breaks the rules, one sentence each. */
    static List<String> problemsOf(RouteFile file) {
        RouteRules rules = new RouteRules(file);
        rules.judge();
        return List.copyOf(rules.problems);
    }

    /** Every way in which the files break rules together. */
    static List<String> problemsOf(
            List<RouteFile> files, Set<Placeholder> declared, Set<String> bound, Set<String> named) {
        List<String> problems = new ArrayList<>();
        files.forEach(file -> problems.addAll(problemsOf(file)));
        Set<String> ids = new HashSet<>();
        files.forEach(file -> file.items()
                .forEach(item -> item.forEach(body -> {
                    if (!ids.add(body.path("id").asText())) {
                        problems.add(file.path() + ": the id " + body.path("id").asText() + " is not unique");
                    }
                })));
        Set<Placeholder> used = new HashSet<>();
        Set<String> beans = new TreeSet<>(named);
        files.forEach(file -> used.addAll(placeholders(file)));
        files.forEach(file -> beans.addAll(beans(file)));
        missing(used, declared).forEach(one -> problems.add("not declared in docs/routes.md: " + one));
        missing(declared, used).forEach(one -> problems.add("declared in docs/routes.md, used by no route: " + one));
        missing(beans, bound).forEach(one -> problems.add("used by a route, bound by nobody: " + one));
        missing(bound, beans).forEach(one -> problems.add("bound, used by no route: " + one));
        return problems;
    }

    /** The pack's properties a file uses; a template's own parameters are none. */
    static Set<Placeholder> placeholders(RouteFile file) {
        Set<String> parameters = new HashSet<>();
        file.body()
                .path("parameters")
                .forEach(parameter -> parameters.add(parameter.path("name").asText()));
        Set<Placeholder> found = new HashSet<>();
        Matcher matcher = PLACEHOLDER.matcher(file.text());
        while (matcher.find()) {
            if (!parameters.contains(matcher.group(1))) {
                found.add(new Placeholder(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2)));
            }
        }
        return found;
    }

    static Set<String> beans(RouteFile file) {
        Set<String> found = new HashSet<>();
        file.steps().stream()
                .filter(step -> step.getKey().equals("ref") && step.getValue().isTextual())
                .forEach(step -> found.add(step.getValue().asText()));
        Matcher matcher = BEAN_URI.matcher(file.text());
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static <T> List<T> missing(Set<T> wanted, Set<T> there) {
        return wanted.stream().filter(one -> !there.contains(one)).toList();
    }

    private void judge() {
        if (file.type().filter(TYPES::contains).isEmpty()) {
            refuse("holds not exactly one route, template or configuration");
            return;
        }
        judgeHead();
        judgeSteps();
        if (!file.type().orElseThrow().equals("routeConfiguration")) {
            judgeRoute();
        }
        Matcher foreign = FOREIGN_HEADER.matcher(file.text());
        while (foreign.find()) {
            refuse("names the header " + foreign.group() + ", which steers endpoints");
        }
    }

    private void judgeHead() {
        String kind = file.kind().orElse("");
        expect(KINDS.contains(kind), "the first line does not name its kind");
        expect(kind.equals("trigger") == file.group().equals("trigger"), "kind and folder do not agree about trigger");
        expect(
                kind.equals("failure") == file.type().orElseThrow().equals("routeConfiguration"),
                "only a routeConfiguration is of kind failure, and always");
        String id = file.body().path("id").asText();
        expect(id.equals("offsite-" + file.stem()), "the id is not offsite- and the file's stem");
        expect(KEBAB.matcher(id).matches(), "the id is not in kebab-case");
        expect(!file.body().path("description").asText().isBlank(), "no description");
        expect(
                !file.route().isObject()
                        || !file.route().path("description").asText().isBlank(),
                "the route has no description");
    }

    private void judgeSteps() {
        Set<String> seen = new HashSet<>();
        for (Map.Entry<String, JsonNode> step : file.steps()) {
            String id = step.getValue().path("id").asText();
            expect(
                    !LEAVING.contains(step.getKey()) || !id.isEmpty(),
                    "a step " + step.getKey() + " has no id: " + step.getValue());
            if (!id.isEmpty() && !step.getKey().equals("route")) {
                expect(KEBAB.matcher(id).matches(), "the step's id " + id + " is not in kebab-case");
                expect(seen.add(id), "the step's id " + id + " is there twice");
            }
        }
    }

    private void judgeRoute() {
        JsonNode route = file.route();
        boolean trigger = file.kind().orElse("").equals("trigger");
        expect(route.path("streamCache").asText().equals("false"), "streamCache is not \"false\"");
        expect(route.path("group").asText().equals("offsite-" + file.group()), "the group is not that of the folder");
        if (file.type().orElseThrow().equals("route")) {
            expect(
                    route.path("nodePrefixId").asText().equals("offsite-" + file.stem() + "/"),
                    "nodePrefixId is not the id and a slash");
        }
        Set<String> keys = new HashSet<>();
        file.steps().forEach(step -> keys.add(step.getKey()));
        keys.retainAll(HANDLING);
        expect(keys.isEmpty(), "failures are handled by named configurations, not by " + keys);
        if (trigger) {
            judgeTrigger(route);
        } else {
            judgeCallable(route);
        }
    }

    private void judgeTrigger(JsonNode route) {
        String configuration = route.path("routeConfigurationId").asText();
        expect(configuration.startsWith("offsite-"), "a trigger names its routeConfiguration");
        expect(
                !configuration.contains("*") && !configuration.contains(","),
                "one routeConfiguration, by its whole name");
        expect(
                route.path("autoStartup").asText().equals("{{offsite." + file.stem() + ".enabled:true}}"),
                "a trigger is switched by the property offsite." + file.stem() + ".enabled");
        boolean timed = route.path("from").path("uri").asText().startsWith("offsite-quartz:");
        String first = route.path("from")
                .path("steps")
                .path(0)
                .path("process")
                .path("ref")
                .asText();
        expect(
                timed || ACCEPTING.contains(first),
                "a trigger that takes messages drops their headers first, with offsite-accept-message");
    }

    private void judgeCallable(JsonNode route) {
        expect(
                route.path("routeConfigurationId").asText().equals("offsite-alone"),
                "a route that others call is left alone, by routeConfigurationId: offsite-alone");
        expect(route.path("errorHandler").path("noErrorHandler").isObject(), "errorHandler is not noErrorHandler: {}");
        expect(
                route.path("from").path("uri").asText().equals("direct:offsite-" + file.stem()),
                "from is not direct: and the id");
    }

    private void expect(boolean kept, String problem) {
        if (!kept) {
            refuse(problem);
        }
    }

    private void refuse(String problem) {
        problems.add(file.path() + ": " + problem);
    }
}

package io.atlasoffsite.route;

import io.atlasoffsite.Reason;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What every contract in {@code docs/routes.md} must be. */
final class RouteContractRules {

    /** The lines each route has, in their order. */
    static final List<String> KEYS =
            List.of("called by", "body in", "headers in", "body out", "headers out", "pattern", "throws");

    private static final Set<String> PATTERNS = Set.of("InOut", "InOut or InOnly");
    private static final Pattern DIRECT = Pattern.compile("direct:offsite-([a-z-]+)");
    private static final Pattern SCHEMA = Pattern.compile("\\(schemas/([a-z-]+\\.schema\\.json)\\)");
    private static final Pattern HEADER = Pattern.compile("`(Offsite[A-Z]\\w*|Camel\\w+)`");

    private final List<String> problems = new ArrayList<>();
    private final Map<String, RouteContract> contracts;
    private final Map<String, Set<String>> callers;
    private final Set<String> headers;

    private RouteContractRules(Map<String, RouteContract> contracts, List<RouteFile> files) {
        this.contracts = contracts;
        this.callers = callers(files);
        this.headers = headers();
    }

    /** Every way in which the contracts break the rules, one sentence each. */
    static List<String> problemsOf(Map<String, RouteContract> contracts, List<RouteFile> files) {
        RouteContractRules rules = new RouteContractRules(contracts, files);
        contracts.values().forEach(rules::judge);
        return List.copyOf(rules.problems);
    }

    /** The headers of the pack. */
    static Set<String> headers() {
        return Arrays.stream(Headers.class.getFields())
                .map(RouteContractRules::value)
                .collect(Collectors.toSet());
    }

    private void judge(RouteContract contract) {
        List<String> keys =
                contract.lines().keySet().stream().filter(KEYS::contains).toList();
        expect(contract, keys.equals(KEYS), "has not each of the lines " + KEYS + ", in this order");
        expect(contract, contract.repeated().isEmpty(), "says twice " + contract.repeated());
        expect(contract, PATTERNS.contains(contract.line("pattern")), "names no pattern of " + PATTERNS);
        judgeCallers(contract);
        for (String key : List.of("body in", "body out")) {
            contract.types(key).forEach(type -> judgeType(contract, type));
        }
        for (String key : KEYS) {
            judgeLine(contract, key);
        }
        for (String key : List.of("headers in", "body in", "body out", "throws")) {
            String said = contract.line(key);
            expect(
                    contract,
                    !said.matches(".*\\bas `[a-z-]+`.*")
                            || !contract.referred(key, contracts.keySet()).isEmpty(),
                    "refers to a route that has no contract: " + said);
        }
        judgeThrows(contract);
        expect(
                contract,
                !contract.open()
                        || !contract.reasons(contracts).isEmpty()
                        || contract.line("throws").equals("nothing"),
                "is for anybody and names no reason");
    }

    private void judgeCallers(RouteContract contract) {
        if (contract.open()) {
            return;
        }
        Set<String> said = new TreeSet<>(contract.words("called by"));
        Set<String> found = callers.getOrDefault(contract.name(), Set.of());
        expect(contract, said.equals(found), "is called by " + found + ", not " + said);
    }

    private void judgeType(RouteContract contract, String type) {
        try {
            RouteContract.type(type);
        } catch (ClassNotFoundException absent) {
            expect(contract, false, "names a type that is not there: " + type);
        }
    }

    private void judgeLine(RouteContract contract, String key) {
        String said = contract.line(key);
        Matcher header = HEADER.matcher(said);
        while (header.find()) {
            boolean property = said.contains("exchange property `" + header.group(1));
            expect(
                    contract,
                    property || headers.contains(header.group(1)),
                    "names a header that is not the pack's: " + header.group(1));
        }
        Matcher schema = SCHEMA.matcher(said);
        while (schema.find()) {
            expect(
                    contract,
                    Files.exists(Path.of("docs/schemas", schema.group(1))),
                    "names a schema that is not there: " + schema.group(1));
        }
    }

    /** In that line every word in backticks is a reason, a route, or the exception. */
    private void judgeThrows(RouteContract contract) {
        for (String word : contract.words("throws")) {
            boolean known = Reason.ofCode(word).isPresent()
                    || contracts.containsKey(word)
                    || word.equals("io.atlasoffsite.OffsiteException")
                    || contract.headersIn(contracts).contains(word)
                    || Set.of("auto", "notAfter").contains(word);
            expect(contract, known, "throws what is neither a reason nor a route's: " + word);
        }
    }

    private void expect(RouteContract contract, boolean kept, String problem) {
        if (!kept) {
            problems.add(contract.name() + " " + problem);
        }
    }

    /** Who names a route in a file of its own. */
    private static Map<String, Set<String>> callers(List<RouteFile> files) {
        Map<String, Set<String>> found = new HashMap<>();
        for (RouteFile file : files) {
            Matcher called = DIRECT.matcher(file.text());
            while (called.find()) {
                if (!called.group(1).equals(file.stem())) {
                    found.computeIfAbsent(called.group(1), name -> new TreeSet<>())
                            .add(file.stem());
                }
            }
        }
        return found;
    }

    private static String value(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
        }
    }
}

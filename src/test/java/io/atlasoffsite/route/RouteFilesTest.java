package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.plan.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds every file below {@code routes/} to the rules for routes, and the rules to faults that are planted. */
class RouteFilesTest {

    private static final String GOOD = """
            # Kind: shared. A route as it should be.
            - route:
                id: offsite-good
                nodePrefixId: offsite-good/
                description: Does what it should
                group: offsite-atlas
                routeConfigurationId: offsite-alone
                streamCache: "false"
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: direct:offsite-good
                  steps:
                    - process:
                        id: do-it
                        ref: offsite-do-it
                    - to:
                        id: send
                        uri: "{{offsite.good.uri:direct:x}}"
            """;

    private static final String TRIGGER = """
            # Kind: trigger. A trigger as it should be.
            - route:
                id: offsite-good
                nodePrefixId: offsite-good/
                description: Does what it should
                group: offsite-trigger
                routeConfigurationId: offsite-dead-letters
                streamCache: "false"
                autoStartup: "{{offsite.good.enabled:true}}"
                from:
                  uri: "{{offsite.good.requests.uri}}"
                  steps:
                    - process:
                        id: accept-message
                        ref: offsite-accept-message
            """;

    private static final String CONFIGURATION = """
            # Kind: failure. A configuration as it should be.
            - routeConfiguration:
                id: offsite-good
                description: Does what it should
                onException:
                  - onException:
                      exception: [java.lang.Throwable]
            """;

    @Test
    void everyRouteFileKeepsTheRules(@TempDir Path data) throws IOException {
        RouteDocument document = RouteDocument.read();

        List<String> problems = RouteRules.problemsOf(
                RouteFile.allBelow(Path.of("routes")), document.properties(), bound(data), document.beans());

        assertThat(problems).isEmpty();
    }

    @Test
    void everyDirectRouteHasItsContractWrittenDown() throws IOException {
        Set<String> routes = RouteFile.allBelow(Path.of("routes")).stream()
                .map(file -> file.route().path("from").path("uri").asText())
                .filter(uri -> uri.startsWith("direct:"))
                .collect(Collectors.toSet());

        assertThat(RouteDocument.read().routes()).isEqualTo(routes);
    }

    @Test
    void everyFolderOfRoutesIsIncluded() throws IOException {
        Set<String> included = Stream.of((OffsitePack.ROUTES + "," + OffsitePack.TRIGGERS).split(","))
                .map(pattern -> pattern.replaceFirst("classpath:atlas-offsite/routes/", "")
                        .replaceFirst("/\\*\\.yaml$", ""))
                .collect(Collectors.toSet());
        Set<String> folders = RouteFile.allBelow(Path.of("routes")).stream()
                .map(RouteFile::group)
                .collect(Collectors.toSet());

        assertThat(included).isEqualTo(folders);
    }

    @Test
    void theListInTheJarNamesEveryFile() throws IOException {
        Path routes = Path.of("routes");
        try (Stream<Path> files = Files.walk(routes)) {
            assertThat(RouteFiles.names())
                    .containsExactlyElementsOf(files.filter(Files::isRegularFile)
                            .map(file -> routes.relativize(file).toString())
                            .sorted()
                            .toList());
        }
    }

    @Test
    void goodFilesHaveNoProblems() {
        assertThat(RouteRules.problemsOf(RouteFile.of("atlas/good.yaml", GOOD))).isEmpty();
        assertThat(RouteRules.problemsOf(RouteFile.of("trigger/good.yaml", TRIGGER)))
                .isEmpty();
        assertThat(RouteRules.problemsOf(RouteFile.of("error/good.yaml", CONFIGURATION)))
                .isEmpty();
    }

    @ParameterizedTest(name = "{3}")
    @MethodSource("faults")
    void aPlantedFaultIsFound(String path, String good, String[] change, String problem) {
        String bad = good.replace(change[0], change[1]);
        assertThat(bad).as("the fault is planted").isNotEqualTo(good);

        List<String> problems = RouteRules.problemsOf(RouteFile.of(path, bad));

        assertThat(problems).anySatisfy(found -> assertThat(found).contains(problem));
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                shared("# Kind: shared. A", "# A", "does not name its kind"),
                shared("# Kind: shared.", "# Kind: worrying.", "does not name its kind"),
                shared("Kind: shared", "Kind: trigger", "do not agree about trigger"),
                shared("Kind: shared", "Kind: failure", "only a routeConfiguration is of kind failure"),
                shared("id: offsite-good", "id: offsite-other", "the id is not offsite- and the file's stem"),
                shared("id: offsite-good", "id: offsite-Good", "the id is not in kebab-case"),
                shared("description: Does what it should", "note: none", "no description"),
                shared("nodePrefixId: offsite-good/", "nodePrefixId: good/", "nodePrefixId"),
                shared("group: offsite-atlas", "group: offsite-copy", "group"),
                shared("streamCache: \"false\"", "streamCache: \"true\"", "streamCache"),
                shared("noErrorHandler: {}", "defaultErrorHandler: {}", "errorHandler is not noErrorHandler"),
                shared("noErrorHandler: {}", "deadLetterChannel: {}", "not by [deadLetterChannel]"),
                shared("offsite-alone", "offsite-dead-letters", "left alone"),
                shared("    routeConfigurationId: offsite-alone\n", "", "left alone"),
                shared("direct:offsite-good", "direct:good", "from is not direct: and the id"),
                shared("id: send\n", "id: Send\n", "the step's id Send is not in kebab-case"),
                shared("id: send\n", "id: do-it\n", "the step's id do-it is there twice"),
                shared("            id: send\n", "", "a step to has no id"),
                shared("            id: do-it\n", "", "a step process has no id"),
                shared("id: send\n", "id: send\n            pattern: \"${header.CamelHttpUri}\"\n", "CamelHttpUri"),
                shared("- route:", "- from:\n    uri: direct:x\n- route:", "not exactly one route"),
                trigger("    routeConfigurationId: offsite-dead-letters\n", "", "names its routeConfiguration"),
                trigger("offsite-dead-letters", "offsite-*", "by its whole name"),
                trigger("    autoStartup: \"{{offsite.good.enabled:true}}\"\n", "", "offsite.good.enabled"),
                trigger("offsite-accept-message", "offsite-other", "drops their headers first"),
                trigger("Kind: trigger", "Kind: shared", "do not agree about trigger"),
                fault("error/good.yaml", CONFIGURATION, "    id: offsite-good\n", "", "the id is not"));
    }

    @Test
    void whatIsUndeclaredUnusedUnboundOrDoubleIsFound() {
        List<RouteFile> files =
                List.of(RouteFile.of("atlas/good.yaml", GOOD), RouteFile.of("trigger/good.yaml", TRIGGER));
        Set<RouteRules.Placeholder> declared = Set.of(
                new RouteRules.Placeholder("offsite.good.uri", "direct:other"),
                new RouteRules.Placeholder("offsite.good.enabled", "true"),
                new RouteRules.Placeholder("offsite.good.requests.uri", ""));

        List<String> problems = RouteRules.problemsOf(
                files,
                declared,
                Set.of("offsite-accept-message", "offsite-idle", "offsite-named"),
                Set.of("offsite-named"));

        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "trigger/good.yaml: the id offsite-good is not unique",
                        "not declared in docs/routes.md: Placeholder[name=offsite.good.uri, defaultValue=direct:x]",
                        "declared in docs/routes.md, used by no route: "
                                + "Placeholder[name=offsite.good.uri, defaultValue=direct:other]",
                        "used by a route, bound by nobody: offsite-do-it",
                        "bound, used by no route: offsite-idle");
    }

    @Test
    void aTemplatesOwnParametersAreNoProperties() {
        RouteFile file = RouteFile.of("trigger/x.yaml", """
                # Kind: trigger. A template.
                - routeTemplate:
                    id: offsite-x
                    parameters:
                      - name: plan
                    route:
                      from:
                        uri: "quartz:{{plan}}?cron={{offsite.cron:0 0 0 * * ?}}"
                """);

        assertThat(RouteRules.placeholders(file))
                .containsExactly(new RouteRules.Placeholder("offsite.cron", "0 0 0 * * ?"));
    }

    private static Arguments shared(String from, String to, String problem) {
        return fault("atlas/good.yaml", GOOD, from, to, problem);
    }

    private static Arguments trigger(String from, String to, String problem) {
        return fault("trigger/good.yaml", TRIGGER, from, to, problem);
    }

    private static Arguments fault(String path, String good, String from, String to, String problem) {
        return Arguments.of(path, good, new String[] {from, to}, problem);
    }

    /** The steps and conditions that the pack puts into a registry. */
    private static Set<String> bound(Path data) throws IOException {
        Path file = Files.writeString(data.resolve("offsite.yaml"), "version: 1\n");
        OffsitePack.Surroundings surroundings =
                new OffsitePack.Surroundings(data, Clock.systemUTC(), new Random(1), secret -> {}, "test");
        try (DefaultCamelContext context = new DefaultCamelContext();
                OffsitePack pack = new OffsitePack(new ConfigLoader(text -> text).load(file), surroundings, context)) {
            pack.bind();
            return Stream.of(Processor.class, Predicate.class)
                    .flatMap(type -> context.getRegistry().findByTypeWithName(type).keySet().stream())
                    .collect(Collectors.toSet());
        }
    }
}

package io.atlasoffsite;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds every class to the rules, and every rule to a violation that is planted for it below {@code io.atlasoffsite.planted}. */
class ArchitectureTest {

    private static final String ROOT = "io.atlasoffsite";
    private static final String PLANTED = ROOT + ".planted";

    private static final Map<String, String> CULPRITS = Map.ofEntries(
            Map.entry("restore knows store and transfer only", "restore.KnowsAtlas"),
            Map.entry("atlas knows the root words only", "atlas.KnowsPlan"),
            Map.entry("plan knows the root words only", "plan.KnowsAtlas"),
            Map.entry("message knows the root words only", "message.KnowsStore"),
            Map.entry("ops knows the root words only", "ops.KnowsMessage"),
            Map.entry("transfer knows nothing of ours", "transfer.KnowsRoot"),
            Map.entry("store knows of transfer the sink only", "store.KnowsEngine"),
            Map.entry("sandbox knows nothing of ours", "sandbox.KnowsRoot"),
            Map.entry("the root depends on nothing", "RootKnowsOps"),
            Map.entry("transfer and store do not know Camel", "store.KnowsCamel"),
            Map.entry("restore does not know Camel", "restore.KnowsCamel"),
            Map.entry("only cli knows cli", "route.KnowsCli"),
            Map.entry("only cli knows sandbox", "route.KnowsSandbox"),
            Map.entry("only cli and guest know route", "ops.KnowsRoute"),
            Map.entry("only cli knows guest", "ops.KnowsGuest"),
            Map.entry("no cycles", "Slice atlas"),
            Map.entry("one way to log", "cli.LogsTheOldWay"),
            Map.entry("only cli prints", "ops.Prints"),
            Map.entry("only Pause sleeps", "cli.Sleeps"),
            Map.entry("classes are closed", "ops.Open"),
            Map.entry("no static mutable state", "ops.Shared"));

    @TestFactory
    Stream<DynamicTest> everyClassKeepsToTheDesign() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
        return new ArchitectureRules(ROOT)
                .all().entrySet().stream()
                        .map(rule -> DynamicTest.dynamicTest(
                                rule.getKey(), () -> rule.getValue().check(classes)));
    }

    @TestFactory
    Stream<DynamicTest> everyRuleFindsItsPlantedViolation() {
        JavaClasses classes = new ClassFileImporter().importPackages(PLANTED);
        return new ArchitectureRules(PLANTED)
                .all().entrySet().stream()
                        .map(rule -> DynamicTest.dynamicTest(
                                rule.getKey(), () -> assertFinds(rule.getValue(), classes, rule.getKey())));
    }

    @Test
    void everyRuleHasAPlantedViolation() {
        assertThat(CULPRITS.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        new ArchitectureRules(ROOT).all().keySet());
    }

    private static void assertFinds(ArchRule rule, JavaClasses classes, String name) {
        assertThat(rule.evaluate(classes).getFailureReport().getDetails())
                .as("violations of: %s", name)
                .anySatisfy(detail -> assertThat(detail).contains(CULPRITS.get(name)));
    }
}

package io.atlasoffsite;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.base.HasDescription;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasSourceCodeLocation;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules for the packages below one root, by name. */
final class ArchitectureRules {

    private static final List<String> SIBLINGS = List.of("atlas", "plan", "message", "ops");

    private static final Set<String> MUTABLE = Set.of(
            "java.util.HashMap",
            "java.util.TreeMap",
            "java.util.LinkedHashMap",
            "java.util.ArrayList",
            "java.util.ArrayDeque",
            "java.util.HashSet",
            "java.util.concurrent.ConcurrentHashMap",
            "java.util.concurrent.ConcurrentMap",
            "java.util.concurrent.atomic.AtomicBoolean",
            "java.util.concurrent.atomic.AtomicInteger",
            "java.util.concurrent.atomic.AtomicLong",
            "java.util.concurrent.atomic.AtomicReference",
            "java.lang.StringBuilder",
            "java.lang.ThreadLocal");

    private final String root;

    ArchitectureRules(String root) {
        this.root = root;
    }

    Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        SIBLINGS.forEach(name ->
                rules.put(name + " knows the root words only", knowsOnly(name, resideInAnyPackage(below(name), root))));
        rules.put("transfer knows nothing of ours", knowsOnly("transfer", resideInAPackage(below("transfer"))));
        rules.put("store knows of transfer the sink only", knowsOnly("store", sinkOr(below("store"))));
        rules.put(
                "restore knows store and transfer only",
                knowsOnly("restore", resideInAnyPackage(below("restore"), below("store"), below("transfer"), root)));
        rules.put("sandbox knows nothing of ours", knowsOnly("sandbox", resideInAPackage(below("sandbox"))));
        rules.put("the root depends on nothing", rootDependsOnNothing());
        rules.put("transfer and store do not know Camel", camelIsUnknownTo("transfer", "store"));
        rules.put("restore does not know Camel", camelIsUnknownTo("restore"));
        rules.put("only cli knows cli", usedBy("cli", below("cli")));
        rules.put("only cli knows sandbox", usedBy("sandbox", below("cli"), below("sandbox")));
        rules.put("only cli and guest know route", usedBy("route", below("cli"), below("guest"), below("route")));
        rules.put("only cli knows guest", usedBy("guest", below("cli"), below("guest")));
        rules.put("no cycles", slices().matching(root + ".(*)..").should().beFreeOfCycles());
        rules.put("one way to log", oneWayToLog());
        rules.put("only cli prints", onlyCliPrints());
        rules.put("only Pause sleeps", onlyPauseSleeps());
        rules.put("classes are closed", classesAreClosed());
        rules.put("no static mutable state", noStaticMutableState());
        return rules;
    }

    private String below(String name) {
        return root + "." + name + "..";
    }

    private DescribedPredicate<JavaClass> ours() {
        return resideInAPackage(root + "..");
    }

    private ArchRule knowsOnly(String name, DescribedPredicate<JavaClass> allowed) {
        return quiet(noClasses()
                .that()
                .resideInAPackage(below(name))
                .should()
                .dependOnClassesThat(ours().and(not(allowed))));
    }

    private DescribedPredicate<JavaClass> sinkOr(String pack) {
        List<String> sink = List.of("ArchiveSink", "Part", "PartRules", "Receipt");
        return resideInAPackage(pack)
                .or(DescribedPredicate.describe(
                        "the sink's words",
                        type -> sink.contains(type.getSimpleName())
                                && type.getPackageName().equals(root + ".transfer")));
    }

    private ArchRule rootDependsOnNothing() {
        return quiet(noClasses()
                .that()
                .resideInAPackage(root)
                .should()
                .dependOnClassesThat(ours().and(not(resideInAPackage(root)))));
    }

    private ArchRule camelIsUnknownTo(String... names) {
        String[] packages = List.of(names).stream().map(this::below).toArray(String[]::new);
        return quiet(noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.camel.."));
    }

    private ArchRule usedBy(String name, String... users) {
        return quiet(noClasses()
                .that()
                .resideOutsideOfPackages(users)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(below(name)));
    }

    private ArchRule oneWayToLog() {
        return quiet(noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."));
    }

    private ArchRule onlyCliPrints() {
        return quiet(noClasses()
                .that()
                .resideOutsideOfPackage(below("cli"))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace"));
    }

    private ArchRule onlyPauseSleeps() {
        return quiet(noClasses()
                .that(not(DescribedPredicate.describe(
                        "transfer.Pause", type -> type.getName().equals(root + ".transfer.Pause"))))
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class));
    }

    private ArchRule classesAreClosed() {
        DescribedPredicate<JavaClass> open = DescribedPredicate.describe("open classes", ArchitectureRules::isOpen);
        return quiet(noClasses().that().resideOutsideOfPackage(below("cli")).should(be(open)));
    }

    private static boolean isOpen(JavaClass type) {
        boolean named = !type.isAnonymousClass() && !type.isInterface() && !type.isEnum();
        return named
                && !type.getModifiers().contains(JavaModifier.FINAL)
                && !type.reflect().isSealed();
    }

    private ArchRule noStaticMutableState() {
        DescribedPredicate<JavaField> shared = DescribedPredicate.describe(
                "static, written by people",
                field -> field.getModifiers().contains(JavaModifier.STATIC)
                        && !field.getModifiers().contains(JavaModifier.SYNTHETIC));
        DescribedPredicate<JavaField> mutable = DescribedPredicate.describe(
                "mutable",
                field -> !field.getModifiers().contains(JavaModifier.FINAL)
                        || MUTABLE.contains(field.getRawType().getName()));
        return quiet(noFields().that(shared).should(be(mutable)));
    }

    private static <T extends HasDescription & HasSourceCodeLocation> ArchCondition<T> be(
            DescribedPredicate<T> predicate) {
        return ArchCondition.from(predicate);
    }

    /** A package that is not there yet breaks no rule. */
    private static ArchRule quiet(ArchRule rule) {
        return rule.allowEmptyShould(true);
    }
}

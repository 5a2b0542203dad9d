package io.atlasoffsite.guest;

import static io.atlasoffsite.guest.KameletScene.COPY;
import static io.atlasoffsite.guest.KameletScene.RESTORE;
import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.testing.Unpacked;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.main.Main;
import org.apache.camel.model.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Kamelets in a process of their own, started by Camel's main class with nothing but YAML; and from a folder. */
class KameletProcessIT {

    private static final String ROUTES = """
            - route:
                from:
                  uri: quartz:once?trigger.repeatCount=0
                  steps:
                    - to: kamelet:offsite-copy-snapshot-action
                    - to: kamelet:offsite-restore-snapshot-action
            """;

    @TempDir
    private Path home;

    @Test
    void everyParameterMayComeFromTheEnvironmentAsItIs() throws Exception {
        Files.createDirectories(home.resolve("copies"));
        Files.writeString(home.resolve("routes.yaml"), ROUTES);
        try (Sandbox sandbox =
                Sandbox.start(SandboxOptions.builder().archiveBytes(200_000).build())) {
            ProcessBuilder process = java();
            Map<String, String> environment = process.environment();
            String copy = "CAMEL_KAMELET_OFFSITE_COPY_SNAPSHOT_ACTION_";
            environment.put(copy + "PROJECT", Sandbox.PROJECT);
            environment.put(copy + "CLUSTER", KameletScene.CLUSTER);
            environment.put(copy + "CLIENT_ID", "mdb_sa_id_sandbox");
            environment.put(copy + "CLIENT_SECRET", "mdb_sa_sk_sandbox");
            environment.put(copy + "BASE_URL", sandbox.baseUrl());
            environment.put(copy + "DIRECTORY", "copies");
            String restore = "CAMEL_KAMELET_OFFSITE_RESTORE_SNAPSHOT_ACTION_";
            environment.put(restore + "INTO", "it's #a & {{b%2B");
            environment.put(restore + "DIRECTORY", "copies");

            assertThat(ended(process)).as(log()).isZero();
        }

        assertThat(Unpacked.files(home.resolve("it's #a & {{b%2B").resolve(KameletScene.CLUSTER)))
                .isNotEmpty();
        assertThat(home.resolve("data/offsite/processes")).isEmptyDirectory();
        assertThat(log()).doesNotContain("mdb_sa_sk_sandbox");
        assertThat(Files.readString(home.resolve("data/offsite/audit.jsonl")))
                .contains("\"who\":\"kamelet " + RESTORE + "-");
    }

    /** As somebody starts it who has no Java of his own; it ends by itself after one message. */
    private ProcessBuilder java() {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dcamel.main.durationMaxMessages=1",
                        "-Dcamel.main.routesIncludePattern=file:routes.yaml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(new File(home.toFile(), "log"));
    }

    private static int ended(ProcessBuilder process) throws Exception {
        Process running = process.start();
        try {
            assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return running.exitValue();
        } finally {
            running.destroyForcibly();
        }
    }

    private String log() throws IOException {
        return Files.exists(home.resolve("log")) ? Files.readString(home.resolve("log")) : "";
    }

    @Test
    void aFileCopiedBesideAnApplicationIsTaken() throws Exception {
        Path folder = Files.createDirectories(home.resolve("kamelets"));
        try (KameletScene scene = new KameletScene(home)) {
            for (String name : List.of(COPY, RESTORE)) {
                String file = name + ".kamelet.yaml";
                Files.copy(Path.of("src/main/resources/kamelets", file), folder.resolve(file));
            }
            scene.host().property("camel.component.kamelet.location", "file:" + folder);
            scene.route(
                            "both",
                            KameletScene.call(COPY, scene.copying()),
                            KameletScene.call(RESTORE, scene.restoring("a")))
                    .start();

            assertThat(scene.send("both", "").getException()).isNull();

            assertThat(Unpacked.files(home.resolve("a"))).isNotEmpty();
            Model model = scene.host().context().getCamelContextExtension().getContextPlugin(Model.class);
            assertThat(List.of(COPY, RESTORE))
                    .extracting(name ->
                            model.getRouteTemplateDefinition(name).getResource().getLocation())
                    .allMatch(place -> place.startsWith("file:" + folder));
        }
    }
}

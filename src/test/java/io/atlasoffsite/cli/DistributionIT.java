package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zip, unpacked where there is neither a repository nor Maven, and its launcher, called by a link. */
class DistributionIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What a JVM answers with when SIGTERM ended it. */
    private static final int TERMINATED = 143;

    private static final Map<String, String> JAVA = Map.of("JAVA_HOME", System.getProperty("java.home"));

    @TempDir
    private static Path unpacked;

    private static Path folder;

    @TempDir
    private Path home;

    private Path offsite;

    @BeforeAll
    static void unpack() throws IOException {
        folder = Distribution.unpack(Files.createDirectory(unpacked.resolve("with a blank")));
    }

    @BeforeEach
    void link() throws IOException {
        Path first = Files.createSymbolicLink(home.resolve("first"), folder.resolve("bin/offsite"));
        offsite = Files.createSymbolicLink(home.resolve("offsite link"), first.getFileName());
    }

    @Test
    void allOfItIsInOneFolderAndNothingIsThereTwice() throws IOException {
        List<String> names =
                Distribution.entries().stream().map(ZipArchiveEntry::getName).toList();

        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.startsWith(folder.getFileName() + "/"));
        assertThat(names.stream()
                        .filter(name -> name.endsWith(".jar"))
                        .map(jar ->
                                jar.replaceFirst(".*/", "").replaceFirst("-\\d.*?(-[a-z][a-z_0-9-]*)?\\.jar$", "$1"))
                        .toList())
                .doesNotHaveDuplicates()
                .contains("atlas-offsite", "camel-http", "artemis-jakarta-server");
        assertThat(folder).isDirectoryContaining("glob:**/LICENSE").isDirectoryContaining("glob:**/README.md");
        assertThat(folder.resolve("docs/operations/install.md")).exists();
        assertThat(folder.resolve("systemd/atlas-offsite.service")).exists();
        assertThat(folder.resolve("kubernetes/statefulset.yaml")).exists();
        assertThat(folder.resolve("config"))
                .isDirectoryContaining("glob:**/offsite.yaml")
                .isDirectoryContaining("glob:**/application.properties")
                .isDirectoryContaining("glob:**/jvm.options");
    }

    /** Resolved for the zip and for the jar, and with the tests' libraries in the way of one of them only. */
    @Test
    void whatTheJarNamesIsThereAndNothingElse() throws IOException {
        String jar = folder.resolve(folder.getFileName() + ".jar").toString();
        String named;
        try (JarFile file = new JarFile(jar)) {
            named = file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
        }
        try (Stream<Path> libraries = Files.list(folder.resolve("lib"))) {
            assertThat(libraries
                            .map(library -> "lib/" + library.getFileName())
                            .filter(library -> library.endsWith(".jar")))
                    .containsExactlyInAnyOrder(named.split(" "));
        }
    }

    @Test
    void neitherTheTimeNorTheUmaskOfTheBuildIsInIt() throws IOException {
        assertThat(Distribution.entries())
                .extracting(ZipArchiveEntry::getTime)
                .containsOnly(Distribution.entries().get(0).getTime());
        assertThat(Distribution.entries())
                .allSatisfy(entry -> assertThat(entry.getUnixMode() & 0777)
                        .as(entry.getName())
                        .isEqualTo(entry.isDirectory() || entry.getName().contains("/bin/") ? 0755 : 0644));
    }

    @Test
    void itRunsByALinkFromAnotherDirectory() throws Exception {
        try (OffsiteProcess version = offsite(JAVA, "--version")) {
            assertThat(version.waitFor()).as(version.err()).isZero();
            assertThat(version.out()).contains("atlas-offsite ");
        }
    }

    @Test
    void optionsOfTheEnvironmentWinOverThoseOfTheFile() throws Exception {
        assertThat(heap(JAVA)).contains("100.00M");
        assertThat(heap(with(JAVA, "OFFSITE_JAVA_OPTS", "-Xmx123m -Dx=y"))).contains("123.00M");
    }

    @Test
    void itCopiesASnapshot() throws Exception {
        try (Sandbox sandbox = sandbox()) {
            Shelf shelf = new DiskShelf(home);
            Site site = shelf.addTo(new Site(home)).against(sandbox);
            try (OffsiteProcess copy = offsite(JAVA, site.command("copy", Site.PLAN))) {
                assertThat(copy.waitFor()).as(copy.err()).isZero();
            }
            new Evidence(shelf, sandbox, Site.CLUSTER, Site.CLUSTER).holdsExactly(Set.of(newest(sandbox)));
        }
    }

    @Test
    void aServiceToldToStopFinishesWhatIsUnderWayAndEndsAsIsWrittenDown() throws Exception {
        try (Sandbox sandbox = sandbox()) {
            sandbox.faults().add(Fault.always(Operation.DOWNLOAD, new FaultAction.Trickle(4L << 20)));
            Shelf shelf = new DiskShelf(home);
            Site site = shelf.addTo(new Site(home)).against(sandbox);
            try (OffsiteProcess service = offsite(JAVA, site.command("run"))) {
                try (Queue queue = connected(site)) {
                    queue.request("drained-1", "");
                }
                await().atMost(PATIENCE)
                        .until(() -> !sandbox.requests(Operation.DOWNLOAD_FLEX).isEmpty());
                assertThat(service.terminate()).as(service.err()).isEqualTo(TERMINATED);
            }
            new Evidence(shelf, sandbox, Site.CLUSTER, Site.CLUSTER).holdsExactly(Set.of(newest(sandbox)));
        }
    }

    @Test
    void whatAnotherTryWouldNotMendHasExitCodesOfItsOwn() throws Exception {
        try (OffsiteProcess service = offsite(JAVA, "run", "--config", "nowhere.yaml")) {
            assertThat(service.waitFor()).as(service.err()).isEqualTo(3);
        }
        try (OffsiteProcess service = offsite(JAVA, "run", "--no-such-option")) {
            assertThat(service.waitFor()).as(service.err()).isEqualTo(2);
        }
    }

    @Test
    void aMissingJavaIsSaid() throws Exception {
        Path tools = Files.createDirectory(home.resolve("tools"));
        for (String tool : List.of("readlink", "dirname")) {
            Files.createSymbolicLink(tools.resolve(tool), installed(tool));
        }
        refused(Map.of("JAVA_HOME", "", "PATH", tools.toString()), "no java found (java); install Java 17 or newer");
        refused(Map.of("JAVA_HOME", tools.toString()), "no java found (" + tools + "/bin/java)");
    }

    @Test
    void aJavaThatIsTooOldIsSaid() throws Exception {
        for (String version : List.of("1.8.0_392", "11.0.2", "16")) {
            refused(
                    with(JAVA, "JAVA_HOME", java("openjdk version \"" + version + "\" 2021-01-01")),
                    "is not Java 17 or newer: openjdk version \"" + version + "\"");
        }
        refused(with(JAVA, "JAVA_HOME", java("no idea")), "is not Java 17 or newer: no idea");
    }

    private void refused(Map<String, String> environment, String saying) throws Exception {
        try (OffsiteProcess refused = offsite(environment, "--version")) {
            assertThat(refused.waitFor()).isEqualTo(3);
            assertThat(refused.err()).startsWith("offsite: ").contains(saying).hasLineCount(1);
        }
    }

    /** A Java that says this of itself and does nothing else. */
    private String java(String says) throws IOException {
        Path other = Files.createTempDirectory(home, "java");
        Path java = Files.createDirectory(other.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho '" + says + "' >&2\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return other.toString();
    }

    private String heap(Map<String, String> environment) throws Exception {
        String before = environment.getOrDefault("OFFSITE_JAVA_OPTS", "");
        try (OffsiteProcess version =
                offsite(with(environment, "OFFSITE_JAVA_OPTS", before + " -XshowSettings:vm"), "--version")) {
            assertThat(version.waitFor()).isZero();
            return version.err();
        }
    }

    private OffsiteProcess offsite(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(offsite.toString()));
        command.addAll(List.of(arguments));
        return OffsiteProcess.start(home, environment, command);
    }

    private static Map<String, String> with(Map<String, String> environment, String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return Map.copyOf(more);
    }

    private static Path installed(String tool) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private static String newest(Sandbox sandbox) {
        List<String> oldestFirst = sandbox.completedSnapshotIds(Site.CLUSTER);
        return oldestFirst.get(oldestFirst.size() - 1);
    }

    private static Sandbox sandbox() {
        return Sandbox.start(SandboxOptions.builder().archiveBytes(16L << 20).build());
    }

    private static Queue connected(Site site) {
        return await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> new Queue(site.load().broker().orElseThrow()), connected -> true);
    }
}

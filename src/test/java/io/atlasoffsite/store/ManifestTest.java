package io.atlasoffsite.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {

    private static final String ARCHIVE = Fixtures.COPY + "/" + Layout.archiveFile("orders", "0123abcd");

    private static SealedManifest sealed() {
        return SealedManifest.of(Fixtures.manifest(Fixtures.COPY, ARCHIVE, Fixtures.text("archive"), "request-1"));
    }

    private static byte[] resealed(ObjectNode root) {
        root.remove("seal");
        String seal = Sha256.hex(Json.bytes(root.put("seal", "0".repeat(64))));
        return Json.bytes(root.put("seal", seal));
    }

    private static ObjectNode tree() throws Exception {
        return (ObjectNode) Json.parse(sealed().file());
    }

    @Test
    void whatIsWrittenIsReadBack() {
        ManifestFile read = ManifestFile.judge(sealed().file(), Fixtures.COPY);

        assertThat(read).isInstanceOfSatisfying(ManifestFile.Whole.class, whole -> {
            assertThat(whole.sealed().manifest()).isEqualTo(sealed().manifest());
            assertThat(whole.sealed().seal()).isEqualTo(sealed().seal());
        });
    }

    @Test
    void f45_anySingleFlippedBitIsDetected() {
        byte[] file = sealed().file();
        for (int at = 0; at < file.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = file.clone();
                flipped[at] ^= (byte) (1 << bit);
                assertThat(ManifestFile.judge(flipped, Fixtures.COPY))
                        .as("byte %d bit %d", at, bit)
                        .isInstanceOf(ManifestFile.Damaged.class);
            }
        }
    }

    @Test
    void f45_aCutOrExtendedFileIsDetected() {
        String file = new String(sealed().file(), StandardCharsets.UTF_8);
        for (String other : new String[] {"", file.substring(0, file.length() - 1), file + "\n", " " + file}) {
            assertThat(ManifestFile.judge(Fixtures.text(other), Fixtures.COPY))
                    .isInstanceOf(ManifestFile.Damaged.class);
        }
    }

    @Test
    void unknownFieldsPass() throws Exception {
        ObjectNode root = tree();
        root.put("later", "field");
        ((ObjectNode) root.path("archives").path(0)).put("other", 1);

        assertThat(ManifestFile.judge(resealed(root), Fixtures.COPY)).isInstanceOf(ManifestFile.Whole.class);
    }

    @Test
    void aNewerVersionIsNewerAndNotDamaged() throws Exception {
        byte[] newer = resealed(tree().put("formatVersion", 2));

        assertThat(ManifestFile.judge(newer, Fixtures.COPY)).isEqualTo(new ManifestFile.Newer(2));
    }

    @Test
    void aManifestInAnothersFolderIsDamage() {
        CopyId other = new CopyId(Fixtures.PROJECT, "other", Fixtures.COPY.takenAt(), Fixtures.SNAPSHOT);

        assertThat(ManifestFile.judge(sealed().file(), other)).isInstanceOf(ManifestFile.Damaged.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x-0123abcd.tar.gz", "x.tar.gz", "a/b-0123abcd.tar.gz", "x-0123ABCD.tar.gz"})
    void aResealedManifestCannotNameAnythingOutsideItsFolder(String file) throws Exception {
        ObjectNode root = tree();
        ((ObjectNode) root.path("archives").path(0)).put("file", file);

        assertThat(ManifestFile.judge(resealed(root), Fixtures.COPY)).isInstanceOf(ManifestFile.Damaged.class);
    }

    @Test
    void theSchemaDescribesWhatIsWritten() throws Exception {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("docs/schemas/manifest.schema.json")));

        assertThat(schema.validate(tree())).isEmpty();
        assertThat(schema.validate(tree().put("seal", "nonsense"))).isNotEmpty();
        assertThat(schema.validate(tree().without("archives"))).isNotEmpty();
    }

    @Test
    void theShellRecipeOfTheFormatDocumentChecksASeal(@TempDir Path directory) throws Exception {
        Path file = Files.write(directory.resolve("manifest.json"), sealed().file());
        String recipe = Files.readString(Path.of("docs/format.md"))
                .lines()
                .filter(line -> line.startsWith("    sed -E"))
                .findFirst()
                .orElseThrow();
        Process shell = new ProcessBuilder("sh", "-c", recipe)
                .directory(file.getParent().toFile())
                .start();

        String answer = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        assertThat(answer).startsWith(sealed().seal());
    }

    @Test
    void aCopysIdIsReadBack() {
        assertThat(Fixtures.COPY)
                .hasToString("32b6e34b3d91647abb20e7b8/orders/20260802T170656Z-6a6f78e0cab84da5c4476b25");
        assertThat(CopyId.parse(Fixtures.COPY.toString())).hasValue(Fixtures.COPY);
        assertThat(Layout.archive("atlas-abc123-shard-0-0123abcd.tar.gz"))
                .isEqualTo(Optional.of(new Layout.ArchiveName("atlas-abc123-shard-0", "0123abcd")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a/b/c",
                "32b6e34b3d91647abb20e7b8/orders/20260802T170656Z-6A6F78E0CAB84DA5C4476B25",
                "32b6e34b3d91647abb20e7b8/-orders/20260802T170656Z-6a6f78e0cab84da5c4476b25",
                "32b6e34b3d91647abb20e7b8/../20260802T170656Z-6a6f78e0cab84da5c4476b25",
                "32b6e34b3d91647abb20e7b8/orders/20260230T170656Z-6a6f78e0cab84da5c4476b25",
                "32b6e34b3d91647abb20e7b8/orders/20260802T170656Z-6a6f78e0cab84da5c4476b25/x"
            })
    void whatIsNoCopysIdIsNone(String text) {
        assertThat(CopyId.parse(text)).isEmpty();
    }

    @Test
    void aBadNameIsRefusedWithItsValue() {
        assertThatThrownBy(() -> new CopyId(Fixtures.PROJECT, "a\r\nb", Instant.EPOCH, Fixtures.SNAPSHOT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a??b");
    }
}

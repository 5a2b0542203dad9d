package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.OffsiteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {

    @TempDir
    private Path home;

    private ProcessIdentity identity;
    private Scratch scratch;
    private Path root;

    @BeforeEach
    void take() throws IOException {
        identity = ProcessIdentity.take(home.resolve("data"), new Random(1));
        scratch = new Scratch(identity, new Random(2));
        root = home.resolve("restores").resolve("rehearsals");
    }

    @AfterEach
    void leave() throws IOException {
        identity.close();
    }

    private String[] left() throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.map(file -> file.getFileName().toString()).toArray(String[]::new);
        }
    }

    private static Path fill(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("deep").resolve("er"));
        Files.writeString(directory.resolve("deep").resolve("er").resolve("file"), "x");
        return directory;
    }

    @Test
    void aDirectoryIsItsOwnersAloneAndGoesWithAllThatIsInIt() throws IOException {
        try (Scratch.Place place = scratch.make(root)) {
            fill(place.into());
            assertThat(Files.getPosixFilePermissions(place.directory()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }

        assertThat(left()).isEmpty();
    }

    @Test
    void whatALinkLeadsToStays() throws IOException {
        Path outside = fill(home.resolve("outside"));
        try (Scratch.Place place = scratch.make(root)) {
            Files.createSymbolicLink(place.directory().resolve("link"), outside);
        }

        assertThat(outside.resolve("deep/er/file")).exists();
        assertThat(left()).isEmpty();
    }

    @Test
    void aDirectoryWithoutRightsGoesToo() throws IOException {
        try (Scratch.Place place = scratch.make(root)) {
            Path deep = fill(place.into()).resolve("deep");
            Files.setPosixFilePermissions(deep, PosixFilePermissions.fromString("---------"));
        }

        assertThat(left()).isEmpty();
    }

    @Test
    void whatAKilledProcessLeftGoesWithTheNextRehearsalAndNothingElse() throws IOException {
        Path dead = fill(root.resolve("rehearsal-" + identity.node() + "-" + "0".repeat(16) + "-01234567"));
        Path anotherNodes = fill(root.resolve("rehearsal-" + "f".repeat(16) + "-" + "0".repeat(16) + "-01234567"));
        Path somebodys = fill(root.resolve("rehearsal-of-somebody"));
        try (Scratch.Place alive = scratch.make(root);
                Scratch.Place next = scratch.make(root)) {
            assertThat(dead).doesNotExist();
            assertThat(anotherNodes).exists();
            assertThat(somebodys).exists();
            assertThat(alive.directory()).exists().isNotEqualTo(next.directory());
        }
    }

    @Test
    void whatIsKeptOutlivesItsProcess() throws IOException {
        Path kept;
        try (Scratch.Place place = scratch.make(root)) {
            fill(place.into());
            kept = place.keep();
        }
        identity.close();
        identity = ProcessIdentity.take(home.resolve("data"), new Random(3));
        new Scratch(identity, new Random(4)).sweep(root);

        assertThat(kept.resolve("copy/deep/er/file")).exists();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsSaidPlainly() throws IOException {
        Files.writeString(home.resolve("file"), "x");

        assertThatThrownBy(() -> scratch.make(home.resolve("file").resolve("below")))
                .isInstanceOf(OffsiteException.class)
                .hasMessageContaining("for rehearsals cannot be written");
        scratch.sweep(home.resolve("nowhere"));
    }
}

package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which processes of a data directory live. */
class ProcessIdentityTest {

    private static final String DEAD = "0123456789abcdef";

    @TempDir
    private Path data;

    private final Random random = new Random(1);

    @Test
    void lockFilesOfDeadProcessesGoWhenTheNextOneTakesItsName() throws Exception {
        Files.createFile(Files.createDirectories(data.resolve("processes")).resolve(DEAD + ".lock"));

        try (ProcessIdentity living = ProcessIdentity.take(data, random)) {
            assertThat(locks()).containsExactly(living.process() + ".lock");
            assertThat(living.dead(living.node(), DEAD)).isTrue();
        }
        assertThat(locks()).isEmpty();
    }

    @Test
    void aNodeOrNameThatIsNotOursIsNeverDeclaredDead() throws Exception {
        try (ProcessIdentity living = ProcessIdentity.take(data, random)) {
            assertThat(living.dead("another-node", DEAD)).isFalse();
            assertThat(living.dead(living.node(), "../" + DEAD)).isFalse();
            assertThat(living.dead(living.node(), living.process())).isFalse();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void lookingAfterOthersKeepsTheLocksOfOtherPacksInTheSameProcess() throws Exception {
        try (ProcessIdentity first = ProcessIdentity.take(data, random)) {
            String lock = first.process() + ".lock";
            Object inode = Files.getAttribute(data.resolve("processes").resolve(lock), "unix:ino");
            assertThat(lockedInodes()).contains(inode.toString());
            try (ProcessIdentity second = ProcessIdentity.take(data, random)) {
                assertThat(second.dead(second.node(), first.process())).isFalse();
                assertThat(locks()).contains(lock);
                assertThat(lockedInodes()).contains(inode.toString());
            }
            String gone = ended();
            assertThat(first.dead(first.node(), gone)).isTrue();
        }
    }

    private String ended() throws IOException {
        try (ProcessIdentity ended = ProcessIdentity.take(data, random)) {
            return ended.process();
        }
    }

    /** What the system itself says is locked. */
    private static List<String> lockedInodes() throws IOException {
        return Files.readAllLines(Path.of("/proc/locks")).stream()
                .map(line -> line.replaceFirst(".* \\w+:\\w+:(\\d+) .*", "$1"))
                .toList();
    }

    private List<String> locks() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("processes"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}

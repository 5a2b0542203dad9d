package io.atlasoffsite.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What entries become on the disk. */
class UnpackedTreeTest {

    @TempDir
    private Path directory;

    /** A name of a hundred directories takes a hundred times the room that its entry takes. */
    @Test
    void f15_directoriesThatNoEntryNamesAreNotMadeWithoutEnd() throws Exception {
        Path top = Files.createDirectory(directory.resolve("top"));
        try (Forcing forcing = new Forcing()) {
            UnpackedTree tree = new UnpackedTree(top, top, forcing, 3);
            file(tree, "a/b/c/x");
            tree.entry("named", true, 0);
            tree.end();
            file(tree, "named/x");
            file(tree, "a/b/y");

            assertThatThrownBy(() -> file(tree, "d/x"))
                    .isInstanceOf(RefusedEntry.class)
                    .hasMessageContaining("'d/x'")
                    .hasMessageContaining("too many");

            assertThat(top.resolve("d")).doesNotExist();
            tree.discard();
            assertThat(top).doesNotExist();
        }
    }

    private static void file(UnpackedTree tree, String name) throws Exception {
        tree.entry(name, false, 0);
        tree.end();
    }
}

package io.atlasoffsite.guest;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of which each has a host, a sandbox and a directory of its own. */
abstract class KameletSceneTests {

    @TempDir
    Path home;

    KameletScene scene;

    @BeforeEach
    void begin() throws IOException {
        scene = new KameletScene(home);
    }

    @AfterEach
    void end() {
        scene.close();
    }
}

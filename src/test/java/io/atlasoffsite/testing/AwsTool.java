package io.atlasoffsite.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * AWS's own {@code aws}, which knows nothing of this project. Where it is not installed tests are skipped, unless OFFSITE_REQUIRE_AWS=1
 * says that they must not be.
 */
public final class AwsTool {

    /** The distribution's, whatever else of that name is in the PATH. */
    public static final Path PATH = Path.of("/usr/bin/aws");

    private static final String REQUIRED = "OFFSITE_REQUIRE_AWS";

    private AwsTool() {}

    /** Ends the test as skipped where there is no tool and none is demanded. */
    public static void assumeInstalled() {
        Assumptions.assumeTrue(
                Files.isExecutable(PATH) || "1".equals(System.getenv(REQUIRED)),
                () -> PATH + " is not installed; the lines for S3 were not followed");
    }
}

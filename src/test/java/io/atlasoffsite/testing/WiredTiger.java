package io.atlasoffsite.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * The {@code wt} tool of WiredTiger, which knows nothing of this project. Where it is not installed tests are skipped, unless
 * OFFSITE_REQUIRE_WT=1 says that they must not be.
 */
public final class WiredTiger {

    private static final String REQUIRED = "OFFSITE_REQUIRE_WT";

    /** Fails when a directory has no table at all. */
    private static final String VERIFY = """
            #!/bin/sh
            set -eu
            for directory in "$OFFSITE_RESTORE_DIRECTORY"/*/; do
                cd "$directory"
                verified=0
                for file in *.wt; do
                    case "$file" in WiredTiger*) continue ;; esac
                    wt -h . -C 'create,log=(enabled=true,path=journal)' verify "table:${file%.wt}"
                    verified=$((verified + 1))
                done
                echo "$verified tables verified"
                [ "$verified" -gt 0 ]
            done
            """;

    private WiredTiger() {}

    /** Ends the test as skipped where there is no tool and none is demanded. */
    public static void assumeInstalled() {
        boolean installed = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "wt")));
        Assumptions.assumeTrue(installed || "1".equals(System.getenv(REQUIRED)), "wt is not installed");
    }

    /**
     * A command that verifies every table of every directory below {@code OFFSITE_RESTORE_DIRECTORY}.
     *
     * @param home where its script is written
     * @return the words of the command
     */
    public static List<String> verify(Path home) throws IOException {
        return List.of(
                "/bin/sh",
                Files.writeString(home.resolve("wt-verify.sh"), VERIFY).toString());
    }
}

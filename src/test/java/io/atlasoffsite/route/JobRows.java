package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.atlas.ErrorsTable;

/** The rows of docs/errors.md about download jobs of dedicated clusters. */
final class JobRows {

    private JobRows() {}

    /** The failure is what the row says. */
    static void assertIs(OffsiteException failure, String code) {
        ErrorsTable.Row row = ErrorsTable.rows("Download jobs of dedicated clusters", Configs.ATTEMPTS).stream()
                .filter(one -> one.code().equals(code))
                .findFirst()
                .orElseThrow();
        assertThat(failure.reason()).isEqualTo(row.reason());
        assertThat(failure.retryable()).isEqualTo(row.retryable());
        assertThat(failure.status()).isEqualTo(row.status());
        assertThat(failure.hint()).isEqualTo(row.hint());
        assertThat(row.exit()).isEqualTo(row.reason().exitCode());
    }
}

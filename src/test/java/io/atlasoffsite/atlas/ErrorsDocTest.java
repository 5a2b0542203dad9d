package io.atlasoffsite.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/errors.md and ErrorRules are the same table. */
class ErrorsDocTest {

    private static final int ATTEMPTS = 7;
    private static final String ATLAS = "Atlas answers";

    static Stream<ErrorsTable.Row> atlasRows() {
        return ErrorsTable.rows(ATLAS, ATTEMPTS).stream();
    }

    static Stream<ErrorRule> rules() {
        return ErrorRules.all().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleIsDocumentedOnce(ErrorRule rule) {
        List<ErrorsTable.Row> rows = ErrorsTable.rows(ATTEMPTS).stream()
                .filter(row -> row.section().equals(ATLAS) || rule.code().equals("invalid_client"))
                .filter(row -> row.status() == rule.status() && row.errorCode().equals(rule.code()))
                .toList();
        assertThat(rows).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("atlasRows")
    void everyRowIsWhatTheRuleSays(ErrorsTable.Row row) {
        ErrorRule rule = ErrorRules.of(row.status(), row.errorCode(), Optional.of(ClusterKind.FLEX));
        assertThat(rule.code()).isEqualTo(row.errorCode());
        assertThat(rule.reason()).isEqualTo(row.reason());
        assertThat(rule.retryable()).isEqualTo(row.retryable());
        assertThat(rule.hint()).isEqualTo(row.hint());
        assertThat(tries(rule)).isEqualTo(row.tries());
    }

    @Test
    void everyRowsExitCodeIsItsReasons() {
        assertThat(ErrorsTable.rows(ATTEMPTS))
                .filteredOn(row -> row.reason() != Reason.UNEXPECTED)
                .allSatisfy(row -> assertThat(row.exit()).isEqualTo(row.reason().exitCode()));
    }

    @Test
    void everyReasonACopyCanEndWithIsThere() {
        assertThat(ErrorsTable.rows(ATTEMPTS).stream().map(ErrorsTable.Row::reason))
                .contains(Stream.of(Reason.values())
                        .filter(reason -> reason != Reason.RESTORE_REFUSED)
                        .toArray(Reason[]::new));
    }

    private static int tries(ErrorRule rule) {
        return switch (rule.remedy()) {
            case WAIT, REUSE, NEW_JOB -> ATTEMPTS;
            case LOGIN_AGAIN -> 2;
            case OTHER_KIND, NONE -> 1;
        };
    }
}

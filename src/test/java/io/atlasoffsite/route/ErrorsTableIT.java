package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.atlas.ErrorsTable;
import io.atlasoffsite.message.DeadLetter;
import io.atlasoffsite.route.TableRig.Wish;
import io.atlasoffsite.sandbox.Fault;
import io.atlasoffsite.sandbox.FaultAction;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What docs/errors.md says of Atlas's answers, row by row: the fault is set, a request sent to a running service and given to a
 * command, and the outcome compared.
 */
class ErrorsTableIT {

    private static final Wish FLEX = Wish.flex("flex-orders");
    private static final String JSON = "application/json";

    @TempDir
    private static Path directory;

    private static Sandbox sandbox;
    private static TableRig rig;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.start(SandboxOptions.builder()
                .archiveBytes(256 * 1024)
                .tokensPerMinute(0)
                .build());
        rig = new TableRig(directory, Configs.errors(sandbox, directory));
    }

    @AfterAll
    static void noLetterCameTwice() {
        try {
            rig.assertNothingLeft();
        } finally {
            rig.close();
            sandbox.close();
        }
    }

    @BeforeEach
    void allIsWell() {
        sandbox.faults().clear();
        sandbox.forgetRequests();
    }

    static Stream<ErrorsTable.Row> refusals() {
        return ErrorsTable.rows("Atlas answers", Configs.ATTEMPTS).stream();
    }

    static Stream<ErrorsTable.Row> strangeAnswers() {
        return ErrorsTable.rows("Atlas answers strangely, or not", Configs.ATTEMPTS).stream();
    }

    static Stream<ErrorsTable.Row> tokenRefusals() {
        return ErrorsTable.rows("The token endpoint answers", Configs.ATTEMPTS).stream();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void f18_f20_aRefusalBecomesTheLetterOfItsRow(ErrorsTable.Row row) {
        String code = row.errorCode().isEmpty() ? "SOMETHING_NEW" : row.errorCode();
        // Only what asks for a job can ask for another.
        List<Operation> operations = code.endsWith("EXPIRED_JOB")
                ? List.of(Operation.DOWNLOAD_FLEX)
                : List.of(Operation.LIST_FLEX_SNAPSHOTS, Operation.DOWNLOAD_FLEX);
        for (Operation operation : operations) {
            allIsWell();
            sandbox.faults().add(Fault.always(operation, FaultAction.Reply.error(row.status(), code)));
            DeadLetter letter = rig.letter(row, FLEX);
            assertThat(letter.http().status()).isEqualTo(row.status());
            assertThat(letter.http().errorCode()).isEqualTo(code);
            assertThat(letter.http().detail()).isNotEmpty();
            assertThat(sandbox.requests(operation)).hasSize(row.tries());
        }
        rig.command(row, FLEX);
    }

    @ParameterizedTest
    @MethodSource("strangeAnswers")
    void f17_f20_f21_whatIsNoProperAnswerBecomesTheLetterOfItsRow(ErrorsTable.Row row) {
        Wish wish = wish(row);
        Operation operation = switch (wish.kind()) {
            case "shared" -> Operation.LIST_SHARED_SNAPSHOTS;
            case "serverless" -> Operation.LIST_SERVERLESS_SNAPSHOTS;
            default -> Operation.LIST_FLEX_SNAPSHOTS;
        };
        if (!wish.atlas().equals("nowhere")) {
            sandbox.faults().add(Fault.always(operation, strange(row)));
        }
        assertThat(rig.letter(row, wish).http().status()).isEqualTo(row.code().contains("lacks") ? 0 : row.status());
        if (!wish.atlas().equals("nowhere")) {
            assertThat(sandbox.requests(operation)).hasSize(row.tries());
        }
        if (!row.code().contains("in time")) {
            rig.command(row, wish);
        }
    }

    @ParameterizedTest
    @MethodSource("tokenRefusals")
    void f19_aRefusalOfTheTokenEndpointBecomesTheLetterOfItsRow(ErrorsTable.Row row) {
        // Each row has an access of its own, whose token nobody has fetched yet.
        int index = ErrorsTable.rows(row.section(), Configs.ATTEMPTS).indexOf(row);
        sandbox.faults().add(Fault.always(Operation.TOKEN, tokenReply(row)));
        DeadLetter letter = rig.letter(row, FLEX.from("token-" + index));
        assertThat(letter.http().status()).isEqualTo(row.code().equals("without a token") ? 502 : row.status());
        assertThat(sandbox.requests(Operation.TOKEN)).hasSize(row.tries());
        rig.command(row, FLEX.from("token-" + index));
    }

    private static Wish wish(ErrorsTable.Row row) {
        if (row.code().contains("shared")) {
            return Wish.flex("m2-legacy").of("shared");
        }
        if (row.code().contains("serverless")) {
            return Wish.flex("serverless-audit").of("serverless");
        }
        return row.code().contains("cannot be reached") ? FLEX.from("nowhere") : FLEX;
    }

    private static FaultAction strange(ErrorsTable.Row row) {
        if (row.code().startsWith("of a ")) {
            return FaultAction.Reply.error(row.status(), "VERSION_GONE");
        }
        return Map.<String, FaultAction>of(
                        "with a Retry-After beyond retry.maxRetryAfter",
                        FaultAction.Reply.error(429, "").header("Retry-After", "999999999999"),
                        "with a body that is not JSON",
                        FaultAction.Reply.raw(200, "text/html", "<html>please log in</html>"),
                        "with JSON that lacks what the reference promises",
                        FaultAction.Reply.raw(200, JSON, "{\"results\":[{\"id\":\"../../etc\"}]}"),
                        "with the connection broken before the answer",
                        new FaultAction.Reset(-1),
                        "without an answer in time",
                        new FaultAction.Delay(Duration.ofMillis(1500)))
                .get(row.code());
    }

    private static FaultAction tokenReply(ErrorsTable.Row row) {
        if (row.code().equals("without a token")) {
            return FaultAction.Reply.raw(200, JSON, "{}");
        }
        String error = row.errorCode().isEmpty() ? "something_new" : row.errorCode();
        String body = row.status() == 403
                ? "{\"error\":403,\"errorCode\":\"" + error + "\",\"detail\":\"no\"}"
                : "{\"error\":\"" + error + "\",\"error_description\":\"no\"}";
        return FaultAction.Reply.raw(row.status(), JSON, body);
    }
}

package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.ClusterKind;
import io.atlasoffsite.atlas.RestoreJob;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.store.FileStore;
import io.atlasoffsite.store.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreLedgerTest {

    private static final String ID = "r-1";
    private static final String JOB = "6a7948342c88faeba59eb866";
    private static final Instant AT = Instant.parse("2026-08-02T17:06:56.123456789Z");
    private static final RestoreLedger.Asked ASKED = new RestoreLedger.Asked(
            ID, "ab".repeat(32), ClusterKind.DEDICATED, Optional.of("6a6f78e0cab84da5c4476b25"));

    @TempDir
    private Path directory;

    private RestoreLedger ledger;

    @BeforeEach
    void open() throws IOException {
        ledger = ledger();
    }

    static Stream<LedgerStep> steps() {
        return Stream.of(
                new LedgerStep.Intent(AT, Set.of(JOB)),
                new LedgerStep.Waiting(AT, "busy"),
                new LedgerStep.Refused(
                        AT, new LedgerStep.Refusal(Reason.FORBIDDEN, 403, "CODE", "a sentence", "a hint")),
                new LedgerStep.Made(AT, JOB),
                new LedgerStep.Ended(AT, JOB, RestoreJob.State.CANCELLED));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void everyStepComesBackAsItWas(LedgerStep step) throws IOException {
        assertThat(ledger.find(ID)).isEmpty();
        assertThat(ledger.append(ASKED, 1, step)).isTrue();
        assertThat(ledger.find(ID)).contains(new RestoreLedger.Entry(ASKED, 1, step));
    }

    @Test
    void theLastStepCountsAndTheFirstSaysWhatWasAsked() throws IOException {
        ledger.append(ASKED, 1, new LedgerStep.Intent(AT, Set.of()));
        ledger.append(ASKED, 2, new LedgerStep.Made(AT, JOB));

        assertThat(ledger.find(ID)).contains(new RestoreLedger.Entry(ASKED, 2, new LedgerStep.Made(AT, JOB)));
        assertThat(ledger.find("r-2")).isEmpty();
    }

    @Test
    void ofManyAtOnceOneWritesAStep() throws Exception {
        ExecutorService crowd = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> writers = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                RestoreLedger own = ledger();
                writers.add(() -> own.append(ASKED, 1, new LedgerStep.Intent(AT, Set.of())));
            }
            int won = 0;
            for (Future<Boolean> one : crowd.invokeAll(writers)) {
                won += one.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        } finally {
            crowd.shutdownNow();
        }
    }

    @Test
    void whoSleptThroughAStepCannotWriteItAgain() throws IOException {
        ledger.append(ASKED, 1, new LedgerStep.Waiting(AT, "busy"));
        RestoreLedger awake = ledger();
        assertThat(awake.append(ASKED, 2, new LedgerStep.Intent(AT, Set.of()))).isTrue();

        assertThat(ledger.append(ASKED, 2, new LedgerStep.Intent(AT, Set.of()))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "[]",
                "{\"step\":\"intent\"}",
                "{\"step\":\"newer\",\"at\":\"2026-08-02T17:06:56Z\"}"
            })
    void f45_aDamagedStepIsRefusedAndNeverWrittenOver(String content) throws IOException {
        ledger.append(ASKED, 1, new LedgerStep.Intent(AT, Set.of()));
        Path step = folder().resolve("0001.json");
        Files.writeString(step, content);

        OffsiteException refusal = catchThrowableOfType(OffsiteException.class, () -> ledger.find(ID));

        assertThat(refusal).hasMessageContaining("is damaged").hasMessageContaining(Layout.request(ID));
        assertThat(refusal.reason()).isEqualTo(Reason.RESTORE_REFUSED);
        assertThat(ledger.append(ASKED, 1, new LedgerStep.Intent(AT, Set.of()))).isFalse();
        assertThat(Files.readString(step)).isEqualTo(content);
    }

    @Test
    void f45_aMissingStepIsDamage() throws IOException {
        for (int number = 1; number <= 3; number++) {
            ledger.append(ASKED, number, new LedgerStep.Waiting(AT, "busy"));
        }
        Files.delete(folder().resolve("0002.json"));

        assertThat(catchThrowableOfType(OffsiteException.class, () -> ledger.find(ID)))
                .hasMessageContaining("steps are missing");
    }

    private Path folder() {
        return directory.resolve(Layout.request(ID));
    }

    private RestoreLedger ledger() throws IOException {
        return new RestoreLedger(new FileStore("disk", directory), new Json(), "node");
    }
}

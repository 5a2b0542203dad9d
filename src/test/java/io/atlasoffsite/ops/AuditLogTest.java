package io.atlasoffsite.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.testing.HandClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {

    private static final int LINES = 60;

    @TempDir
    private Path data;

    private static AuditLog.Line asked(String requestId) {
        return new AuditLog.Line(
                "restore", "message ID:1", requestId, Map.of("copyId", "c"), AuditLog.Line.ASKED, Optional.empty());
    }

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(data.resolve(AuditLog.FILE))) {
            if (!line.isEmpty()) {
                lines.add(new ObjectMapper().readTree(line));
            }
        }
        return lines;
    }

    @Test
    void anAskingAndItsOutcomeAreALineEach() throws IOException {
        AuditLog log = new AuditLog(data, new HandClock(Instant.parse("2026-08-02T17:06:56Z")));

        log.write(asked("r"));
        log.write(asked("r").ended("failed", Optional.of("integrity")));

        assertThat(Files.readString(data.resolve(AuditLog.FILE))).isEqualTo("""
                {"time":"2026-08-02T17:06:56Z","action":"restore","who":"message ID:1","requestId":"r","copyId":"c","outcome":"asked"}
                {"time":"2026-08-02T17:06:56Z","action":"restore","who":"message ID:1","requestId":"r","copyId":"c","outcome":"failed","reason":"integrity"}
                """);
        assertThat(Files.getPosixFilePermissions(data.resolve(AuditLog.FILE))).hasSize(2);
    }

    @Test
    void f42_noTextBreaksOutOfItsLine() throws IOException {
        new AuditLog(data, Clock.systemUTC()).write(asked("r\r\n{\"time\":\"1970\"}\u2028\u0000" + "x".repeat(5000)));

        assertThat(lines()).hasSize(1);
        assertThat(lines().get(0).path("requestId").asText())
                .startsWith("r??{\"time\":\"1970\"}??x")
                .hasSize(1000);
    }

    @Test
    void aLineThatWasCutShortInACharacterHidesNoOther() throws IOException {
        Path file = data.resolve(AuditLog.FILE);
        AuditLog log = new AuditLog(data, Clock.systemUTC());
        log.write(asked("r\u00e9"));
        byte[] torn = "{\"requestId\":\"r\u00e9".getBytes(StandardCharsets.UTF_8);
        Files.write(file, Arrays.copyOf(torn, torn.length - 1), StandardOpenOption.APPEND);
        log.write(asked("s"));

        assertThat(log.asked("restore", "r\u00e9")).isPresent();
        assertThat(log.asked("restore", "s")).isPresent();
        assertThat(log.asked("restore", "t")).isEmpty();
    }

    @Test
    void aLineThatWasCutShortSpoilsNoOther() throws IOException {
        Files.writeString(data.resolve(AuditLog.FILE), "{\"time\":\"20");

        new AuditLog(data, Clock.systemUTC()).write(asked("r"));

        assertThat(Files.readAllLines(data.resolve(AuditLog.FILE)))
                .hasSize(2)
                .element(1)
                .asString()
                .contains("asked");
    }

    @Test
    void f34_aLogThatCannotBeWrittenRefusesTheRestore() throws IOException {
        Files.createDirectory(data.resolve(AuditLog.FILE));

        assertThatThrownBy(() -> new AuditLog(data, Clock.systemUTC()).write(asked("r")))
                .isInstanceOfSatisfying(
                        OffsiteException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.RESTORE_REFUSED));
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Path elsewhere = Files.writeString(data.resolve("elsewhere"), "", StandardOpenOption.CREATE);
        Files.createSymbolicLink(data.resolve(AuditLog.FILE), elsewhere);

        assertThatThrownBy(() -> new AuditLog(data, Clock.systemUTC()).write(asked("r")))
                .isInstanceOf(OffsiteException.class);
        assertThat(elsewhere).isEmptyFile();
    }

    @Test
    void whatSeveralProcessesAndThreadsWriteDoesNotMix() throws Exception {
        List<Process> writers = new ArrayList<>();
        for (int process = 0; process < 2; process++) {
            writers.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            AuditWriter.class.getName(),
                            data.toString(),
                            Integer.toString(LINES))
                    .inheritIO()
                    .start());
        }
        AuditWriter.main(data.toString(), Integer.toString(LINES));
        for (Process writer : writers) {
            assertThat(writer.waitFor()).isZero();
        }

        assertThat(lines())
                .hasSize(3 * 2 * LINES)
                .allMatch(line -> line.path("requestId").asText().length() == 200);
    }
}

package io.atlasoffsite.ops;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A process that writes an audit log from several threads. */
final class AuditWriter {

    private AuditWriter() {}

    public static void main(String... arguments) {
        AuditLog log = new AuditLog(Path.of(arguments[0]), Clock.systemUTC());
        AuditLog.Line line = new AuditLog.Line(
                "restore", "command", "x".repeat(200), Map.of("into", "y".repeat(900)), "asked", Optional.empty());
        IntStream.range(0, 2 * Integer.parseInt(arguments[1])).parallel().forEach(each -> log.write(line));
    }
}

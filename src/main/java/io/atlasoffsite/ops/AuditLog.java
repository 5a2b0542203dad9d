package io.atlasoffsite.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who asked for what is dangerous, and what became of it: JSON lines in {@code audit.jsonl} of the data directory, one for each asking and
 * one for each outcome, only ever added to; empty lines mean nothing. A line is durable when {@link #write} returns. Several processes may write to one file. Thread
 * safe.
 */
public final class AuditLog {

    /** Name of the file in the data directory. */
    public static final String FILE = "audit.jsonl";

    private static final int LONGEST = 1000;
    private static final Set<OpenOption> APPEND =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    private static final String OWNER_ONLY = "rw-------";

    private final Path file;
    private final Clock clock;
    private final JsonMapper json = new JsonMapper();

    /**
     * The log of a data directory.
     *
     * @param data the data directory; not null
     * @param clock tells when a line was written; not null
     */
    public AuditLog(Path data, Clock clock) {
        this.file = data.resolve(FILE);
        this.clock = clock;
    }

    /**
     * One line.
     *
     * @param action what is dangerous, e.g. {@code restore}, {@code restore-in-atlas}
     * @param who asked: {@code command <user>}, {@code kamelet <id>}, {@code message <id>}, {@code schedule}
     * @param requestId the request's id
     * @param subject what it is about, e.g. {@code copyId} and {@code into}; free of secrets
     * @param outcome {@code asked}, or how it ended
     * @param reason why it failed, as a reason's code; empty when it did not
     */
    public record Line(
            String action,
            String who,
            String requestId,
            Map<String, String> subject,
            String outcome,
            Optional<String> reason) {

        /** The outcome of the line before anything is done. */
        public static final String ASKED = "asked";

        /** Refuses null and copies the map, in its order. */
        public Line {
            Objects.requireNonNull(action, "action");
            Objects.requireNonNull(who, "who");
            Objects.requireNonNull(requestId, "requestId");
            Objects.requireNonNull(outcome, "outcome");
            Objects.requireNonNull(reason, "reason");
            subject = new LinkedHashMap<>(subject);
        }

        /**
         * The line that tells how it ended.
         *
         * @param how e.g. {@code restored}; not null
         * @param why the reason's code when it failed; not null
         * @return a line about the same
         */
        public Line ended(String how, Optional<String> why) {
            return new Line(action, who, requestId, subject, how, why);
        }
    }

    /**
     * Adds a line and waits until it is durable.
     *
     * @param line what it says; each text is made one printable line of at most 1000 characters
     * @throws OffsiteException with {@link Reason#RESTORE_REFUSED} when it cannot be written: what cannot be accounted for is not done
     */
    public void write(Line line) {
        try (FileChannel channel = FileChannel.open(file, APPEND, ownerOnly())) {
            byte[] bytes = bytes(line);
            // One write call: what several processes append does not mix.
            int written = channel.write(ByteBuffer.wrap(bytes));
            channel.force(true);
            if (written < bytes.length) {
                throw new IOException("only " + written + " of " + bytes.length + " bytes were written");
            }
        } catch (IOException | UnsupportedOperationException unwritable) {
            throw refused("cannot be written", unwritable);
        }
    }

    /**
     * What the newest line says by which a request was asked for.
     *
     * @param action as {@link Line#action}; not null
     * @param requestId the request's id; not null
     * @return all its texts by name; empty when it never was, as far as this file knows
     * @throws OffsiteException with {@link Reason#RESTORE_REFUSED} when the file is there and cannot be read
     */
    public Optional<Map<String, String>> asked(String action, String requestId) {
        return lines(action, requestId).stream()
                .filter(texts -> Line.ASKED.equals(texts.get("outcome")))
                .reduce((first, second) -> second);
    }

    /**
     * All that was written about a request.
     *
     * @param action as {@link Line#action}; not null
     * @param requestId the request's id; not null
     * @return the texts of each line by name, the oldest first; never null
     * @throws OffsiteException with {@link Reason#RESTORE_REFUSED} when the file is there and cannot be read
     */
    public List<Map<String, String>> lines(String action, String requestId) {
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        String quick = bytewise(quoted(plain(requestId)));
        // A line that was cut short may end in half a character, which would hide all the others from a strict decoder.
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains(quick))
                    .map(line -> texts(line.getBytes(StandardCharsets.ISO_8859_1)))
                    .filter(texts -> plain(requestId).equals(texts.get("requestId")))
                    .filter(texts -> action.equals(texts.get("action")))
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            throw refused("cannot be read", unreadable);
        }
    }

    private OffsiteException refused(String how, Exception cause) {
        return OffsiteException.because(Reason.RESTORE_REFUSED, "the audit log " + file + " " + how)
                .hint("make room, or let this user read and write there; what cannot be accounted for is not done")
                .retryable(true)
                .cause(cause)
                .build();
    }

    /** A line that was cut short says nothing. */
    private Map<String, String> texts(byte[] line) {
        Map<String, String> texts = new LinkedHashMap<>();
        try {
            json.readTree(line)
                    .properties()
                    .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        } catch (IOException torn) {
            texts.clear();
        }
        return texts;
    }

    /** How a text looks where each byte of it is read as one character. */
    private static String bytewise(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private String quoted(String text) {
        try {
            return json.writeValueAsString(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a text cannot be written as JSON", impossible);
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix && Files.notExists(file, LinkOption.NOFOLLOW_LINKS)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * A line that a full disk cut short spoils none but itself. A line that another process is just writing may look like one: then an
     * empty line comes between the two, which says nothing.
     */
    private boolean torn() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
        }
    }

    private byte[] bytes(Line line) throws IOException {
        ObjectNode tree = json.createObjectNode();
        tree.put("time", clock.instant().toString()).put("action", line.action());
        tree.put("who", plain(line.who())).put("requestId", plain(line.requestId()));
        line.subject().forEach((key, value) -> tree.put(key, plain(value)));
        tree.put("outcome", line.outcome());
        line.reason().ifPresent(why -> tree.put("reason", why));
        return ((torn() ? "\n" : "") + tree + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String plain(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return cut.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
    }
}

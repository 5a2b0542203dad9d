package io.atlasoffsite.store;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Names one copy inside a store. Its text, {@code <projectId>/<cluster>/<takenAt>-<snapshotId>}, is also the path of
 * the copy's folder.
 *
 * @param projectId 24 lower-case hex digits
 * @param cluster letters, digits and dashes, 1 to 64, not beginning with a dash
 * @param takenAt UTC; cut to whole seconds
 * @param snapshotId 24 lower-case hex digits
 */
public record CopyId(String projectId, String cluster, Instant takenAt, String snapshotId) {

    /** Newest first; of the same second, by the rest of the name, so that the order is total. */
    public static final Comparator<CopyId> NEWEST_FIRST =
            Comparator.comparing(CopyId::takenAt).reversed().thenComparing(CopyId::toString);

    private static final DateTimeFormatter TAKEN = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT)
            .withZone(ZoneOffset.UTC);
    private static final int TAKEN_LENGTH = 16;

    /**
     * Refuses names that match no pattern of Atlas's.
     *
     * @throws IllegalArgumentException with the offending value
     */
    public CopyId {
        Names.check(Names.OBJECT_ID, "project id", projectId);
        Names.check(Names.CLUSTER, "cluster name", cluster);
        Names.check(Names.OBJECT_ID, "snapshot id", snapshotId);
        takenAt = takenAt.truncatedTo(ChronoUnit.SECONDS);
        int year = takenAt.atOffset(ZoneOffset.UTC).getYear();
        if (year < 1970 || year > 9999) {
            throw new IllegalArgumentException("a snapshot taken in the year " + year + " cannot be named");
        }
    }

    /**
     * Reads an id back.
     *
     * @param text as {@link #toString} writes it; not null
     * @return the id, empty when the text is none
     */
    public static Optional<CopyId> parse(String text) {
        String[] segments = text.split("/", -1);
        return segments.length == 3 ? parse(segments[0], segments[1], segments[2]) : Optional.empty();
    }

    static Optional<CopyId> parse(String projectId, String cluster, String folder) {
        if (folder.length() != TAKEN_LENGTH + 25 || folder.charAt(TAKEN_LENGTH) != '-') {
            return Optional.empty();
        }
        try {
            Instant taken = LocalDateTime.parse(folder.substring(0, TAKEN_LENGTH), TAKEN)
                    .toInstant(ZoneOffset.UTC);
            return Optional.of(new CopyId(projectId, cluster, taken, folder.substring(TAKEN_LENGTH + 1)));
        } catch (DateTimeParseException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /**
     * The last segment of the folder.
     *
     * @return {@code <takenAt>-<snapshotId>}
     */
    public String folderName() {
        return TAKEN.format(takenAt) + "-" + snapshotId;
    }

    /** A time as it is written in names. */
    static String inNames(Instant instant) {
        return TAKEN.format(instant);
    }

    /** A time as {@link #inNames} writes it; empty for anything else. */
    static Optional<Instant> fromNames(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, TAKEN).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException notOurs) {
            return Optional.empty();
        }
    }

    /** The id as it is written everywhere. */
    @Override
    public String toString() {
        return projectId + "/" + cluster + "/" + folderName();
    }
}

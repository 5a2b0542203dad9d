package io.atlasoffsite.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every path of the store's layout, in one place. Stateless. */
public final class Layout {

    /** What the project keeps for itself; no copy lies below it. */
    public static final String OFFSITE = ".offsite";

    /** Says which layout this is. */
    public static final String FORMAT = OFFSITE + "/format.json";

    /** Where attempts record themselves. */
    public static final String ATTEMPTS = OFFSITE + "/attempts";

    /** Where archives are written down that are whole while their copy is not. */
    public static final String KEPT = OFFSITE + "/kept";

    /** Where the ledger of in-Atlas restores lies. */
    public static final String REQUESTS = OFFSITE + "/requests";

    /** Where download jobs under way are remembered. */
    public static final String JOBS = OFFSITE + "/jobs";

    /** Where the copies are written down that are known to be damaged. */
    public static final String DAMAGED = OFFSITE + "/damaged";

    /** Where the last rehearsals of restores are remembered, and which fire of a schedule somebody has taken. */
    public static final String REHEARSALS = OFFSITE + "/rehearsals";

    /** Where a store is tried out. */
    public static final String PROBES = OFFSITE + "/probe";

    static final String LAST_REHEARSALS = REHEARSALS + "/last";
    static final String REHEARSAL_FIRES = REHEARSALS + "/fires";

    private static final Pattern ARCHIVE =
            Pattern.compile("(" + Names.REPLICA_SET.pattern() + ")-(" + Names.ATTEMPT.pattern() + ")\\.tar\\.gz");
    private static final Pattern DAMAGE_REPORT = Pattern.compile("damaged-[0-9]{8}T[0-9]{6}Z\\.json");
    private static final String MARK_END = ".json";

    private static final Set<String> BESIDE_ARCHIVES =
            Set.of("manifest.json", "snapshot.json", "RESTORE.md", "SHA256SUMS");

    private Layout() {}

    /**
     * A file in a copy's folder.
     *
     * @param copy which copy
     * @param file the file's name
     * @return its path
     */
    public static String inCopy(CopyId copy, String file) {
        return StorePath.check(copy + "/" + file);
    }

    /**
     * The file whose being there makes the copy.
     *
     * @param copy which copy
     * @return its path
     */
    public static String manifest(CopyId copy) {
        return copy + "/manifest.json";
    }

    /**
     * The file that says what Atlas said.
     *
     * @param copy which copy
     * @return its path
     */
    public static String snapshot(CopyId copy) {
        return copy + "/snapshot.json";
    }

    /**
     * The file that says how to restore by hand.
     *
     * @param copy which copy
     * @return its path
     */
    public static String restoreNotes(CopyId copy) {
        return copy + "/RESTORE.md";
    }

    /**
     * The file with the checksums of all but the manifest.
     *
     * @param copy which copy
     * @return its path
     */
    public static String checksums(CopyId copy) {
        return copy + "/SHA256SUMS";
    }

    static String damageReport(CopyId copy, Instant foundAt) {
        return copy + "/damaged-" + CopyId.inNames(foundAt) + ".json";
    }

    static boolean isDamageReport(String file) {
        return DAMAGE_REPORT.matcher(file).matches();
    }

    /** One name for all of an id; no part of one has an underscore. */
    static String damageMark(CopyId copy) {
        return DAMAGED + "/" + copy.toString().replace('/', '_') + MARK_END;
    }

    static Optional<CopyId> copyOfDamageMark(String file) {
        return file.endsWith(MARK_END)
                ? CopyId.parse(
                        file.substring(0, file.length() - MARK_END.length()).replace('_', '/'))
                : Optional.empty();
    }

    /** What came of a rehearsal, beside the copy that was restored. */
    static String rehearsal(CopyId copy, Instant startedAt, String name) {
        return copy + "/rehearsals/" + CopyId.inNames(startedAt) + "-" + Names.check(Names.ATTEMPT, "rehearsal", name)
                + MARK_END;
    }

    /** The last rehearsal of a cluster by a plan, with or without a copy; no part of the name has an underscore. */
    static String lastRehearsal(String plan, String projectId, String cluster) {
        return LAST_REHEARSALS + "/" + Names.check(Names.PLAN, "plan name", plan) + "_"
                + Names.check(Names.OBJECT_ID, "project id", projectId) + "_"
                + Names.check(Names.CLUSTER, "cluster name", cluster) + MARK_END;
    }

    static String rehearsalFire(String plan, Instant due) {
        return REHEARSAL_FIRES + "/" + Names.check(Names.PLAN, "plan name", plan) + "_" + CopyId.inNames(due)
                + MARK_END;
    }

    /** The time in the name of a plan's fire; empty for another plan's. */
    static Optional<Instant> fireOf(String plan, String file) {
        return file.startsWith(plan + "_") && file.endsWith(MARK_END)
                ? CopyId.fromNames(file.substring(plan.length() + 1, file.length() - MARK_END.length()))
                : Optional.empty();
    }

    /**
     * The name of an archive's file, which no other attempt can have.
     *
     * @param name the cluster's or the replica set's name
     * @param attempt 8 lower-case hex digits
     * @return the last path segment
     * @throws IllegalArgumentException when either cannot be part of a name
     */
    public static String archiveFile(String name, String attempt) {
        Names.check(Names.REPLICA_SET, "archive name", name);
        return name + "-" + Names.check(Names.ATTEMPT, "attempt", attempt) + ".tar.gz";
    }

    /**
     * Reads an archive's file name back.
     *
     * @param file the last path segment
     * @return its parts, empty when it is no archive's
     */
    public static Optional<ArchiveName> archive(String file) {
        Matcher matcher = ARCHIVE.matcher(file);
        return matcher.matches() ? Optional.of(new ArchiveName(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /**
     * Whether a path is a file a copy consists of, which its maker writes once and nobody has to remove again.
     *
     * @param path a path in the store
     * @return true for archives and what lies beside them, false for all below {@code .offsite/}
     */
    static boolean partOfCopy(String path) {
        String file = StorePath.fileName(path);
        return !path.startsWith(OFFSITE + "/")
                && (BESIDE_ARCHIVES.contains(file) || archive(file).isPresent());
    }

    /**
     * The memory of a download job.
     *
     * @param snapshotId the snapshot it is of, 24 hexadecimal digits
     * @return its path
     */
    public static String job(String snapshotId) {
        return JOBS + "/" + Names.check(Names.OBJECT_ID, "snapshot id", snapshotId) + ".json";
    }

    /**
     * Where what became of a restore in Atlas is written down, step by step.
     *
     * @param requestId the request, any text; its SHA-256 is the folder's name
     * @return the folder's path
     */
    public static String request(String requestId) {
        return REQUESTS + "/" + Sha256.hex(requestId.getBytes(StandardCharsets.UTF_8));
    }

    static String attemptRecord(String attempt) {
        return ATTEMPTS + "/" + Names.check(Names.ATTEMPT, "attempt", attempt) + ".json";
    }

    static String attemptFolder(String attempt) {
        return ATTEMPTS + "/" + Names.check(Names.ATTEMPT, "attempt", attempt);
    }

    /**
     * The parts of an archive's file name.
     *
     * @param name the cluster's or replica set's name
     * @param attempt 8 lower-case hex digits
     */
    public record ArchiveName(String name, String attempt) {}
}

package io.atlasoffsite;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why something was not done: the one vocabulary of dead-letter channels, exceptions, results and exit codes.
 */
public enum Reason {
    /** The request cannot be understood or names something that is not configured. */
    INVALID_REQUEST("invalid-request", 2),
    /** Atlas does not know who is asking (401). */
    UNAUTHORIZED("unauthorized", 4),
    /** Atlas knows who is asking and says no (402, 403). */
    FORBIDDEN("forbidden", 4),
    /** The project, cluster, snapshot or job does not exist (404). */
    NOT_FOUND("not-found", 4),
    /** Something else is under way, or the state of the cluster forbids it (409 and its kin). */
    CONFLICT("conflict", 4),
    /** Atlas has withdrawn this part of its API (410 and its kin). */
    API_RETIRED("api-retired", 4),
    /** Atlas has deleted the snapshot, or will before it can be copied. */
    SNAPSHOT_EXPIRED("snapshot-expired", 4),
    /** Atlas asked for fewer requests for longer than we were allowed to wait. */
    THROTTLED("throttled", 5),
    /** Atlas could not be reached, or failed for longer than we were allowed to wait. */
    ATLAS_UNAVAILABLE("atlas-unavailable", 5),
    /** The download host refused, or the archive did not arrive after all tries. */
    DOWNLOAD_FAILED("download-failed", 5),
    /** What arrived, or what is stored, is not whole. */
    INTEGRITY("integrity", 6),
    /** A store could not be reached, or failed for longer than its client retries. */
    STORE_UNAVAILABLE("store-unavailable", 5),
    /** A store said no: access denied, bucket or directory missing, wrong region. */
    STORE_REFUSED("store-refused", 5),
    /** A store has no room left. */
    STORE_FULL("store-full", 5),
    /** A guard refused a restore. */
    RESTORE_REFUSED("restore-refused", 4),
    /** Anything nobody foresaw. */
    UNEXPECTED("unexpected", 1);

    private final String code;
    private final int exitCode;

    Reason(String code, int exitCode) {
        this.code = code;
        this.exitCode = exitCode;
    }

    /**
     * The reason as it is written in letters, queue names, metrics and documents.
     *
     * @return a kebab-case word, never null
     */
    public String code() {
        return code;
    }

    /**
     * The exit code of a command that ends for this reason.
     *
     * @return 1 to 6
     */
    public int exitCode() {
        return exitCode;
    }

    /**
     * Finds a reason by its {@link #code()}.
     *
     * @param code the word; not null
     * @return the reason, or empty when there is none of that name
     */
    public static Optional<Reason> ofCode(String code) {
        return Arrays.stream(values())
                .filter(reason -> reason.code.equals(code))
                .findFirst();
    }

    @Override
    public String toString() {
        return code;
    }
}

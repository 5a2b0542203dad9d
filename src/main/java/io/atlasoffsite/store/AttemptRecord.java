package io.atlasoffsite.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What an attempt wrote down about itself, so that others can clean up after it.
 *
 * @param attempt 8 lower-case hex digits
 * @param node names the data directory it ran from
 * @param process names the process, different after every start
 * @param copyId the copy it was making
 * @param files the paths its archives will have
 * @param uploads the uploads it began, as far as it could still write them down
 * @param startedAt UTC, by the store's clock
 * @param seenAt UTC, by the store's clock: when it last gave a sign of life
 */
public record AttemptRecord(
        String attempt,
        String node,
        String process,
        CopyId copyId,
        List<String> files,
        List<Upload> uploads,
        Instant startedAt,
        Instant seenAt) {

    /** How long an attempt of another node may be silent before it counts as dead. */
    public static final Duration SILENCE = Duration.ofHours(24);

    /** Refuses an attempt or a path that cannot be one, and paths outside the copy's folder. */
    public AttemptRecord {
        Names.check(Names.ATTEMPT, "attempt", attempt);
        files = List.copyOf(files);
        uploads = List.copyOf(uploads);
        for (String file : files) {
            checkOwn(copyId, attempt, file);
        }
        for (Upload upload : uploads) {
            checkOwn(copyId, attempt, upload.path());
        }
    }

    private static void checkOwn(CopyId copyId, String attempt, String path) {
        boolean own = path.startsWith(copyId + "/")
                && Layout.archive(path.substring(copyId.toString().length() + 1))
                        .filter(name -> name.attempt().equals(attempt))
                        .isPresent();
        if (!own) {
            throw new IllegalArgumentException("attempt " + attempt + " cannot own '" + path + "'");
        }
    }

    /**
     * Whether it has been silent for so long that it counts as dead whoever made it.
     *
     * @param now UTC, by the store's clock
     * @return true after {@link #SILENCE}
     */
    public boolean stale(Instant now) {
        return seenAt.plus(SILENCE).isBefore(now);
    }

    /**
     * Whether an earlier process of this node made it. The caller holds the data directory's lock, which proves that process dead.
     *
     * @param ourNode names our data directory
     * @param ourProcess names this process
     * @return true when it is dead
     */
    public boolean fromEarlierProcess(String ourNode, String ourProcess) {
        return node.equals(ourNode) && !process.equals(ourProcess);
    }

    AttemptRecord with(Upload upload, Instant now) {
        List<Upload> all = new ArrayList<>(uploads);
        all.add(upload);
        return new AttemptRecord(attempt, node, process, copyId, files, all, startedAt, now);
    }

    AttemptRecord seen(Instant now) {
        return new AttemptRecord(attempt, node, process, copyId, files, uploads, startedAt, now);
    }

    /**
     * An upload that was begun.
     *
     * @param path the archive's path
     * @param id the store's own name for the upload
     */
    public record Upload(String path, String id) {}
}

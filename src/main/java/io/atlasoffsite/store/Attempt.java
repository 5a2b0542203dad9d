package io.atlasoffsite.store;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try at making a copy in one store. Its record is durable before anything else of it is written and goes when nothing
 * unfinished is left. Thread safe.
 */
public final class Attempt {

    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);
    private static final Duration HEARTBEAT = Duration.ofMinutes(30);

    private final ArchiveStore store;
    private final Clock clock;
    private AttemptRecord record;
    private Instant lastWritten;
    private boolean leftovers;

    Attempt(ArchiveStore store, AttemptRecord record, Clock clock) {
        this.store = store;
        this.record = record;
        this.clock = clock;
        this.lastWritten = clock.instant();
    }

    /**
     * Its name.
     *
     * @return 8 lower-case hex digits
     */
    public String id() {
        return record().attempt();
    }

    /**
     * What it has written down so far.
     *
     * @return never null
     */
    public synchronized AttemptRecord record() {
        return record;
    }

    /**
     * The path of one of its archives.
     *
     * @param name the cluster's or replica set's name it was begun with
     * @return the path in the store
     * @throws IllegalArgumentException when the attempt was not begun with this name
     */
    public String archivePath(String name) {
        AttemptRecord now = record();
        String path = Layout.inCopy(now.copyId(), Layout.archiveFile(name, now.attempt()));
        if (!now.files().contains(path)) {
            throw new IllegalArgumentException("attempt " + now.attempt() + " was not begun for '" + name + "'");
        }
        return path;
    }

    /** Writes down an upload's id, so that it can be aborted by others. */
    synchronized void uploadStarted(String path, String uploadId) throws IOException {
        write(record.with(new AttemptRecord.Upload(path, uploadId), store.now()));
    }

    /** Says that something unfinished could not be removed: the record must outlive the attempt. */
    synchronized void leftBehind() {
        leftovers = true;
    }

    /** A sign of life, at most every half hour; called as bytes move. A failure is no reason to fail the archive. */
    synchronized void alive() {
        if (lastWritten.plus(HEARTBEAT).isAfter(clock.instant())) {
            return;
        }
        lastWritten = clock.instant();
        try {
            write(record.seen(store.now()));
        } catch (IOException failure) {
            LOG.warn("attempt {} could not give a sign of life in store {}", record.attempt(), store.name(), failure);
        }
    }

    /**
     * Ends the attempt, whether it succeeded or not: removes its record, unless something unfinished could not be removed, which
     * the next sweep then tries again. May be repeated.
     *
     * @throws IOException when the record could not be removed
     */
    public synchronized void end() throws IOException {
        if (!leftovers) {
            store.delete(Layout.attemptRecord(record.attempt()));
        }
    }

    private void write(AttemptRecord next) throws IOException {
        store.put(Layout.attemptRecord(next.attempt()), AttemptJson.write(next));
        record = next;
        lastWritten = clock.instant();
    }
}

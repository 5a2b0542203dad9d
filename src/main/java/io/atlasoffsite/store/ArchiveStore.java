package io.atlasoffsite.store;

import io.atlasoffsite.transfer.ArchiveSink;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A place that holds copies: a bucket below a prefix, or a directory. This interface is the contract; the implementations add
 * nothing to it.
 *
 * <p><b>Paths</b> are relative to the store's root, with {@code /} between segments. A segment is 1 to 255 characters, is neither
 * {@code .} nor {@code ..}, and holds no control character, slash or backslash; anything else is an
 * {@link IllegalArgumentException}. A folder exists as long as something is in it; nobody makes or removes one.
 *
 * <p><b>Visibility.</b> What {@link #put}, {@link #putIfAbsent} or a sink's commit returned from is durable and is seen whole by
 * every later read, list or size, from any process. Nothing half written is ever seen under its name.
 *
 * <p><b>Failures</b> are {@link StoreException}s, whose {@link StoreException.Kind} decides what to do; an interrupt is an
 * {@link java.io.InterruptedIOException} with the thread's flag restored. After a failed write the path holds either the old or
 * the new content whole, and the same call may be made again. Retries of single requests lie below this interface; callers add no
 * loop of their own around them.
 *
 * <p>All methods may be called from any number of threads.
 */
public interface ArchiveStore extends AutoCloseable {

    /**
     * The name the configuration gives this store.
     *
     * @return not null, not empty
     */
    String name();

    /**
     * What {@code offsite restore} has to be told to find a copy in this store, for RESTORE.md: its URL and options, quoted for a
     * shell, or the copy's id where there are no URLs. The same on every machine that shares the store; a directory's URL begins where
     * the reader stands, at {@code $PWD}.
     *
     * @param folder the copy's folder
     * @return never null
     */
    String restoreArguments(String folder);

    /**
     * Shell lines that make {@code $COPY} a directory with a folder's files, for RESTORE.md; {@code $INTO} is an empty directory
     * they may use. The same on every machine that shares the store.
     *
     * @param folder the folder's path
     * @return lines, at least one, never null
     */
    List<String> fetchCommands(String folder);

    /**
     * Opens one archive for writing. Archives are never replaced: when the path exists already, this or the sink's commit fails
     * with {@link StoreException.Kind#REFUSED}.
     *
     * @param path where it will be seen once committed; one of the attempt's recorded files
     * @param expectedBytes its length when known, so that a store without room can refuse at once
     * @param attempt the attempt, whose record is durable already
     * @return the sink; its caller commits or aborts it
     * @throws IOException when the archive cannot be begun; nothing is left behind
     */
    ArchiveSink newArchive(String path, OptionalLong expectedBytes, Attempt attempt) throws IOException;

    /**
     * Writes a small file, replacing what is there. Of two calls at once, one wins whole.
     *
     * @param path where
     * @param content all of it
     * @throws IOException when it could not be made durable
     */
    void put(String path, byte[] content) throws IOException;

    /**
     * Writes a small file unless there is one. When the answer to the write was lost and the file then found holds exactly
     * {@code content}, it counts as written by this call: callers who must tell each other apart put something of their own into
     * the content.
     *
     * @param path where
     * @param content all of it
     * @return true when this call wrote it, false when it was there already; only with {@link #conditional()} does the store
     *     guarantee that of several calls at once exactly one answers true
     * @throws IOException when it is not known to be durable; then it may or may not have been written
     */
    boolean putIfAbsent(String path, byte[] content) throws IOException;

    /**
     * Whether this store was seen to enforce write-if-absent. Found out by trying, once, and remembered.
     *
     * @return true when it refuses the second of two conditional writes
     * @throws IOException when it could not be tried
     */
    boolean conditional() throws IOException;

    /**
     * Reads a small file.
     *
     * @param path which
     * @param limitBytes the most to accept, at least 1
     * @return its content, empty when there is no such file
     * @throws IOException when it cannot be read, or {@link StoreException.Kind#DAMAGED} when it is longer than the limit, or
     *     something that is no file lies there
     */
    Optional<byte[]> read(String path, int limitBytes) throws IOException;

    /**
     * Opens a file of any size from some byte on. Closing the stream early does not read the rest.
     *
     * @param path which
     * @param offset bytes to skip, at least 0, less than the length unless both are 0
     * @return a stream that begins at the offset; the caller closes it
     * @throws IOException when it cannot be read; {@link StoreException.Kind#MISSING} when there is no such file
     */
    default InputStream open(String path, long offset) throws IOException {
        return open(path, offset, Long.MAX_VALUE - offset);
    }

    /**
     * Opens a part of a file. Closing the stream early does not read the rest; read to its end, it costs no connection of its own.
     *
     * @param path which
     * @param offset bytes to skip, at least 0, less than the length unless the file is empty
     * @param length how many bytes, at least 1
     * @return a stream that begins at the offset and ends behind so many bytes, or where the file ends; the caller closes it
     * @throws IOException when it cannot be read; {@link StoreException.Kind#MISSING} when there is no such file
     */
    InputStream open(String path, long offset, long length) throws IOException;

    /**
     * How many parts of one file are best read side by side.
     *
     * @return 1 where one stream is as fast as any number of them
     */
    default int readsAtOnce() {
        return 1;
    }

    /**
     * How long a file is.
     *
     * @param path which
     * @return bytes, empty when there is no such file (a folder is none)
     * @throws IOException when the store cannot say
     */
    OptionalLong size(String path) throws IOException;

    /**
     * The direct children of a folder, by name. One that does not exist has none. What is written or deleted meanwhile may
     * or may not be among them.
     *
     * @param folder its path, empty for the root
     * @return ascending by name, never null
     * @throws IOException when the list is not complete
     */
    List<Entry> list(String folder) throws IOException;

    /**
     * Removes a file; a missing one is fine.
     *
     * @param path which
     * @throws IOException when it is, or may be, still there
     */
    void delete(String path) throws IOException;

    /**
     * Removes everything unfinished that an attempt left: partial files, uploads. Whole archives stay. May be repeated.
     *
     * @param attempt the attempt, known to be dead or over
     * @throws IOException when something is, or may be, still there
     */
    void discard(AttemptRecord attempt) throws IOException;

    /**
     * Removes what dead processes left of small writes and probes. Never touches anything of a living one.
     *
     * @throws IOException when something could not be removed
     */
    void tidy() throws IOException;

    /**
     * The time by the store's own clock, where it has one.
     *
     * @return UTC, at least to the second
     * @throws IOException when the store cannot say
     */
    Instant now() throws IOException;

    /**
     * What the place lacks, or has too much of, for what this store's settings ask, beside {@link #conditional()}. A server that
     * cannot do what every store must fails each call, this one too, with the code {@link StoreException#LACKING}.
     *
     * @return none for a place that fits, never null
     * @throws IOException when the store cannot say
     */
    default List<Shortcoming> shortcomings() throws IOException {
        return List.of();
    }

    /** Releases what the store holds in this process. It fails nothing and may be repeated. */
    @Override
    void close();

    /**
     * A child of a folder.
     *
     * @param name its last path segment
     * @param folder true for a folder
     * @param bytes the file's length, 0 for a folder
     */
    record Entry(String name, boolean folder, long bytes) {}

    /**
     * Something about the place.
     *
     * @param refused true when no archive can be written for it, false when it is only good to know
     * @param sentence what it is and what to do, for people
     */
    record Shortcoming(boolean refused, String sentence) {}
}

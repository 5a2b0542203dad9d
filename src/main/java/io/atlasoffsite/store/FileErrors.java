package io.atlasoffsite.store;

import io.atlasoffsite.store.StoreException.Kind;
import io.atlasoffsite.store.StoreException.Where;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** What a file system's failure means. */
final class FileErrors {

    private FileErrors() {}

    static IOException translate(Where where, IOException failure) {
        if (failure instanceof StoreException || failure instanceof InterruptedIOException) {
            return failure;
        }
        if (failure instanceof ClosedByInterruptException) {
            InterruptedIOException interrupted =
                    new InterruptedIOException(where.verb() + " " + where.address() + " was interrupted");
            interrupted.initCause(failure);
            return interrupted;
        }
        String reason = reason(failure);
        if (reason.contains("no space left")
                || reason.contains("quota exceeded")
                || reason.contains("file too large")) {
            return StoreException.of(
                    Kind.FULL, where, "the disk or its quota is full; make room and try again", failure);
        }
        if (reason.contains("read-only")) {
            return StoreException.of(
                    Kind.REFUSED, where, "the file system is read-only; mount it writable and try again", failure);
        }
        if (failure instanceof AccessDeniedException || reason.contains("operation not permitted")) {
            return StoreException.of(
                    Kind.REFUSED,
                    where,
                    "this user may not; give it the rights to the directory and try again",
                    failure);
        }
        if (failure instanceof NoSuchFileException
                || failure instanceof NotDirectoryException
                || failure instanceof FileSystemLoopException) {
            return StoreException.of(
                    Kind.REFUSED,
                    where,
                    "it, or a directory above it, is not there; check the store's directory",
                    failure);
        }
        return StoreException.of(
                Kind.UNAVAILABLE,
                where,
                "the file system failed (" + reason + "); check the disk and try again",
                failure);
    }

    private static String reason(IOException failure) {
        String reason = failure instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(failure.getMessage());
        return reason.toLowerCase(Locale.ROOT);
    }
}

package io.atlasoffsite.restore;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;

/** What it means when the file system fails that is restored into. */
final class TargetFailures {

    private TargetFailures() {}

    /** The failure as the pack's own; an interrupt stays one. */
    static OffsiteException of(Path directory, IOException failure) throws InterruptedIOException {
        if (failure instanceof InterruptedIOException interrupted) {
            throw interrupted;
        }
        if (failure instanceof ClosedByInterruptException) {
            InterruptedIOException interrupted =
                    new InterruptedIOException("writing to " + directory + " was interrupted");
            interrupted.initCause(failure);
            throw interrupted;
        }
        String reason = reason(failure);
        if (reason.contains("no space left") || reason.contains("quota exceeded") || reason.contains("too large")) {
            return failure(Reason.STORE_FULL, directory, "the disk or its quota is full", failure)
                    .hint("make room where the directory is, then try again")
                    .retryable(true)
                    .build();
        }
        if (failure instanceof AccessDeniedException
                || reason.contains("operation not permitted")
                || reason.contains("read-only")) {
            return failure(Reason.RESTORE_REFUSED, directory, "this user may not write there", failure)
                    .hint("give this user the right to write where the directory is, or name another one")
                    .build();
        }
        if (failure instanceof FileAlreadyExistsException || reason.contains("not a directory")) {
            return failure(Reason.RESTORE_REFUSED, directory, "what lies on the way there is no directory", failure)
                    .hint("name a directory below one that is there, or that can be made")
                    .build();
        }
        if (reason.contains("name too long")) {
            return failure(Reason.RESTORE_REFUSED, directory, "its name is too long for the file system", failure)
                    .hint("name a directory with a shorter name; .partial is added to it meanwhile")
                    .build();
        }
        return failure(Reason.UNEXPECTED, directory, "the file system failed (" + reason + ")", failure)
                .hint("check the disk and try again, or name a directory on another one")
                .retryable(true)
                .build();
    }

    /** The same for who may say so when it was interrupted. */
    static OffsiteException ofWriting(Path directory, IOException failure) throws InterruptedException {
        try {
            return of(directory, failure);
        } catch (InterruptedIOException cause) {
            Thread.interrupted();
            InterruptedException interrupted = new InterruptedException(cause.getMessage());
            interrupted.initCause(cause);
            throw interrupted;
        }
    }

    /** What the file system says, in lower case. */
    static String reason(IOException failure) {
        String reason = failure instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : failure.getClass().getSimpleName() + " " + failure.getMessage();
        return reason.toLowerCase(Locale.ROOT);
    }

    private static OffsiteException.Builder failure(Reason reason, Path directory, String why, IOException cause) {
        return OffsiteException.because(reason, "restoring into " + directory + " failed: " + why)
                .cause(cause);
    }
}

package io.atlasoffsite.store;

import io.atlasoffsite.store.StoreException.Answer;
import io.atlasoffsite.store.StoreException.Kind;
import io.atlasoffsite.store.StoreException.Where;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Set;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/** What an SFTP server's failure means. */
final class SftpErrors {

    private static final Set<Integer> ABSENT = Set.of(
            SftpConstants.SSH_FX_NO_SUCH_FILE, SftpConstants.SSH_FX_NO_SUCH_PATH, SftpConstants.SSH_FX_NOT_A_DIRECTORY);
    private static final Set<Integer> FULL =
            Set.of(SftpConstants.SSH_FX_NO_SPACE_ON_FILESYSTEM, SftpConstants.SSH_FX_QUOTA_EXCEEDED);
    private static final Set<Integer> FORBIDDEN =
            Set.of(SftpConstants.SSH_FX_PERMISSION_DENIED, SftpConstants.SSH_FX_CANNOT_DELETE);
    private static final Set<Integer> GONE =
            Set.of(SftpConstants.SSH_FX_NO_CONNECTION, SftpConstants.SSH_FX_CONNECTION_LOST);

    private SftpErrors() {}

    static boolean absent(IOException failure) {
        return failure instanceof SftpException answered && ABSENT.contains(answered.getStatus());
    }

    /** Whether the server may never have answered, so that the same request may be made again. */
    static boolean unanswered(IOException failure) {
        return failure instanceof SftpException answered
                ? GONE.contains(answered.getStatus())
                : !(failure instanceof StoreException || failure instanceof SftpRefusal || interrupted(failure));
    }

    static boolean interrupted(IOException failure) {
        return Thread.currentThread().isInterrupted()
                || failure instanceof InterruptedIOException && !(failure instanceof SocketTimeoutException);
    }

    static IOException translate(Where where, IOException failure) {
        if (interrupted(failure)) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted =
                    new InterruptedIOException(where.verb() + " " + where.address() + " was interrupted");
            interrupted.initCause(failure);
            return interrupted;
        }
        if (failure instanceof StoreException) {
            return failure;
        }
        if (failure instanceof SftpRefusal refusal) {
            return StoreException.of(Kind.REFUSED, where, refusal.getMessage(), refusal);
        }
        if (failure instanceof SftpException answered) {
            return answered(where, answered);
        }
        return StoreException.of(
                Kind.UNAVAILABLE,
                where,
                "the server could not be reached, did not answer or hung up; try again later",
                failure);
    }

    private static StoreException answered(Where where, SftpException failure) {
        int status = failure.getStatus();
        Answer answer = new Answer(0, SftpConstants.getStatusName(status));
        String words = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        String said = " (" + answer.code() + ")";
        if (FULL.contains(status) || words.contains("no space") || words.contains("quota")) {
            return full(where, answer, failure);
        }
        if (status == SftpConstants.SSH_FX_WRITE_PROTECT || words.contains("read-only")) {
            return StoreException.of(
                    Kind.REFUSED,
                    where,
                    answer,
                    "the server's disk is read-only" + said + "; mount it writable",
                    failure);
        }
        if (FORBIDDEN.contains(status)) {
            return StoreException.of(
                    Kind.REFUSED,
                    where,
                    answer,
                    "this user may not" + said + "; give it the rights to the store's directory",
                    failure);
        }
        if (ABSENT.contains(status)) {
            return StoreException.of(
                    Kind.REFUSED,
                    where,
                    answer,
                    "it, or a directory above it, is not there" + said + "; check the store's directory",
                    failure);
        }
        if (status == SftpConstants.SSH_FX_OP_UNSUPPORTED) {
            return StoreException.of(
                    Kind.REFUSED, where, answer, "the server cannot do that" + said + "; use another one", failure);
        }
        return StoreException.of(
                Kind.UNAVAILABLE,
                where,
                answer,
                "the server failed" + said + "; look at its disk and its log, then try again",
                failure);
    }

    static StoreException full(Where where, Answer answer, IOException failure) {
        return StoreException.of(
                Kind.FULL, where, answer, "the server's disk or quota is full; make room and try again", failure);
    }
}

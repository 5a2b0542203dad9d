package io.atlasoffsite.store;

import io.atlasoffsite.store.StoreException.Where;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * An object's bytes. When the connection breaks in the middle, it goes on where it was, as long as the object is the same one by its
 * ETag. Closing before the end drops the connection instead of reading the rest. For one reader; it may be closed by another
 * thread.
 */
final class S3Body extends InputStream {

    private static final int TRIES = 3;
    private static final long PROGRESS = 1 << 20;

    private final Opener opener;
    private final Where where;
    private final String etag;
    private final long end;
    private ResponseInputStream<GetObjectResponse> response;
    private long offset;
    private long brokeAt;
    private int breaks;
    private boolean atEnd;
    private boolean closed;

    /** Asks for an object from some byte on. */
    @FunctionalInterface
    interface Opener {
        /**
         * Opens it.
         *
         * @param from bytes to skip
         * @param etag the object must have; empty for any
         */
        ResponseInputStream<GetObjectResponse> open(long from, String etag) throws IOException;
    }

    /**
     * @param end where it ends for sure, however much more there is
     */
    S3Body(Opener opener, long offset, long end, Where where) throws IOException {
        this.opener = opener;
        this.offset = offset;
        this.brokeAt = offset;
        this.end = end;
        this.where = where;
        this.response = opener.open(offset, "");
        String said = response.response().eTag();
        this.etag = said == null ? "" : said;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        while (true) {
            try {
                int count = current().read(bytes, from, length);
                atEnd |= count < 0;
                offset += Math.max(0, count);
                return count;
            } catch (SdkException failure) {
                throw S3Errors.translate(where, failure);
            } catch (InterruptedIOException failure) {
                if (Thread.currentThread().isInterrupted()) {
                    throw failure;
                }
                goOn(failure);
            } catch (IOException failure) {
                if (offset >= end) {
                    return -1;
                }
                goOn(failure);
            }
        }
    }

    /** Takes up where it broke; a connection that breaks again and again without getting on is given up. */
    private void goOn(IOException failure) throws IOException {
        breaks = offset - brokeAt >= PROGRESS ? 1 : breaks + 1;
        brokeAt = offset;
        if (breaks > TRIES || etag.isEmpty() || Thread.currentThread().isInterrupted() || isClosed()) {
            throw broken(failure);
        }
        try {
            response.abort();
            replace(opener.open(offset, etag));
        } catch (SdkException again) {
            IOException translated = S3Errors.translate(where, again);
            translated.addSuppressed(failure);
            throw translated;
        }
    }

    private synchronized ResponseInputStream<GetObjectResponse> current() {
        return response;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void replace(ResponseInputStream<GetObjectResponse> next) {
        response = next;
        if (closed) {
            next.abort();
        }
    }

    private StoreException broken(IOException failure) {
        return StoreException.of(
                StoreException.Kind.UNAVAILABLE, where, "the connection broke in the middle; try again", failure);
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (atEnd) {
            response.close();
        } else {
            response.abort();
        }
    }
}

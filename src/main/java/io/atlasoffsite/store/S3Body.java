package io.atlasoffsite.store;

import io.atlasoffsite.store.StoreException.Where;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** An object's bytes. Closing before the end drops the connection instead of reading the rest. */
final class S3Body extends FilterInputStream {

    private final ResponseInputStream<GetObjectResponse> response;
    private final Where where;
    private boolean atEnd;

    S3Body(ResponseInputStream<GetObjectResponse> response, Where where) {
        super(response);
        this.response = response;
        this.where = where;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        try {
            int count = in.read(bytes, from, length);
            atEnd |= count < 0;
            return count;
        } catch (SdkException failure) {
            throw S3Errors.translate(where, failure);
        } catch (InterruptedIOException failure) {
            if (Thread.currentThread().isInterrupted()) {
                throw failure;
            }
            throw broken(failure);
        } catch (IOException failure) {
            throw broken(failure);
        }
    }

    private StoreException broken(IOException failure) {
        return StoreException.of(
                StoreException.Kind.UNAVAILABLE, where, "the connection broke in the middle; try again", failure);
    }

    @Override
    public long skip(long bytes) throws IOException {
        byte[] sink = new byte[(int) Math.min(8192, Math.max(0, bytes))];
        return Math.max(0, read(sink, 0, sink.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() throws IOException {
        if (atEnd) {
            response.close();
        } else {
            response.abort();
        }
    }
}

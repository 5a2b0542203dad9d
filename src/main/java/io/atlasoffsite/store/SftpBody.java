package io.atlasoffsite.store;

import io.atlasoffsite.store.StoreException.Where;
import java.io.IOException;
import java.io.InputStream;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.impl.SftpInputStreamAsync;

/** A file being read, several requests ahead. Closed early, its channel is cut instead of read to the end. Not thread safe. */
final class SftpBody extends InputStream {

    private static final int REQUEST = 32 << 10;

    private final SftpCalls calls;
    private final SftpPool.Lease lease;
    private final SftpInputStreamAsync in;
    private final Where where;
    private boolean atEnd;
    private boolean ended;

    SftpBody(SftpCalls calls, SftpPool.Lease lease, CloseableHandle handle, long offset, long length, Where where) {
        this.calls = calls;
        this.lease = lease;
        this.in = new SftpInputStreamAsync(lease.channel(), REQUEST, offset, length, where.path(), handle);
        this.where = where;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (ended) {
            throw new IOException("the stream of " + where.path() + " is closed");
        }
        if (length == 0) {
            return 0;
        }
        try {
            int count = in.read(bytes, from, length);
            atEnd |= count < 0;
            return count;
        } catch (IOException failure) {
            ended = true;
            calls.drop(lease, failure);
            throw SftpErrors.translate(where, failure);
        }
    }

    @Override
    public void close() {
        if (ended) {
            return;
        }
        ended = true;
        if (!atEnd) {
            calls.drop(lease);
            return;
        }
        try {
            in.close();
            calls.give(lease);
        } catch (IOException failure) {
            // Everything was read: what becomes of the channel is nobody's concern.
            calls.drop(lease, failure);
        }
    }
}

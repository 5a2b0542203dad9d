package io.atlasoffsite.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.sftp.client.SftpClient.Handle;
import org.apache.sshd.sftp.common.SftpConstants;

/**
 * Writes into an open file from an offset on without waiting for each answer; {@link #finish} waits for the last. What is under way
 * is bounded, and so is memory. Not thread safe.
 */
final class SftpWriter implements WritableByteChannel {

    /** What every server takes in one request. */
    private static final int MOST_PER_REQUEST = 32 << 10;

    private static final int MOST_UNDER_WAY = 64;

    /** SFTP's length, type and id, and the SSH header in front of them. */
    private static final int HEADERS = 23;

    private static final int FIELDS = Integer.BYTES + Long.BYTES + Integer.BYTES;

    private final SftpChannel channel;
    private final byte[] handle;
    private final Deque<Integer> underWay = new ArrayDeque<>();
    private long position;

    SftpWriter(SftpChannel channel, Handle handle, long offset) {
        this.channel = channel;
        this.handle = handle.getIdentifier();
        this.position = offset;
    }

    long position() {
        return position;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int all = bytes.remaining();
        while (bytes.hasRemaining()) {
            if (underWay.size() >= MOST_UNDER_WAY) {
                channel.written(underWay.removeFirst());
            }
            byte[] some = new byte[Math.min(MOST_PER_REQUEST, bytes.remaining())];
            bytes.get(some);
            underWay.add(send(some));
            position += some.length;
        }
        return all;
    }

    private int send(byte[] some) throws IOException {
        Buffer request = channel.getClientSession()
                .createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, HEADERS + handle.length + FIELDS + some.length);
        request.rpos(HEADERS);
        request.wpos(HEADERS);
        request.putBytes(handle);
        request.putLong(position);
        request.putBytes(some);
        return channel.write(SftpConstants.SSH_FXP_WRITE, request).getId();
    }

    /** Waits until the server has taken everything. */
    void finish() throws IOException {
        while (!underWay.isEmpty()) {
            channel.written(underWay.removeFirst());
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        // The handle belongs to whoever opened it.
    }
}

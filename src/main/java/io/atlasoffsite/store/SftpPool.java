package io.atlasoffsite.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.sshd.client.session.ClientSession;

/**
 * The channels of a store, over as few sessions as servers like. Whoever needs one gets one: nobody waits for somebody else's to
 * come back, so that a long read never stops a small write. Thread safe.
 */
final class SftpPool implements AutoCloseable {

    /** OpenSSH allows ten, unless told otherwise. */
    private static final int CHANNELS_PER_SESSION = 8;

    private static final int MOST_IDLE = 8;

    private final SftpSessions sessions;
    private final SftpStoreSettings settings;
    private final SftpRequirements requirements;
    private final ReentrantLock opening = new ReentrantLock();
    private final List<Link> links = new ArrayList<>();
    private final Deque<Lease> idle = new ArrayDeque<>();

    SftpPool(SftpSessions sessions, SftpStoreSettings settings, SftpRequirements requirements) {
        this.sessions = sessions;
        this.settings = settings;
        this.requirements = requirements;
    }

    /** A channel, for the calling thread alone until it is given back. */
    Lease take() throws IOException {
        Optional<Lease> waiting = nextIdle();
        return waiting.isPresent() ? waiting.get() : open();
    }

    private synchronized Optional<Lease> nextIdle() {
        while (!idle.isEmpty()) {
            Lease lease = idle.pop();
            if (lease.channel.isOpen() && lease.link.session.isOpen()) {
                return Optional.of(lease);
            }
            end(lease);
        }
        return Optional.empty();
    }

    /** One at a time: whoever waited finds the session the other one opened. */
    private Lease open() throws IOException {
        try {
            opening.lockInterruptibly();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a session");
        }
        try {
            Optional<Link> known = withRoom();
            if (known.isPresent()) {
                Optional<Lease> lease = anotherChannel(known.get());
                if (lease.isPresent()) {
                    return lease.get();
                }
            }
            return firstChannel();
        } finally {
            opening.unlock();
        }
    }

    private synchronized Optional<Link> withRoom() {
        links.removeIf(link -> !link.session.isOpen());
        return links.stream().filter(link -> link.used < link.most).findFirst();
    }

    /** Empty when the server allows no more of them in this session, which is remembered, or when the session is broken. */
    private Optional<Lease> anotherChannel(Link link) throws IOException {
        try {
            return Optional.of(lease(link));
        } catch (IOException refused) {
            if (SftpErrors.interrupted(refused)) {
                throw refused;
            }
            synchronized (this) {
                link.most = link.used;
            }
            return Optional.empty();
        }
    }

    private Lease firstChannel() throws IOException {
        Link link = new Link(sessions.open());
        try {
            Lease lease = lease(link);
            requirements.check(lease.channel);
            synchronized (this) {
                links.add(link);
            }
            return lease;
        } catch (IOException | RuntimeException failure) {
            link.session.close(true);
            throw failure;
        }
    }

    private Lease lease(Link link) throws IOException {
        SftpChannel channel = new SftpChannel(link.session, settings.answerTimeout(), settings.forceTimeout());
        synchronized (this) {
            link.used++;
        }
        return new Lease(link, channel);
    }

    /** Takes back a channel on which everything was answered. */
    synchronized void give(Lease lease) {
        if (idle.size() < MOST_IDLE && links.contains(lease.link)) {
            idle.push(lease);
        } else {
            end(lease);
        }
    }

    /** Takes back a channel on which something was not. */
    synchronized void drop(Lease lease) {
        end(lease);
    }

    /** As {@link #drop}; nobody else begins anything in its session, which ends with the last who uses it. */
    synchronized void dropSession(Lease lease) {
        links.remove(lease.link);
        end(lease);
        List<Lease> others = idle.stream().filter(one -> one.link == lease.link).toList();
        idle.removeAll(others);
        others.forEach(this::end);
    }

    private synchronized void end(Lease lease) {
        lease.channel.cut();
        lease.link.used--;
        if (lease.link.used == 0) {
            links.remove(lease.link);
            lease.link.session.close(true);
        }
    }

    @Override
    public void close() {
        sessions.close();
        synchronized (this) {
            links.clear();
            idle.clear();
        }
    }

    /** A session and how many channels it has. Guarded by the pool. */
    private static final class Link {
        private final ClientSession session;
        private int used;
        private int most = CHANNELS_PER_SESSION;

        Link(ClientSession session) {
            this.session = session;
        }
    }

    /** A channel in somebody's hands. */
    static final class Lease {
        private final Link link;
        private final SftpChannel channel;

        private Lease(Link link, SftpChannel channel) {
            this.link = link;
            this.channel = channel;
        }

        SftpChannel channel() {
            return channel;
        }
    }
}

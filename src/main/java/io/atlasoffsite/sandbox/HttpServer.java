package io.atlasoffsite.sandbox;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A small HTTP/1.1 server on 127.0.0.1 that can also misbehave. One daemon thread per connection, at most 1,024 of them. */
final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int CONNECTIONS = 1024;
    private static final int BACKLOG = 512;
    private static final int IDLE_MILLIS = 60_000;
    private static final int STACK = 256 * 1024;
    private static final long CLOSE_SECONDS = 5;

    private final String name;
    private final HttpHandler handler;
    private final RequestLog log;
    private final ServerSocket listener;
    private final Semaphore places = new Semaphore(CONNECTIONS);
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ThreadGroup threads;

    HttpServer(String name, int port, RequestLog log, HttpHandler handler) {
        this.name = name;
        this.log = log;
        this.handler = handler;
        this.threads = new ThreadGroup("sandbox-" + name);
        try {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("the sandbox cannot listen on port " + port + "; choose another port", e);
        }
    }

    HttpServer start() {
        thread("accept", this::accept).start();
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    private Thread thread(String role, Runnable work) {
        Thread thread = new Thread(threads, work, "sandbox-" + name + "-" + role, STACK);
        thread.setDaemon(true);
        return thread;
    }

    private void accept() {
        while (closing.getCount() > 0) {
            try {
                places.acquire();
                serveSoon(listener.accept());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException e) {
                places.release();
                LOG.trace("the {} listener accepts no more: {}", name, e.toString());
            }
        }
    }

    private void serveSoon(Socket socket) {
        sockets.add(socket);
        thread("connection", () -> serve(socket)).start();
        if (closing.getCount() == 0) {
            quietClose(socket);
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(IDLE_MILLIS);
            converse(socket);
        } catch (BodyStream.BrokenOff e) {
            LOG.trace("{}: {}", name, e.getMessage());
        } catch (IOException e) {
            LOG.trace("{}: connection ended: {}", name, e.toString());
        } finally {
            sockets.remove(socket);
            places.release();
        }
    }

    private void converse(Socket socket) throws IOException {
        OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 16 * 1024);
        HttpReader reader = new HttpReader(new BufferedInputStream(socket.getInputStream(), 16 * 1024), out);
        HttpWriter writer = new HttpWriter(out, this::pause);
        boolean more = true;
        while (more && closing.getCount() > 0) {
            try {
                Optional<HttpRequest> request = reader.next();
                more = request.isPresent() && answer(socket, request.get(), writer);
            } catch (HttpRefusal e) {
                refuse(writer, e);
                more = false;
            }
        }
        socket.shutdownOutput();
    }

    private boolean answer(Socket socket, HttpRequest request, HttpWriter writer) throws IOException {
        RequestLog.Entry entry = log.begin(name, request);
        HttpReply reply = handler.handle(request, entry);
        entry.status(reply.status());
        try {
            return writer.write(request, reply, entry.sent());
        } catch (BodyStream.BrokenOff e) {
            if (e.reset()) {
                socket.setSoLinger(true, 0);
            } else {
                socket.shutdownOutput();
            }
            throw e;
        }
    }

    private static void refuse(HttpWriter writer, HttpRefusal refusal) throws IOException {
        HttpRequest unread = new HttpRequest("GET", "/", "HTTP/1.0", HttpRequest.noHeaders(), new byte[0]);
        HttpReply reply = HttpReply.of(refusal.status(), "text/plain", refusal.getMessage() + "\n");
        writer.write(unread, reply, new AtomicLong());
    }

    private void pause(Duration time) throws IOException {
        if (time.isZero()) {
            return;
        }
        try {
            if (closing.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new InterruptedIOException("the sandbox is closing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a fault waits");
        }
    }

    /** Stops listening, breaks every connection off and waits up to 5 s for the last thread. */
    @Override
    public void close() {
        closing.countDown();
        try {
            listener.close();
        } catch (IOException e) {
            LOG.trace("closing the {} listener: {}", name, e.toString());
        }
        sockets.forEach(HttpServer::quietClose);
        try {
            // The acceptor holds one place until it sees the listener closed.
            if (places.tryAcquire(CONNECTIONS, CLOSE_SECONDS, TimeUnit.SECONDS)) {
                places.release(CONNECTIONS);
            } else {
                LOG.debug("connections of the {} listener still end in the background", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void quietClose(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.trace("closing a connection: {}", e.toString());
        }
    }
}

package io.atlasoffsite.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A listener on loopback whose connections end in other listeners. Closing it cuts every connection. Thread safe. */
final class Relay implements AutoCloseable {

    private final ServerSocket listener;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    Relay(ServerSocket listener) {
        this.listener = listener;
    }

    /** What is done with a new connection. */
    interface Host {
        void serve(Socket client) throws IOException;
    }

    Relay start(Host host) {
        workers.execute(() -> accept(host));
        return this;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Connects to a port of this machine and passes bytes both ways until one side ends. */
    void join(Socket client, int port) throws IOException {
        try (Socket origin = new Socket(InetAddress.getLoopbackAddress(), port)) {
            open.add(origin);
            workers.execute(() -> pass(origin, client));
            pass(client, origin);
        }
    }

    private void accept(Host host) {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                workers.execute(() -> serve(host, client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Host host, Socket client) {
        try (client) {
            host.serve(client);
        } catch (IOException gone) {
            // One side hung up, or did not like the other's certificate: so the connection ends.
        } finally {
            open.remove(client);
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException gone) {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            // It is closed all the same.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(Relay::close);
        workers.shutdownNow();
    }
}

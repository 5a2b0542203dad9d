package io.atlasoffsite.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;

/** Puts TLS before a plain server of this machine. */
public final class TlsFront implements AutoCloseable {

    private final Relay relay;
    private final AtomicInteger connections = new AtomicInteger();

    /** One that shows the authority's server certificate and passes on to a port. */
    public TlsFront(Authority authority, int port) throws IOException, GeneralSecurityException {
        relay = new Relay(authority
                .server()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        relay.start(client -> {
            connections.incrementAndGet();
            ((SSLSocket) client).startHandshake();
            relay.join(client, port);
        });
    }

    public int port() {
        return relay.port();
    }

    /** Connections so far, refused handshakes included. */
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        relay.close();
    }
}

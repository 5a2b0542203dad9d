package io.atlasoffsite.transfer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * A connection on which the signed link appears nowhere but on the wire. The client logs request lines, headers and content at
 * debug level, and so would show the link, and that of a redirect, to whoever turns debugging on: therefore requests carry
 * {@link #HIDDEN} as their path, the real one replaces it only here, and nothing of this class logs.
 */
final class QuietConnection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {

    /** The path that requests show. */
    static final String HIDDEN = "/hidden";

    private static final int MOST_INFORMATIONAL = 20;

    private final Supplier<String> target;
    private final AtomicBoolean closed = new AtomicBoolean();
    private int informational;
    private Timeout timeout = Timeout.DISABLED;

    /**
     * @param target the real path and query of the request being sent
     */
    QuietConnection(Http1Config config, Supplier<String> target) {
        // Without a parser of its own the limits of the configuration would not hold for the headers.
        super(config, null, null, null, null, null, new DefaultHttpResponseParserFactory(config));
        this.target = target;
    }

    @Override
    public void sendRequestHeader(ClassicHttpRequest shown) throws HttpException, IOException {
        if (Method.CONNECT.isSame(shown.getMethod())) {
            super.sendRequestHeader(shown);
            return;
        }
        ClassicHttpRequest real = new BasicClassicHttpRequest(shown.getMethod(), (HttpHost) null, target.get());
        real.setVersion(shown.getVersion());
        real.setHeaders(shown.getHeaders());
        super.sendRequestHeader(real);
    }

    /** The client reads past any number of answers that announce another. */
    @Override
    public ClassicHttpResponse receiveResponseHeader() throws HttpException, IOException {
        ClassicHttpResponse response = super.receiveResponseHeader();
        if (response.getCode() < HttpStatus.SC_SUCCESS && ++informational > MOST_INFORMATIONAL) {
            throw new ProtocolException("more than " + MOST_INFORMATIONAL + " informational answers");
        }
        return response;
    }

    @Override
    public void bind(Socket socket) throws IOException {
        refuseWhenClosed(socket);
        super.bind(socket);
        timeout = Timeout.ofMilliseconds(socket.getSoTimeout());
    }

    @Override
    public void bind(SSLSocket secured, Socket socket) throws IOException {
        refuseWhenClosed(socket);
        super.bind(secured, socket);
        timeout = Timeout.ofMilliseconds(secured.getSoTimeout());
    }

    /** An abort can come while the connection is being made, before there is a socket to close. */
    private void refuseWhenClosed(Socket socket) throws IOException {
        if (closed.get()) {
            socket.close();
            throw new InterruptedIOException("the connection was aborted");
        }
    }

    @Override
    public Socket getSocket() {
        SocketHolder holder = getSocketHolder();
        return holder == null ? null : holder.getSocket();
    }

    @Override
    public void setSocketTimeout(Timeout silence) {
        timeout = silence;
        super.setSocketTimeout(silence);
    }

    @Override
    public void passivate() {
        super.setSocketTimeout(Timeout.DISABLED);
    }

    @Override
    public void activate() {
        super.setSocketTimeout(timeout);
    }

    @Override
    public void close() throws IOException {
        closed.set(true);
        try {
            super.close();
        } catch (SocketTimeoutException e) {
            super.close(CloseMode.IMMEDIATE);
        }
    }

    @Override
    public void close(CloseMode mode) {
        closed.set(true);
        super.close(mode);
    }
}

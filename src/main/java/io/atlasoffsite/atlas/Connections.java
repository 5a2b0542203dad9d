package io.atlasoffsite.atlas;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;

/** Puts a broken connection into words that never repeat what the exception says: its text may hold an address. */
final class Connections {

    private Connections() {}

    /** Whether the connection never stood, so that nothing can have been asked. */
    static boolean neverMade(IOException failure) {
        return failure instanceof UnknownHostException
                || failure instanceof ConnectException
                || failure instanceof ConnectTimeoutException
                || failure instanceof NoRouteToHostException
                || failure instanceof ProxyRefused;
    }

    static String describe(IOException failure) {
        if (failure instanceof UnknownHostException) {
            return "host name not found";
        }
        if (failure instanceof SSLException) {
            return "TLS refused";
        }
        if (failure instanceof ProxyRefused refused) {
            return "the proxy answered " + refused.status();
        }
        if (failure instanceof SocketTimeoutException) {
            return "timed out";
        }
        if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            return "connection refused";
        }
        return "connection broken: " + failure.getClass().getSimpleName();
    }
}

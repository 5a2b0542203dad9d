package io.atlasoffsite.transfer;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;

/**
 * A download link whose path and query are a secret. Printed, logged or put in a message it reads {@code https://host/…}; only
 * {@link #reveal()} shows the whole. Plain http is accepted for loopback hosts alone. Immutable and thread safe.
 */
public final class SignedUrl {

    private final URI uri;

    private SignedUrl(URI uri) {
        this.uri = uri;
    }

    /**
     * Reads a link. No failure's text contains any of it.
     *
     * @param url an absolute https URL, or http on a loopback host, without user information; not null
     * @return the link
     * @throws IllegalArgumentException when it is none of that
     */
    public static SignedUrl parse(String url) {
        try {
            return of(new URI(Objects.requireNonNull(url, "url").strip()));
        } catch (URISyntaxException e) {
            // The cause would carry the link in its message.
            throw new IllegalArgumentException("the download link is not a valid URL");
        }
    }

    /**
     * Wraps a link.
     *
     * @param uri as for {@link #parse}; not null
     * @return the link
     * @throws IllegalArgumentException when it is not absolute, not https (or http on loopback), or has user information
     */
    public static SignedUrl of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            throw new IllegalArgumentException("the download link names no host");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("the download link carries user information");
        }
        if (!scheme.equals("https") && !(scheme.equals("http") && Addresses.namesLoopback(hostOf(uri)))) {
            throw new IllegalArgumentException("the download link is not https");
        }
        return new SignedUrl(uri);
    }

    /**
     * The whole link, for the one place that sends it.
     *
     * @return never null
     */
    public URI reveal() {
        return uri;
    }

    /**
     * The scheme.
     *
     * @return {@code https} or {@code http}
     */
    public String scheme() {
        return uri.getScheme().toLowerCase(Locale.ROOT);
    }

    /**
     * The host, which is no secret.
     *
     * @return a lower-case name or address, an IPv6 address without its brackets; never null
     */
    public String host() {
        return hostOf(uri);
    }

    /**
     * The port.
     *
     * @return as given, else that of the scheme
     */
    public int port() {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return scheme().equals("https") ? 443 : 80;
    }

    private static String hostOf(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedUrl url && url.uri.equals(uri);
    }

    @Override
    public int hashCode() {
        return uri.hashCode();
    }

    @Override
    public String toString() {
        return scheme() + "://" + uri.getHost() + "/…";
    }
}

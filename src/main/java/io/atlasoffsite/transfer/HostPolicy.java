package io.atlasoffsite.transfer;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * Which hosts may serve an archive. A host must match a pattern, speak https, and resolve to public
 * addresses only; the exceptions are spelled out. The port may be any: Atlas serves downloads on 27017.
 *
 * @param patterns exact host names, or {@code *.example.org} for every host below {@code example.org}; not null
 * @param loopback true when hosts of this machine may serve, over plain http too: where Atlas itself is a stand-in on loopback.
 *     A loopback host named exactly among the patterns is allowed as well
 * @param privateAddresses true when a host may resolve to a private or link-local address: where a private endpoint is meant
 */
public record HostPolicy(List<String> patterns, boolean loopback, boolean privateAddresses) {

    /** Copies the patterns in lower case. */
    public HostPolicy {
        patterns = patterns.stream()
                .map(pattern -> pattern.strip().toLowerCase(Locale.ROOT))
                .toList();
        if (patterns.stream().anyMatch(pattern -> pattern.isEmpty() || pattern.equals("*"))) {
            throw new IllegalArgumentException("a download host pattern is empty or allows every host");
        }
    }

    /**
     * Public https hosts only.
     *
     * @param patterns as above
     * @return the policy
     */
    public static HostPolicy of(List<String> patterns) {
        return new HostPolicy(patterns, false, false);
    }

    /**
     * Checks a link before it is asked for anything, resolving nothing.
     *
     * @param url the link; not null
     * @throws TransferException of kind {@link TransferException.Kind#HOST_NOT_ALLOWED} when its host may not serve
     */
    void check(SignedUrl url) throws TransferException {
        boolean local = Addresses.namesLoopback(url.host());
        if (local ? !loopback && !patterns.contains(url.host()) : !matches(url.host())) {
            throw TransferException.of(
                    TransferException.Kind.HOST_NOT_ALLOWED,
                    "the download host " + url.host()
                            + " is not among the allowed download hosts; add it if it is right");
        }
    }

    /**
     * Checks a redirect's target and makes a link of it.
     *
     * @throws TransferException when it leads to plain http, or to a host that may not serve
     */
    SignedUrl checkRedirect(URI target) throws TransferException {
        SignedUrl url;
        try {
            url = SignedUrl.of(target);
        } catch (IllegalArgumentException e) {
            throw TransferException.of(
                    TransferException.Kind.HOST_NOT_ALLOWED,
                    "the download host redirected to a place that is not https");
        }
        check(url);
        return url;
    }

    /**
     * Checks the addresses a host was resolved to: those that will be connected to.
     *
     * @throws UnknownHostException when any of them may not serve; its message says so
     */
    void checkAddresses(String host, InetAddress[] addresses) throws RefusedAddressException {
        boolean local = loopback || patterns.contains(host) && Addresses.namesLoopback(host);
        for (InetAddress address : addresses) {
            if (address.isLoopbackAddress() ? !local : !privateAddresses && Addresses.isPrivate(address)) {
                throw new RefusedAddressException(host);
            }
        }
    }

    private boolean matches(String host) {
        return patterns.stream()
                .anyMatch(pattern -> pattern.startsWith("*.")
                        ? host.endsWith(pattern.substring(1)) && host.length() > pattern.length() - 1
                        : host.equals(pattern));
    }

    /** A host resolved to an address that may not serve. It is an unknown-host failure, as resolvers may throw only those. */
    static final class RefusedAddressException extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        RefusedAddressException(String host) {
            super(host);
        }
    }
}

package io.atlasoffsite.transfer;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.regex.Pattern;

/** What kind of place an address or host name means. */
final class Addresses {

    private static final Pattern LOOPBACK_V4 = Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    private static final Pattern LOOPBACK_V6 = Pattern.compile("(0{1,4}:){7}0{0,3}1|::0{0,3}1");

    private Addresses() {}

    /** Whether a name means this machine, without asking the resolver. */
    static boolean namesLoopback(String host) {
        return host.equals("localhost")
                || LOOPBACK_V4.matcher(host).matches()
                || LOOPBACK_V6.matcher(host).matches();
    }

    /** Whether an address belongs to a network that is not the public internet; loopback is asked for apart. */
    static boolean isPrivate(InetAddress address) {
        byte[] octets = address.getAddress();
        return address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || (address instanceof Inet4Address ? isReservedV4(octets) : isReservedV6(octets));
    }

    /** 0/8, carrier-grade NAT 100.64/10, protocol assignments 192.0.0/24, benchmarks 198.18/15 and 240/4 (RFC 6890). */
    private static boolean isReservedV4(byte[] octets) {
        int first = octets[0] & 0xff;
        int second = octets[1] & 0xff;
        return first == 0
                || (first == 100 && second >= 64 && second < 128)
                || (first == 192 && second == 0 && octets[2] == 0)
                || (first == 198 && (second == 18 || second == 19))
                || first >= 240;
    }

    /** Unique local fc00::/7, and the prefixes that carry an IPv4 address past the checks: 64:ff9b::/96 and 2002::/16. */
    private static boolean isReservedV6(byte[] octets) {
        int first = octets[0] & 0xff;
        int second = octets[1] & 0xff;
        boolean translated = first == 0 && second == 0x64 && (octets[2] & 0xff) == 0xff && (octets[3] & 0xff) == 0x9b;
        return (first & 0xfe) == 0xfc || translated || (first == 0x20 && second == 0x02);
    }
}

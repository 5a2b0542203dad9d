package io.atlasoffsite.cli;

import io.atlasoffsite.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.regex.Pattern;

/**
 * The secrets of this process, so that log lines can be masked. It is the last line of defence, not the first: nothing of ours
 * logs one, but a library at level TRACE may. Configured secrets are kept for good, tokens and signed addresses only the latest.
 * Thread safe.
 */
final class Secrets {

    private static final int SHORTEST = 6;
    private static final int MOST_PASSING = 400;
    private static final String MASK = "***";

    /** What only the wire knows: a pair in Base64, a token or an address that is being read for the first time. */
    private static final Pattern ON_THE_WIRE =
            Pattern.compile("(?i)(authorization: (?:basic|bearer) |\"access_token\"\\s*:\\s*\""
                    + "|x-amz-(?:signature|credential|security-token)=|\"[a-z]*url\"\\s*:\\s*\"https?:)[^\"&\\s\\[]+");

    private final Set<String> configured = new LinkedHashSet<>();
    private final ConcurrentLinkedDeque<String> passing = new ConcurrentLinkedDeque<>();

    /** Keeps configured secrets for as long as the process lives. */
    synchronized void keep(Collection<Secret> secrets) {
        for (Secret secret : secrets) {
            add(configured, secret.reveal());
        }
    }

    /** Hears of a token or a signed address. */
    void passing(Secret secret) {
        Set<String> forms = new LinkedHashSet<>();
        String value = secret.reveal();
        add(forms, value);
        if (value.startsWith("https://") || value.startsWith("http://")) {
            addParts(forms, value);
        }
        forms.forEach(passing::addLast);
        while (passing.size() > MOST_PASSING) {
            passing.pollFirst();
        }
    }

    String mask(String line) {
        String masked = line;
        synchronized (this) {
            for (String secret : configured) {
                masked = masked.replace(secret, MASK);
            }
        }
        for (String secret : passing) {
            masked = masked.replace(secret, MASK);
        }
        return ON_THE_WIRE.matcher(masked).replaceAll("$1" + MASK);
    }

    private static void add(Set<String> forms, String value) {
        if (value.length() < SHORTEST) {
            return;
        }
        forms.add(value);
        forms.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    /** The secret of a signed address is in its path or its query; either may be logged without the other. */
    private static void addParts(Set<String> forms, String address) {
        try {
            URI uri = URI.create(address);
            if (uri.getRawQuery() != null) {
                for (String pair : uri.getRawQuery().split("&")) {
                    String value = pair.substring(pair.indexOf('=') + 1);
                    add(forms, value);
                    add(forms, URLDecoder.decode(value, StandardCharsets.UTF_8));
                }
            }
            for (String segment : uri.getRawPath().split("/")) {
                if (segment.length() >= 16 && !segment.startsWith("restore-")) {
                    add(forms, segment);
                }
            }
        } catch (IllegalArgumentException notAnAddress) {
            add(forms, address);
        }
    }
}

package io.atlasoffsite.sandbox;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A single byte range of something of known length; {@code to} is exclusive. */
record ByteRange(long from, long to) {

    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** Empty when the header is none this server understands; such a header is ignored (RFC 9110). */
    static Optional<ByteRange> parse(String header, long length) {
        Matcher matcher = SINGLE.matcher(header.strip());
        if (!matcher.matches() || matcher.group(1).isEmpty() && matcher.group(2).isEmpty()) {
            return Optional.empty();
        }
        if (matcher.group(1).isEmpty()) {
            long last = Long.parseLong(matcher.group(2));
            return Optional.of(new ByteRange(Math.max(0, length - last), last == 0 ? 0 : length));
        }
        long from = Long.parseLong(matcher.group(1));
        long to = matcher.group(2).isEmpty() ? length : Math.min(length, Long.parseLong(matcher.group(2)) + 1);
        return Optional.of(new ByteRange(from, to));
    }

    boolean satisfiable() {
        return from < to;
    }
}

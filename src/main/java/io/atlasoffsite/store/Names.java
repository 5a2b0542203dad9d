package io.atlasoffsite.store;

import java.util.regex.Pattern;

/** The patterns that names from outside must match before they become part of a path. */
final class Names {

    static final Pattern OBJECT_ID = Pattern.compile("[a-f0-9]{24}");
    static final Pattern PLAN = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    static final Pattern CLUSTER = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9-]{0,63}");
    static final Pattern REPLICA_SET = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]{0,127}");
    static final Pattern ATTEMPT = Pattern.compile("[a-f0-9]{8}");
    static final Pattern SHA256 = Pattern.compile("[a-f0-9]{64}");

    private Names() {}

    static String check(Pattern pattern, String what, String value) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    what + " does not match " + pattern + ": '" + value.replaceAll("[^\\x20-\\x7e]", "?") + "'");
        }
        return value;
    }
}

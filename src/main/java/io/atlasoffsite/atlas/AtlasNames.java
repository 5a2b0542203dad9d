package io.atlasoffsite.atlas;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import java.util.regex.Pattern;

/** Checks names against the patterns of the Atlas reference before they become part of a request. */
final class AtlasNames {

    private static final Pattern ID = Pattern.compile("[a-f0-9]{24}");
    private static final Pattern CLUSTER = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9-]{0,63}");
    private static final int SHOWN = 80;

    private AtlasNames() {}

    static String project(String value) {
        return matching(ID, value, "project id", "24 hexadecimal digits");
    }

    static String cluster(String value) {
        return matching(CLUSTER, value, "cluster name", "1 to 64 letters, digits and hyphens, not a hyphen first");
    }

    static String snapshot(String value) {
        return matching(ID, value, "snapshot id", "24 hexadecimal digits");
    }

    static String job(String value) {
        return matching(ID, value, "restore job id", "24 hexadecimal digits");
    }

    static boolean isId(String value) {
        return ID.matcher(value).matches();
    }

    static boolean isCluster(String value) {
        return CLUSTER.matcher(value).matches();
    }

    private static String matching(Pattern pattern, String value, String what, String rule) {
        if (value != null && pattern.matcher(value).matches()) {
            return value;
        }
        throw OffsiteException.because(Reason.INVALID_REQUEST, "the " + what + " '" + shown(value) + "' is not one")
                .hint("a " + what + " has " + rule)
                .build();
    }

    private static String shown(String value) {
        if (value == null) {
            return "";
        }
        String printable = value.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() > SHOWN ? printable.substring(0, SHOWN) + "…" : printable;
    }
}

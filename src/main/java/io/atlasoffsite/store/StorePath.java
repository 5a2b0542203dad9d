package io.atlasoffsite.store;

import java.util.regex.Pattern;

/** The rule every path obeys before it touches a disk or a key. */
final class StorePath {

    private static final Pattern SEGMENT = Pattern.compile("[^/\\\\\\p{Cntrl}\\p{Cs}]{1,255}");

    private StorePath() {}

    /** Answers the path itself, or refuses it. */
    static String check(String path) {
        if (path.length() > 900) {
            throw new IllegalArgumentException("a store path is at most 900 characters, this one has " + path.length());
        }
        for (String segment : path.split("/", -1)) {
            if (segment.equals(".")
                    || segment.equals("..")
                    || !SEGMENT.matcher(segment).matches()) {
                throw new IllegalArgumentException("not a path in a store: '" + printable(path) + "'");
            }
        }
        return path;
    }

    /** As {@link #check}, and the empty path is the root. */
    static String checkFolder(String folder) {
        return folder.isEmpty() ? folder : check(folder);
    }

    /** The last segment. */
    static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String printable(String path) {
        return path.replaceAll("\\p{Cntrl}", "?");
    }
}

package io.atlasoffsite.message;

import java.util.regex.Pattern;

/**
 * The forms a value may have. None admits a control character, a brace or a dollar sign, so nothing that comes in can reach a
 * path, a header or an expression as anything but itself.
 */
enum Shape {
    REQUEST_ID("[!-#%-z|~]{1,200}", "1 to 200 visible ASCII characters without {, } and $"),
    NAME("[a-z0-9][a-z0-9-]{0,62}", "1 to 63 lower-case letters, digits and hyphens, as in offsite.yaml"),
    CLUSTER("[a-zA-Z0-9][a-zA-Z0-9-]{0,63}", "1 to 64 letters, digits and hyphens, as in Atlas"),
    OBJECT_ID("[a-f0-9]{24}", "24 hexadecimal digits, as in Atlas"),
    KIND("auto|flex|dedicated|shared|serverless", "auto, flex, dedicated, shared or serverless"),
    COPY(
            "([a-z0-9][a-z0-9-]{0,62}:)?[a-f0-9]{24}/[a-zA-Z0-9][a-zA-Z0-9-]{0,63}/[0-9]{8}T[0-9]{6}Z-[a-f0-9]{24}",
            "the id of a copy, <projectId>/<cluster>/<takenAt>-<snapshotId>, as offsite list shows it, perhaps with store: before it"),
    INTO(
            "(?!.*\\.\\.)(?!.*\\.partial(/|$))[A-Za-z0-9][A-Za-z0-9._-]{0,127}(/[A-Za-z0-9][A-Za-z0-9._-]{0,127}){0,3}",
            "a name below restore.directory: 1 to 4 parts with / between them, each of letters, digits, dots, _ and -, none with .. or ending in .partial"),
    REPLICA_SET("[a-zA-Z0-9][a-zA-Z0-9_-]{0,127}", "the name of a replica set, as the copy's manifest has it"),
    QUEUE("[A-Za-z0-9][A-Za-z0-9._-]{0,199}", "the name of a queue: letters, digits, dots, _ and -"),
    /** Whatever it says is compared with the target, so that what was typed wrong is refused as just that. */
    CONFIRMATION("[ -#%-z|~]{0,200}", "the target once more, as <projectId>/<cluster>"),
    INSTANT(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z",
            "an instant in UTC, e.g. 2026-08-02T17:06:56Z");

    private final Pattern pattern;
    private final String words;

    Shape(String pattern, String words) {
        this.pattern = Pattern.compile(pattern);
        this.words = words;
    }

    boolean fits(String value) {
        return pattern.matcher(value).matches();
    }

    String words() {
        return words;
    }
}

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
    KIND("auto|flex|dedicated|shared|serverless", "auto, flex, dedicated, shared or serverless");

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

package io.atlasoffsite.restore;

import java.io.IOException;

/** An entry of an archive that cannot become a file here as it is. The text shows its name, made printable. */
final class RefusedEntry extends IOException {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 100;

    RefusedEntry(String name, String why) {
        super("the entry '" + shown(name) + "' " + why);
    }

    static String shown(String name) {
        String shortened = name.length() > SHOWN ? name.substring(0, SHOWN) + "…" : name;
        return shortened.replaceAll("[^\\x20-\\x7e…]", "?");
    }
}

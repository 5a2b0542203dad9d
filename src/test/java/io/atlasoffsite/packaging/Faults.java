package io.atlasoffsite.packaging;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a file. For one thread. */
final class Faults {

    private final List<String> found = new ArrayList<>();

    /** Notes what was wanted and is not so. */
    void unless(boolean right, String wanted) {
        if (!right) {
            found.add(wanted);
        }
    }

    List<String> found() {
        return List.copyOf(found);
    }
}

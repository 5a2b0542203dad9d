package io.atlasoffsite.plan;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one file: at most one problem per key, the first one found. */
final class Problems {

    private final String file;
    private final List<ConfigProblem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(String key, String problem, String remedy) {
        if (found.stream().noneMatch(known -> known.key().equals(key))) {
            found.add(new ConfigProblem(file, key, problem, remedy));
        }
    }

    /** Whether something is wrong with a key or below it. */
    boolean touch(String key) {
        return found.stream()
                .anyMatch(known -> known.key().equals(key) || known.key().startsWith(key + "."));
    }

    ConfigException alone(String problem, String remedy) {
        return new ConfigException(List.of(new ConfigProblem(file, "", problem, remedy)));
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ConfigException(found);
        }
    }
}

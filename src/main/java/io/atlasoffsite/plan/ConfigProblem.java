package io.atlasoffsite.plan;

/**
 * One thing that is wrong with a configuration file.
 *
 * @param file the file, as it was named
 * @param key the path of the key, e.g. {@code plans.orders-nightly.schedule}; empty when the whole file is meant
 * @param problem what is wrong, free of secrets
 * @param remedy what to do
 */
public record ConfigProblem(String file, String key, String problem, String remedy) {

    @Override
    public String toString() {
        return file + ": " + (key.isEmpty() ? "" : key + ": ") + problem + " – " + remedy;
    }
}

package io.atlasoffsite.plan;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration file that cannot be used. Its message has one line per problem, all of them, free of secrets. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    /**
     * Makes the exception.
     *
     * @param problems what is wrong, at least one
     */
    public ConfigException(List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /**
     * What is wrong, in the file's order as far as there is one.
     *
     * @return the problems; empty after this exception was serialized, never null
     */
    public List<ConfigProblem> problems() {
        return problems == null ? List.of() : problems;
    }
}

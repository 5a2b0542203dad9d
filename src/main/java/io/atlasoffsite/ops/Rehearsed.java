package io.atlasoffsite.ops;

import io.atlasoffsite.ops.RehearsalState.Last;
import io.atlasoffsite.ops.RehearsalState.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known of a cluster's rehearsals by one plan. Immutable and thread safe.
 *
 * @param plan the plan's name
 * @param cluster the cluster's name; of a plan for many projects with the project's id and a slash before it
 * @param alertAfter the age of the last one that is promised not to be exceeded; empty when nothing is promised
 * @param last the last one from each store that has one
 * @param partly true when a store could not be read
 */
public record Rehearsed(String plan, String cluster, Optional<Duration> alertAfter, List<Last> last, boolean partly) {

    /** Copies the list. */
    public Rehearsed {
        last = List.copyOf(last);
    }

    /**
     * Compares it with what was promised.
     *
     * @param now the time, UTC
     * @return the verdict; one that is unhealthy is unknown where a store could not be read
     */
    public RehearsalState judge(Instant now) {
        Optional<Last> newest = last.stream().max(Comparator.comparing(Last::at));
        Optional<Duration> age = newest.map(one -> Duration.between(one.at(), now));
        State state = newest.map(one -> judge(one, age.orElseThrow()))
                .orElse(alertAfter.isPresent() ? State.MISSING : State.NEVER);
        boolean mayBeBetter = partly && (newest.isEmpty() || !state.healthy());
        return new RehearsalState(plan, cluster, newest, age, alertAfter, mayBeBetter ? State.UNKNOWN : state);
    }

    private State judge(Last one, Duration age) {
        boolean late = alertAfter.isPresent() && age.compareTo(alertAfter.get()) > 0;
        return late && one.outcome() != State.FAILED ? State.OVERDUE : one.outcome();
    }

    /** The same with rehearsals that are known besides; of each store the later one counts. */
    Rehearsed with(List<Last> others) {
        Map<String, Last> byStore = Stream.concat(last.stream(), others.stream())
                .collect(Collectors.toMap(
                        Last::store,
                        one -> one,
                        (one, other) -> other.at().isAfter(one.at()) ? other : one,
                        TreeMap::new));
        return new Rehearsed(plan, cluster, alertAfter, List.copyOf(byStore.values()), partly);
    }
}

package io.atlasoffsite.sandbox;

import java.util.List;

/**
 * One fault: when, and what. Calls are counted per fault, among those it matches.
 *
 * @param operation an {@link Operation#id()}; empty matches every one
 * @param cluster name; empty matches every one
 * @param snapshot snapshot id; empty matches every one
 * @param on numbers of the matching calls it strikes, from 1; empty means each
 * @param times how often it strikes at most; 0 is without limit
 * @param action what happens
 */
public record Fault(
        String operation, String cluster, String snapshot, List<Integer> on, int times, FaultAction action) {

    /**
     * Fills in what was left out.
     *
     * @throws IllegalArgumentException without an action, or with an operation that does not exist
     */
    public Fault {
        operation = operation == null ? "" : operation;
        cluster = cluster == null ? "" : cluster;
        snapshot = snapshot == null ? "" : snapshot;
        on = on == null ? List.of() : List.copyOf(on);
        if (action == null) {
            throw new IllegalArgumentException("a fault needs an action, such as {type: cut, afterBytes: 1000}");
        }
        if (!operation.isEmpty() && !known(operation)) {
            throw new IllegalArgumentException(
                    "there is no operation '" + operation + "'; the sandbox's documentation lists them");
        }
    }

    /** On every call of this operation. */
    public static Fault always(Operation operation, FaultAction action) {
        return new Fault(operation.id(), "", "", List.of(), 0, action);
    }

    /** On the first so many calls of this operation. */
    public static Fault first(int times, Operation operation, FaultAction action) {
        return new Fault(operation.id(), "", "", List.of(), times, action);
    }

    /** On the calls of this operation with these numbers, from 1. */
    public static Fault on(List<Integer> numbers, Operation operation, FaultAction action) {
        return new Fault(operation.id(), "", "", numbers, 0, action);
    }

    /** The same, only for this cluster. */
    public Fault forCluster(String name) {
        return new Fault(operation, name, snapshot, on, times, action);
    }

    /** The same, only for this snapshot. */
    public Fault forSnapshot(String id) {
        return new Fault(operation, cluster, id, on, times, action);
    }

    boolean matches(String calledOperation, String calledCluster, String calledSnapshot) {
        return (operation.isEmpty() || operation.equals(calledOperation))
                && (cluster.isEmpty() || cluster.equals(calledCluster))
                && (snapshot.isEmpty() || snapshot.equals(calledSnapshot));
    }

    private static boolean known(String id) {
        for (Operation operation : Operation.values()) {
            if (operation.id().equals(id)) {
                return true;
            }
        }
        return false;
    }
}

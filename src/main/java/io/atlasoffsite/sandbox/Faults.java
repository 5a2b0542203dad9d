package io.atlasoffsite.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The faults a sandbox has at present. Thread-safe. */
public final class Faults {

    private final List<Armed> armed = new ArrayList<>();

    Faults(List<Fault> initial) {
        initial.forEach(this::add);
    }

    /**
     * Reads a file {@code {faults: [ … ]}}, YAML or JSON.
     *
     * @throws IOException when it cannot be read
     * @throws IllegalArgumentException when it is no such file; says where
     */
    public static List<Fault> read(Path file) throws IOException {
        String text = Files.readString(file);
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the faults file " + file + " is not usable: " + e.getMessage(), e);
        }
    }

    /** Adds one. */
    public synchronized void add(Fault fault) {
        armed.add(new Armed(fault));
    }

    /** Removes all. */
    public synchronized void clear() {
        armed.clear();
    }

    /** The faults, in the order they were added, spent ones included. */
    public synchronized List<Fault> all() {
        return armed.stream().map(one -> one.fault).toList();
    }

    /** How often any fault struck. */
    public synchronized int struck() {
        return armed.stream().mapToInt(one -> one.struck).sum();
    }

    /** Counts this call and gives what strikes it. */
    synchronized List<FaultAction> strike(Operation operation, String cluster, String snapshot) {
        List<FaultAction> actions = new ArrayList<>();
        for (Armed one : armed) {
            if (one.fault.matches(operation.id(), cluster, snapshot) && one.strikes()) {
                actions.add(one.fault.action());
            }
        }
        return actions;
    }

    static List<Fault> parse(String text) {
        try {
            return Json.YAML.readValue(text, FaultFile.class).faults();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    /** The shape of a faults file. */
    record FaultFile(List<Fault> faults) {

        FaultFile {
            faults = faults == null ? List.of() : List.copyOf(faults);
        }
    }

    private static final class Armed {

        private final Fault fault;
        private int calls;
        private int struck;

        private Armed(Fault fault) {
            this.fault = fault;
        }

        private boolean strikes() {
            calls++;
            boolean now = (fault.on().isEmpty() || fault.on().contains(calls))
                    && (fault.times() == 0 || struck < fault.times());
            if (now) {
                struck++;
            }
            return now;
        }
    }
}

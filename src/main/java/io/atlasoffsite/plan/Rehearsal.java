package io.atlasoffsite.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How restores of a plan's newest copies are rehearsed. Immutable and thread safe.
 *
 * @param schedule when it happens by itself; empty for only when asked
 * @param store the store of the plan whose copies are restored; empty for the first one that has the newest copy
 * @param directory where copies are restored to and removed from again; empty for {@code rehearsals} below
 *     {@link RestoreConfig#directory}
 * @param command the proof of what was restored, a program and its arguments; empty when extracting is the rehearsal
 * @param timeout how long the command may take
 * @param alertAfter the age of a cluster's last rehearsal beyond which it counts as overdue; empty for never
 */
public record Rehearsal(
        Optional<Plan.Schedule> schedule,
        Optional<String> store,
        Optional<Path> directory,
        List<String> command,
        Duration timeout,
        Optional<Duration> alertAfter) {

    /** A rehearsal by hand of a plan that says nothing about rehearsals. */
    public static final Rehearsal BY_HAND = new Rehearsal(
            Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Duration.ofHours(1), Optional.empty());

    /** Copies the list; refuses missing parts. */
    public Rehearsal {
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(alertAfter, "alertAfter");
        command = List.copyOf(command);
    }

    /**
     * Where copies are restored to.
     *
     * @param restores what restores may do; not null
     * @return the directory, perhaps relative to the working directory
     */
    public Path scratch(RestoreConfig restores) {
        return directory.orElseGet(() -> restores.directory().resolve("rehearsals"));
    }
}

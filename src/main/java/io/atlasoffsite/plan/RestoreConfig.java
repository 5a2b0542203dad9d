package io.atlasoffsite.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What restores may do. Immutable and thread safe.
 *
 * @param directory restores that come by message land below it
 * @param replyTo patterns of the queues results may be sent to; {@code *} stands for any characters
 * @param then what takes over when a directory is there
 * @param inAtlas restores that Atlas does itself
 */
public record RestoreConfig(Path directory, List<String> replyTo, Optional<Then> then, InAtlas inAtlas) {

    /** Copies the list. */
    public RestoreConfig {
        replyTo = List.copyOf(replyTo);
    }

    /**
     * Whether results may be sent to a queue.
     *
     * @param queue its name; not null
     * @return true when one of the patterns fits
     */
    public boolean mayReplyTo(String queue) {
        return replyTo.stream().anyMatch(pattern -> Text.matches(pattern, queue));
    }

    /**
     * A command that takes over.
     *
     * @param command the program and its arguments, as they are: no shell reads them; at least one word
     * @param timeout how long it may run
     */
    public record Then(List<String> command, Duration timeout) {

        /** Copies the list. */
        public Then {
            command = List.copyOf(command);
        }
    }

    /**
     * Restores in Atlas, which wipe their target first.
     *
     * @param enabled false refuses all of them
     * @param ledger the store that remembers which were asked for; present when enabled
     * @param targets the only clusters that may be wiped
     */
    public record InAtlas(boolean enabled, Optional<String> ledger, List<Target> targets) {

        /** Copies the list. */
        public InAtlas {
            targets = List.copyOf(targets);
        }
    }

    /**
     * A cluster that may be wiped.
     *
     * @param project the project's id
     * @param cluster the cluster's name
     * @param allowProtected true when it may be wiped although a plan looks after it
     */
    public record Target(String project, String cluster, boolean allowProtected) {}
}

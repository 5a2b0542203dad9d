package io.atlasoffsite.ops;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** The transfers of this process that are under way, for progress bars, status and metrics. Thread safe. */
public final class TransferBoard {

    private final Map<String, Moving> moving = new ConcurrentHashMap<>();

    /**
     * One archive on its way into one store.
     *
     * @param file the archive's file name
     * @param store the store's name
     * @param phase what is happening to it, e.g. {@code moving}, {@code proving}
     * @param bytes done so far in this phase
     * @param total of this phase, empty when not known
     */
    public record Moving(String file, String store, String phase, long bytes, OptionalLong total) {}

    /**
     * Notes how a transfer is getting on.
     *
     * @param now its state
     */
    public void update(Moving now) {
        moving.put(key(now.file(), now.store()), now);
    }

    /**
     * Forgets a transfer that has ended.
     *
     * @param file the archive's file name
     * @param store the store's name
     */
    public void ended(String file, String store) {
        moving.remove(key(file, store));
    }

    /**
     * What is under way now.
     *
     * @return a snapshot in no particular order
     */
    public Collection<Moving> underWay() {
        return List.copyOf(moving.values());
    }

    private static String key(String file, String store) {
        return store + "/" + file;
    }
}

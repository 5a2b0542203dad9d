package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.atlas.ClusterKind;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Layout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What became of each request to restore in Atlas: a folder for each request, and in it one small file for each step,
 * {@code 0001.json}, {@code 0002.json} and so on. A step is written only if there is none of its number. So of all processes that
 * know the same story, only one can write how it goes on, and a process that slept through a part of it learns so by not being able to
 * write. What was written is never written over. Thread safe.
 */
final class RestoreLedger {

    private static final int GREATEST_STEP = 256 * 1024;
    private static final Pattern STEP = Pattern.compile("([0-9]{4,9})\\.json");

    private final ArchiveStore store;
    private final Json json;
    private final String node;
    private final Supplier<String> tokens;

    /**
     * Opens the ledger.
     *
     * @param store a store that enforces write-if-absent
     * @param json how steps are read and written
     * @param node the data directory that writes
     */
    RestoreLedger(ArchiveStore store, Json json, String node) {
        this(store, json, node, () -> UUID.randomUUID().toString());
    }

    RestoreLedger(ArchiveStore store, Json json, String node, Supplier<String> tokens) {
        this.store = store;
        this.json = json;
        this.node = node;
        this.tokens = tokens;
    }

    /**
     * What a request turned out to mean, the same at each of its deliveries.
     *
     * @param requestId the request
     * @param fingerprint SHA-256 of all that is asked for, 64 hexadecimal digits
     * @param kind the kind of cluster the snapshot is of
     * @param snapshotId the snapshot; empty for a moment
     */
    record Asked(String requestId, String fingerprint, ClusterKind kind, Optional<String> snapshotId) {}

    /**
     * How far a request has come.
     *
     * @param asked what it means
     * @param number the number of its last step, from 1
     * @param last its last step
     */
    record Entry(Asked asked, int number, LedgerStep last) {}

    /**
     * Reads an entry.
     *
     * @param requestId which request
     * @return how far it has come; empty when it was never begun
     * @throws IOException when the store cannot say
     * @throws OffsiteException {@code restore-refused} for an entry that is damaged: nobody can say any more what was asked for
     */
    Optional<Entry> find(String requestId) throws IOException {
        List<Integer> numbers = store.list(Layout.request(requestId)).stream()
                .map(file -> STEP.matcher(file.name()))
                .filter(Matcher::matches)
                .map(matcher -> Integer.valueOf(matcher.group(1)))
                .sorted()
                .toList();
        if (numbers.isEmpty()) {
            return Optional.empty();
        }
        int number = numbers.size();
        if (numbers.get(number - 1) != number) {
            throw damaged(requestId, "steps are missing");
        }
        Asked asked = asked(requestId, read(requestId, 1));
        LedgerStep last = LedgerJson.step(read(requestId, number))
                .orElseThrow(() -> damaged(requestId, file(number) + " cannot be read"));
        return Optional.of(new Entry(asked, number, last));
    }

    /**
     * Writes how an entry goes on, unless somebody else did.
     *
     * @param asked what the request means
     * @param number the number of the step, one more than the entry has
     * @param step what happens
     * @return whether this call wrote it; false means that the entry has to be read again
     * @throws IOException when that is not known
     */
    boolean append(Asked asked, int number, LedgerStep step) throws IOException {
        ObjectNode tree = json.object();
        if (number == 1) {
            tree.put("requestId", asked.requestId()).put("fingerprint", asked.fingerprint());
            tree.put("kind", asked.kind().code());
            asked.snapshotId().ifPresent(snapshot -> tree.put("snapshotId", snapshot));
        }
        LedgerJson.write(step, tree);
        // The token tells a step of ours whose confirmation was lost from the same step of somebody else.
        tree.put("node", node).put("token", tokens.get());
        byte[] content = json.writePretty(tree).getBytes(StandardCharsets.UTF_8);
        return store.putIfAbsent(path(asked.requestId(), number), content);
    }

    /** Makes sure that the ledger's store can hold one. */
    void refuseUnfit() throws IOException {
        refuseUnfit(store);
    }

    /**
     * Makes sure that a store can hold a ledger.
     *
     * @param store which
     * @throws OffsiteException {@code restore-refused} when it does not enforce write-if-absent
     * @throws IOException when it cannot be tried
     */
    static void refuseUnfit(ArchiveStore store) throws IOException {
        if (!store.conditional()) {
            throw OffsiteException.because(
                            Reason.RESTORE_REFUSED,
                            "store '" + store.name() + "' does not enforce conditional writes, so it cannot remember"
                                    + " which restores were asked for")
                    .hint("set restore.inAtlas.ledger to a store whose line 'conditional write' in offsite check is ok")
                    .build();
        }
    }

    private JsonNode read(String requestId, int number) throws IOException {
        byte[] content = store.read(path(requestId, number), GREATEST_STEP)
                .orElseThrow(() -> damaged(requestId, file(number) + " is missing"));
        try {
            return json.read(content);
        } catch (IOException cut) {
            throw damaged(requestId, file(number) + " cannot be read");
        }
    }

    private Asked asked(String requestId, JsonNode first) {
        ClusterKind kind = ClusterKind.ofCode(first.path("kind").asText())
                .orElseThrow(() -> damaged(requestId, file(1) + " cannot be read"));
        if (!first.path("requestId").asText().equals(requestId)) {
            throw damaged(requestId, file(1) + " is about another request");
        }
        Optional<String> snapshot =
                Optional.of(first.path("snapshotId").asText()).filter(id -> !id.isEmpty());
        return new Asked(requestId, first.path("fingerprint").asText(), kind, snapshot);
    }

    private OffsiteException damaged(String requestId, String how) {
        return OffsiteException.because(
                        Reason.RESTORE_REFUSED,
                        "store '" + store.name() + "': " + Layout.request(requestId) + " is damaged (" + how
                                + "), so nobody can say what was asked of Atlas")
                .hint(
                        "look at the target's restore jobs in Atlas; when none is wanted any more, ask under another requestId")
                .build();
    }

    private static String path(String requestId, int number) {
        return Layout.request(requestId) + "/" + file(number);
    }

    private static String file(int number) {
        return String.format("%04d.json", number);
    }
}

package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.store.Layout;
import io.atlasoffsite.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger as one small file per snapshot in the stores the copy goes to: {@code .offsite/jobs/<snapshotId>.json}. */
final class StoredJobs implements JobLedger {

    private static final int GREATEST_ENTRY = 64 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(StoredJobs.class);

    private final Stores stores;
    private final Json json;

    StoredJobs(Stores stores, Json json) {
        this.stores = stores;
        this.json = json;
    }

    @Override
    public Optional<Entry> find(List<String> names, String snapshotId) throws IOException {
        Optional<Entry> newest = Optional.empty();
        Troubles troubles = new Troubles();
        for (String name : names) {
            try {
                Optional<byte[]> content = stores.open(name).read(Layout.job(snapshotId), GREATEST_ENTRY);
                Optional<Entry> found = content.flatMap(bytes -> read(name, snapshotId, bytes));
                if (found.isPresent()
                        && newest.filter(other -> !older(other, found.get())).isEmpty()) {
                    newest = found;
                }
            } catch (StoreException failure) {
                troubles.add(failure);
            }
        }
        if (troubles.count() == names.size()) {
            troubles.throwFirst();
        }
        return newest;
    }

    @Override
    public void write(List<String> names, Entry entry) throws IOException {
        byte[] content = bytes(entry);
        Troubles troubles = new Troubles();
        for (String name : names) {
            try {
                stores.open(name).put(Layout.job(entry.snapshotId()), content);
                return;
            } catch (StoreException failure) {
                troubles.add(failure);
            }
        }
        troubles.throwFirst();
    }

    @Override
    public void forget(List<String> names, String snapshotId) throws IOException {
        Troubles troubles = new Troubles();
        for (String name : names) {
            try {
                stores.open(name).delete(Layout.job(snapshotId));
            } catch (StoreException failure) {
                troubles.add(failure);
            }
        }
        troubles.throwFirst();
    }

    private static boolean older(Entry one, Entry other) {
        return one.requestedAt().isBefore(other.requestedAt());
    }

    private byte[] bytes(Entry entry) {
        ObjectNode node = json.object();
        node.put("snapshotId", entry.snapshotId());
        node.put("project", entry.project());
        node.put("cluster", entry.cluster());
        node.put("node", entry.node());
        node.put("requestedAt", entry.requestedAt().toString());
        entry.jobId().ifPresent(id -> node.put("jobId", id));
        entry.knownBefore().stream().sorted().forEach(node.putArray("knownBefore")::add);
        return json.writePretty(node).getBytes(StandardCharsets.UTF_8);
    }

    /** An entry that cannot be read counts as none: its job is then somebody else's, which is waited for and never deleted. */
    private Optional<Entry> read(String store, String snapshotId, byte[] content) {
        try {
            JsonNode node = json.read(content);
            Set<String> known = new HashSet<>();
            node.path("knownBefore").forEach(id -> known.add(id.asText()));
            return Optional.of(new Entry(
                    snapshotId,
                    node.path("project").asText(),
                    node.path("cluster").asText(),
                    node.path("node").asText(),
                    Instant.parse(node.path("requestedAt").asText()),
                    known,
                    Optional.of(node.path("jobId").asText()).filter(id -> !id.isEmpty())));
        } catch (IOException | DateTimeException damaged) {
            LOG.warn("store {}: {} is damaged and does not count", store, Layout.job(snapshotId));
            return Optional.empty();
        }
    }

    /** The failures of single stores while others still work. */
    private static final class Troubles {

        private Optional<StoreException> first = Optional.empty();
        private int count;

        void add(StoreException failure) {
            count++;
            if (first.isPresent()) {
                first.get().addSuppressed(failure);
            } else {
                first = Optional.of(failure);
            }
        }

        int count() {
            return count;
        }

        void throwFirst() throws StoreException {
            if (first.isPresent()) {
                throw first.get();
            }
        }
    }
}

package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.atlas.Snapshot;
import io.atlasoffsite.message.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Atlas's snapshots as they are shown, the same columns for every kind of cluster.
 *
 * @param snapshots in the order they are shown
 * @param stores the names of the stores that have a copy, by snapshot id
 */
record SnapshotRows(List<Snapshot> snapshots, Map<String, List<String>> stores) {

    void print(PrintWriter out) {
        if (!snapshots.isEmpty()) {
            Table table = new Table("ID", "TAKEN", "EXPIRES", "STATUS", "TYPE", "VERSION", ">SIZE", "COPIED IN");
            snapshots.forEach(snapshot -> table.row(
                    snapshot.id(),
                    Human.time(snapshot.takenAt()),
                    Human.time(snapshot.expiresAt()),
                    snapshot.status().toLowerCase(Locale.ROOT),
                    snapshot.snapshotType(),
                    snapshot.mongodbVersion(),
                    Human.bytes(snapshot.storageSizeBytes()),
                    String.join(", ", copiedIn(snapshot))));
            table.print(out);
        }
        long copied = snapshots.stream()
                .filter(snapshot -> !copiedIn(snapshot).isEmpty())
                .count();
        out.println(Human.count(snapshots.size(), "snapshot", "snapshots") + ", " + copied + " copied");
        out.flush();
    }

    ArrayNode toTree() {
        Json json = new Json();
        ArrayNode list = json.list();
        for (Snapshot snapshot : snapshots) {
            ObjectNode tree = json.object()
                    .put("id", snapshot.id())
                    .put("kind", snapshot.kind().code())
                    .put("status", snapshot.status().toLowerCase(Locale.ROOT))
                    .put("type", snapshot.snapshotType())
                    .put("mongodbVersion", snapshot.mongodbVersion());
            snapshot.takenAt().ifPresent(at -> tree.put("takenAt", at.toString()));
            snapshot.expiresAt().ifPresent(at -> tree.put("expiresAt", at.toString()));
            snapshot.storageSizeBytes().ifPresent(bytes -> tree.put("storageSizeBytes", bytes));
            tree.set("copiedIn", json.tree(copiedIn(snapshot)));
            list.add(tree);
        }
        return list;
    }

    private List<String> copiedIn(Snapshot snapshot) {
        return stores.getOrDefault(snapshot.id(), List.of());
    }
}

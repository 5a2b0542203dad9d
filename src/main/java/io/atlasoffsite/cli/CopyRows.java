package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.store.CatalogEntry;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.store.SealedManifest;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/**
 * The catalog as it is shown.
 *
 * @param rows in the order they are shown
 */
record CopyRows(List<Row> rows) {

    /**
     * One copy in one store.
     *
     * @param store the store's name
     * @param entry the copy
     */
    record Row(String store, CatalogEntry entry) {

        Optional<Manifest> manifest() {
            return entry.sealedManifest().map(SealedManifest::manifest);
        }

        String state() {
            if (entry instanceof CatalogEntry.Newer newer) {
                return "newer (format " + newer.formatVersion() + ")";
            }
            return entry instanceof CatalogEntry.Damaged damaged ? "damaged: " + damaged.why() : "ok";
        }
    }

    void print(PrintWriter out, List<Catalogs.Reading> readings) {
        if (!rows.isEmpty()) {
            Table table = new Table("COPY", "STORE", "KIND", "TAKEN", ">SIZE", ">ARCHIVES", "PLAN", "STATE");
            rows.forEach(row -> add(table, row));
            table.print(out);
        }
        long read =
                readings.stream().filter(reading -> reading.failure().isEmpty()).count();
        long bytes = rows.stream()
                .flatMap(row -> row.manifest().stream())
                .mapToLong(Manifest::bytes)
                .sum();
        out.println(Human.count(rows.size(), "copy", "copies") + ", " + Human.bytes(bytes) + ", in "
                + Human.count(read, "store", "stores") + strange());
        out.flush();
    }

    ArrayNode toTree() {
        Json json = new Json();
        ArrayNode list = json.list();
        rows.forEach(row -> list.add(tree(row, json)));
        return list;
    }

    private String strange() {
        long damaged = rows.stream()
                .filter(row -> row.entry() instanceof CatalogEntry.Damaged)
                .count();
        long newer = rows.stream()
                .filter(row -> row.entry() instanceof CatalogEntry.Newer)
                .count();
        return (damaged == 0 ? "" : "; " + damaged + " damaged")
                + (newer == 0 ? "" : "; " + newer + " of a newer format, which this version never touches");
    }

    private static void add(Table table, Row row) {
        Optional<Manifest> manifest = row.manifest();
        table.row(
                row.entry().copyId().toString(),
                row.store(),
                manifest.map(it -> it.cluster().kind()).orElse(""),
                row.entry().copyId().takenAt().toString(),
                manifest.map(it -> Human.bytes(it.bytes())).orElse(""),
                manifest.map(it -> Integer.toString(it.archives().size())).orElse(""),
                manifest.map(Manifest::plan).orElse(""),
                row.state());
    }

    private static ObjectNode tree(Row row, Json json) {
        ObjectNode tree = json.object();
        tree.put("copyId", row.entry().copyId().toString()).put("store", row.store());
        tree.put("takenAt", row.entry().copyId().takenAt().toString());
        tree.put("state", "ok");
        if (row.entry() instanceof CatalogEntry.Newer newer) {
            tree.put("state", "newer").put("formatVersion", newer.formatVersion());
        } else if (row.entry() instanceof CatalogEntry.Damaged damaged) {
            tree.put("state", "damaged").put("why", damaged.why());
        }
        row.manifest().ifPresent(manifest -> describe(tree, manifest));
        return tree;
    }

    private static void describe(ObjectNode tree, Manifest manifest) {
        tree.put("plan", manifest.plan())
                .put("kind", manifest.cluster().kind())
                .put("snapshotId", manifest.snapshot().id())
                .put("mongodbVersion", manifest.snapshot().mongodbVersion())
                .put("archives", manifest.archives().size())
                .put("bytes", manifest.bytes())
                .put("finishedAt", manifest.finishedAt().toString())
                .put("warnings", manifest.warnings().size());
    }
}

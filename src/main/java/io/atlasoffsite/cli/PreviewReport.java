package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.atlas.Snapshot;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.route.CopyPreview;

/**
 * What a copy would be, as it is shown.
 *
 * @param preview what the route found out
 */
record PreviewReport(CopyPreview preview) {

    void print(Screen screen) {
        Snapshot snapshot = preview.snapshot();
        String size = snapshot.storageSizeBytes().isPresent()
                ? Human.bytes(snapshot.storageSizeBytes()) + " stored in Atlas"
                : "size not told by Atlas";
        screen.line("would copy " + preview.copyId());
        screen.line("  " + snapshot.kind().code() + ", MongoDB " + snapshot.mongodbVersion() + ", " + size
                + snapshot.expiresAt().map(at -> ", expires " + at).orElse(""));
        preview.there().forEach(store -> screen.line("  " + store + ": has it already"));
        preview.missing().forEach(store -> screen.line("  " + store + ": would receive it"));
    }

    ObjectNode toTree() {
        Json json = new Json();
        Snapshot snapshot = preview.snapshot();
        ObjectNode tree = json.object()
                .put("copyId", preview.copyId())
                .put("snapshotId", snapshot.id())
                .put("kind", snapshot.kind().code())
                .put("mongodbVersion", snapshot.mongodbVersion());
        snapshot.takenAt().ifPresent(at -> tree.put("takenAt", at.toString()));
        snapshot.expiresAt().ifPresent(at -> tree.put("expiresAt", at.toString()));
        snapshot.storageSizeBytes().ifPresent(bytes -> tree.put("storageSizeBytes", bytes));
        tree.set("copiedIn", json.tree(preview.there()));
        tree.set("missingIn", json.tree(preview.missing()));
        return tree;
    }

    /** One line for each store that cannot say, and the exit code. */
    int sayFailures(Screen screen) {
        preview.lost().forEach(failure -> screen.say(ErrorLines.sentence(failure)));
        if (preview.lost().isEmpty()) {
            return 0;
        }
        boolean all = preview.there().isEmpty() && preview.missing().isEmpty();
        return all
                ? ErrorLines.worst(preview.lost().stream()
                        .mapToInt(failure -> failure.reason().exitCode())
                        .toArray())
                : ErrorLines.PARTLY;
    }
}

package io.atlasoffsite.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;

/** The file that says which layout a store has, written on first use. */
final class StoreFormat {

    private static final String FORMAT = "atlas-offsite/store";
    private static final int VERSION = 1;
    private static final int LIMIT = 64 << 10;

    private StoreFormat() {}

    /** Refuses a store of another layout; gives a new store ours. */
    static void ensure(ArchiveStore store) throws IOException {
        if (check(store)) {
            return;
        }
        byte[] ours = Json.bytes(Json.object().put("format", FORMAT).put("formatVersion", VERSION));
        if (!store.putIfAbsent(Layout.FORMAT, ours)) {
            check(store);
        }
    }

    /** Refuses a store of another layout; answers whether it has any yet. */
    static boolean check(ArchiveStore store) throws IOException {
        Optional<byte[]> content = store.read(Layout.FORMAT, LIMIT);
        if (content.isEmpty()) {
            return false;
        }
        try {
            JsonNode root = Json.parse(content.get());
            long version = Json.number(root, "formatVersion");
            if (!Json.text(root, "format").equals(FORMAT) || version < 1) {
                throw new Json.Malformed("it names another format");
            }
            if (version > VERSION) {
                throw refused(
                        StoreException.Kind.REFUSED,
                        store,
                        "the store has format version " + version + " and this program knows " + VERSION
                                + "; use the version of atlas-offsite that wrote it, or a newer one");
            }
            return true;
        } catch (Json.Malformed why) {
            throw refused(
                    StoreException.Kind.DAMAGED,
                    store,
                    why.getMessage() + "; if the store is ours, restore the file as docs/format.md shows it");
        }
    }

    private static StoreException refused(StoreException.Kind kind, ArchiveStore store, String advice) {
        return StoreException.of(kind, store, "read", Layout.FORMAT, advice);
    }
}

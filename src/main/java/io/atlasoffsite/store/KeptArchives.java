package io.atlasoffsite.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.store.Manifest.Archive;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Archives that are whole and proved while their copy is not: when one shard fails, or the process dies before the manifest is
 * written, the others need not be fetched again. Each is written down under {@code .offsite/kept/<snapshotId>/} until
 * the copy's manifest takes over. Whoever makes the copy next may use them, also while their maker still lives, because nobody
 * deletes an archive that was written down here. Thread safe.
 */
public final class KeptArchives {

    private static final Logger LOG = LoggerFactory.getLogger(KeptArchives.class);
    private static final int LIMIT = 1 << 20;

    private final ArchiveStore store;

    /**
     * The kept archives of a store.
     *
     * @param store where
     */
    public KeptArchives(ArchiveStore store) {
        this.store = store;
    }

    /**
     * A kept archive.
     *
     * @param name the cluster's or replica set's name
     * @param archive what the manifest will say of it
     * @param warnings what was noticed while it was proved
     */
    public record Kept(String name, Archive archive, List<String> warnings) {

        /** Copies the list. */
        public Kept {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Writes down that an archive is whole and proved.
     *
     * @param copy the copy it belongs to
     * @param archive what the manifest will say of it
     * @param warnings what was noticed while it was proved
     * @throws IOException when that could not be made durable
     */
    public void keep(CopyId copy, Archive archive, List<String> warnings) throws IOException {
        ObjectNode root = Json.object();
        root.put("copyId", copy.toString());
        ManifestJson.write(archive, root.putObject("archive"));
        ArrayNode noticed = root.putArray("warnings");
        warnings.forEach(noticed::add);
        store.put(path(copy, archive.file()), Json.bytes(root));
    }

    /**
     * The archives kept for a copy that are still there with the right length; of several with one name the first.
     *
     * @param copy the copy
     * @return in no particular order
     * @throws IOException when the store cannot say
     */
    public List<Kept> of(CopyId copy) throws IOException {
        List<Kept> kept = new ArrayList<>();
        for (ArchiveStore.Entry entry : store.list(folder(copy))) {
            Optional<Kept> found = entry.folder() ? Optional.empty() : read(copy, folder(copy) + "/" + entry.name());
            found.filter(one -> kept.stream().noneMatch(other -> other.name().equals(one.name())))
                    .ifPresent(kept::add);
        }
        return kept;
    }

    /**
     * Forgets what was kept for a copy, once its manifest lists the archives.
     *
     * @param copy the copy
     * @throws IOException when something is, or may be, still written down; nothing is harmed by that
     */
    public void forget(CopyId copy) throws IOException {
        for (ArchiveStore.Entry entry : store.list(folder(copy))) {
            store.delete(folder(copy) + "/" + entry.name());
        }
    }

    private Optional<Kept> read(CopyId copy, String path) throws IOException {
        Optional<byte[]> content = store.read(path, LIMIT);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonNode root = Json.parse(content.get());
            Archive archive = ManifestJson.archive(root.path("archive"));
            OptionalLong size = store.size(Layout.inCopy(copy, archive.file()));
            if (!Json.text(root, "copyId").equals(copy.toString())
                    || size.isEmpty()
                    || size.getAsLong() != archive.bytes()) {
                return Optional.empty();
            }
            return Layout.archive(archive.file())
                    .map(name -> new Kept(name.name(), archive, texts(root.path("warnings"))));
        } catch (Json.Malformed damaged) {
            LOG.warn("{} in store {} cannot be understood and is not used", path, store.name());
            return Optional.empty();
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static String folder(CopyId copy) {
        return Layout.KEPT + "/" + copy.snapshotId();
    }

    private static String path(CopyId copy, String file) {
        return folder(copy) + "/" + file + ".json";
    }
}

package io.atlasoffsite.store;

import io.atlasoffsite.store.Manifest.Archive;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What copies a store holds. There is no index: the folders and manifests are the catalog, read each time. A damaged or newer
 * manifest is listed as such and stops nothing; a store that cannot be read does, so that nobody takes half a list for all of it.
 * Thread safe.
 */
public final class Catalog {

    private static final Pattern TAIL = Pattern.compile("[a-f0-9]{4,24}");
    /** Behind a plan's name: its newest copy. */
    public static final String LATEST = "@latest";

    private final ArchiveStore store;
    private final CatalogReader reader;

    /**
     * The catalog of a store.
     *
     * @param store where
     * @param readers how many manifests are read at once, at least 1
     */
    public Catalog(ArchiveStore store, int readers) {
        this.store = store;
        this.reader = new CatalogReader(store, readers);
    }

    /**
     * Finds the copy of a snapshot: a whole manifest for it, and archives of the right length. The one question whose answer decides
     * whether a snapshot is fetched. Damage that a verification has found besides does not count: a copy is never replaced while its
     * manifest is there.
     *
     * @param projectId 24 lower-case hex digits
     * @param cluster the cluster's name
     * @param snapshotId 24 lower-case hex digits
     * @return the manifest, empty when the snapshot is not copied, or not whole
     * @throws IOException when the store cannot say
     */
    public Optional<SealedManifest> copied(String projectId, String cluster, String snapshotId) throws IOException {
        StoreFormat.check(store);
        for (CopyId copy : folders(projectId, cluster)) {
            if (copy.snapshotId().equals(snapshotId)
                    && ManifestFile.read(store, copy) instanceof ManifestFile.Whole whole
                    && archivesThere(whole.sealed().manifest())) {
                return Optional.of(whole.sealed());
            }
        }
        return Optional.empty();
    }

    /**
     * Finds the copies of a cluster's snapshots, each as {@link #copied(String, String, String)} does.
     *
     * @param projectId 24 lower-case hex digits
     * @param cluster the cluster's name
     * @return the ids of the snapshots that are copied and whole
     * @throws IOException when the store cannot say
     */
    public Set<String> copied(String projectId, String cluster) throws IOException {
        Set<String> snapshots = new HashSet<>();
        for (CatalogEntry entry : of(projectId, cluster)) {
            if (entry.sealedManifest().isPresent()
                    && archivesThere(entry.sealedManifest().get().manifest())) {
                snapshots.add(entry.copyId().snapshotId());
            }
        }
        return snapshots;
    }

    private boolean archivesThere(Manifest manifest) throws IOException {
        for (Archive archive : manifest.archives()) {
            OptionalLong size = store.size(Layout.inCopy(manifest.copyId(), archive.file()));
            if (size.isEmpty() || size.getAsLong() != archive.bytes()) {
                return false;
            }
        }
        return true;
    }

    /**
     * One copy.
     *
     * @param copy which
     * @return it, empty when there is no manifest
     * @throws IOException when the store cannot say
     */
    public Optional<CatalogEntry> find(CopyId copy) throws IOException {
        return reader.find(copy);
    }

    /**
     * All copies of the store.
     *
     * @return newest first
     * @throws IOException when the list would not be complete
     */
    public List<CatalogEntry> all() throws IOException {
        return entries(allFolders());
    }

    /**
     * Hands over all copies of the store, one after the other, without holding more than a few thousand manifests.
     *
     * @param action gets them newest first, in the calling thread
     * @throws IOException when the list is not complete; some copies may have been handed over by then
     */
    public void forEach(Consumer<CatalogEntry> action) throws IOException {
        reader.read(allFolders(), action);
    }

    /**
     * All copies of one cluster.
     *
     * @param projectId 24 lower-case hex digits
     * @param cluster the cluster's name
     * @return newest first
     * @throws IOException when the list would not be complete
     */
    public List<CatalogEntry> of(String projectId, String cluster) throws IOException {
        StoreFormat.check(store);
        return entries(folders(projectId, cluster));
    }

    /**
     * All copies of one project.
     *
     * @param projectId 24 lower-case hex digits
     * @return newest first
     * @throws IOException when the list would not be complete
     */
    public List<CatalogEntry> of(String projectId) throws IOException {
        StoreFormat.check(store);
        List<CopyId> copies = new ArrayList<>();
        addClusters(Names.check(Names.OBJECT_ID, "project id", projectId), copies);
        return entries(copies);
    }

    /**
     * Hands over all copies of one project, as {@link #forEach(Consumer)} does.
     *
     * @param projectId 24 lower-case hex digits
     * @param action gets them newest first, in the calling thread
     * @throws IOException when the list is not complete; some copies may have been handed over by then
     */
    public void forEach(String projectId, Consumer<CatalogEntry> action) throws IOException {
        StoreFormat.check(store);
        List<CopyId> copies = new ArrayList<>();
        addClusters(Names.check(Names.OBJECT_ID, "project id", projectId), copies);
        copies.sort(CopyId.NEWEST_FIRST);
        reader.read(copies, action);
    }

    /**
     * Finds the copy somebody means.
     *
     * @param text a copy's id, at least four last digits of a snapshot's id, or {@code <plan>@latest}: the newest, damaged or not, so
     *     that nobody is given older data than was asked for
     * @return the copy, or why it is not one
     * @throws IOException when the store cannot say
     */
    public Resolved resolve(String text) throws IOException {
        if (text.endsWith(LATEST)) {
            return latest(text.substring(0, text.length() - LATEST.length()));
        }
        Optional<CopyId> id = CopyId.parse(text);
        if (id.isPresent()) {
            return find(id.get()).<Resolved>map(Resolved.One::new).orElseGet(Resolved.None::new);
        }
        if (!TAIL.matcher(text).matches()) {
            return new Resolved.None();
        }
        List<CopyId> matching = allFolders().stream()
                .filter(copy -> copy.snapshotId().endsWith(text))
                .toList();
        List<CatalogEntry> there = entries(matching);
        return switch (there.size()) {
            case 0 -> new Resolved.None();
            case 1 -> new Resolved.One(there.get(0));
            default ->
                new Resolved.Ambiguous(there.stream().map(CatalogEntry::copyId).toList());
        };
    }

    /** A newer copy of the same cluster whose manifest cannot be read may be the plan's, so it counts as that. */
    private Resolved latest(String plan) throws IOException {
        List<CatalogEntry> unreadable = new ArrayList<>();
        Optional<CatalogEntry> known = reader.first(allFolders(), entry -> {
            if (entry.sealedManifest().isEmpty()) {
                unreadable.add(entry);
            }
            return entry.sealedManifest()
                    .filter(found -> found.manifest().plan().equals(plan))
                    .isPresent();
        });
        return known.<Resolved>map(newest -> new Resolved.One(unreadable.stream()
                        .filter(newer -> sameCluster(newer.copyId(), newest.copyId()))
                        .findFirst()
                        .orElse(newest)))
                .orElseGet(Resolved.None::new);
    }

    private static boolean sameCluster(CopyId one, CopyId other) {
        return one.projectId().equals(other.projectId()) && one.cluster().equals(other.cluster());
    }

    private List<CopyId> allFolders() throws IOException {
        StoreFormat.check(store);
        List<CopyId> copies = new ArrayList<>();
        for (ArchiveStore.Entry project : store.list("")) {
            if (project.folder() && Names.OBJECT_ID.matcher(project.name()).matches()) {
                addClusters(project.name(), copies);
            }
        }
        copies.sort(CopyId.NEWEST_FIRST);
        return copies;
    }

    private void addClusters(String projectId, List<CopyId> copies) throws IOException {
        for (ArchiveStore.Entry cluster : store.list(projectId)) {
            if (cluster.folder() && Names.CLUSTER.matcher(cluster.name()).matches()) {
                copies.addAll(folders(projectId, cluster.name()));
            }
        }
    }

    private List<CopyId> folders(String projectId, String cluster) throws IOException {
        Names.check(Names.OBJECT_ID, "project id", projectId);
        Names.check(Names.CLUSTER, "cluster name", cluster);
        List<CopyId> copies = new ArrayList<>();
        for (ArchiveStore.Entry entry : store.list(projectId + "/" + cluster)) {
            if (entry.folder()) {
                CopyId.parse(projectId, cluster, entry.name()).ifPresent(copies::add);
            }
        }
        copies.sort(CopyId.NEWEST_FIRST);
        return copies;
    }

    private List<CatalogEntry> entries(List<CopyId> copies) throws IOException {
        List<CatalogEntry> entries = new ArrayList<>();
        reader.read(copies.stream().sorted(CopyId.NEWEST_FIRST).toList(), entries::add);
        return entries;
    }
}

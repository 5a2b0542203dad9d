package io.atlasoffsite.restore;

import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.CopyId;
import io.atlasoffsite.store.Layout;
import io.atlasoffsite.store.Manifest;
import io.atlasoffsite.store.ManifestFile;
import io.atlasoffsite.store.SealedManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One store, and what it says of a copy: asked once, when it is first needed. Thread safe. */
final class Witness {

    private final ArchiveStore store;
    private final CopyId copy;
    private Optional<Testimony> said = Optional.empty();
    private Optional<List<Holding>> salvage = Optional.empty();

    Witness(ArchiveStore store, CopyId copy) {
        this.store = store;
        this.copy = copy;
    }

    /** What a store says. */
    sealed interface Testimony {
        /** What lies where the manifest should. */
        record Said(ManifestFile manifest) implements Testimony {}

        /** It did not answer. */
        record Silent(IOException why) implements Testimony {}
    }

    ArchiveStore store() {
        return store;
    }

    synchronized Testimony testimony() throws InterruptedException {
        if (said.isEmpty()) {
            said = Optional.of(ask());
        }
        return said.get();
    }

    private Testimony ask() throws InterruptedException {
        try {
            return new Testimony.Said(ManifestFile.read(store, copy));
        } catch (IOException failure) {
            ArchiveProver.requireNoInterrupt(failure);
            return new Testimony.Silent(failure);
        }
    }

    /** Its manifest, when that is whole. */
    Optional<SealedManifest> manifest() throws InterruptedException {
        return testimony() instanceof Testimony.Said found && found.manifest() instanceof ManifestFile.Whole whole
                ? Optional.of(whole.sealed())
                : Optional.empty();
    }

    /** The archives of a part that its manifest names. */
    List<Holding> holdings(Part part) throws InterruptedException {
        Optional<SealedManifest> sealed = manifest();
        if (sealed.isEmpty()) {
            return List.of();
        }
        return sealed.get().manifest().archives().stream()
                .filter(archive -> Part.directory(copy, archive).equals(part.directory()))
                .map(this::holding)
                .toList();
    }

    private Holding holding(Manifest.Archive archive) {
        return new Holding(
                store,
                archive.file(),
                Layout.inCopy(copy, archive.file()),
                OptionalLong.of(archive.bytes()),
                Optional.of(archive.sha256()),
                Optional.of(archive));
    }

    /**
     * For want of a manifest: every archive that lies there, those that SHA256SUMS lists first.
     *
     * @throws IOException when the store could not say
     */
    synchronized List<Holding> salvage() throws IOException {
        if (salvage.isEmpty()) {
            Optional<byte[]> sums = store.read(Layout.checksums(copy), ManifestFile.LIMIT);
            Optional<Checksums> listed = sums.map(Checksums::parse);
            List<Holding> all = new ArrayList<>();
            for (ArchiveStore.Entry entry : store.list(copy.toString())) {
                if (!entry.folder() && Layout.archive(entry.name()).isPresent()) {
                    all.add(new Holding(
                            store,
                            entry.name(),
                            Layout.inCopy(copy, entry.name()),
                            OptionalLong.of(entry.bytes()),
                            listed.flatMap(read -> read.of(entry.name())),
                            Optional.empty()));
                }
            }
            all.sort(Comparator.comparing(one -> one.sha256().isEmpty()));
            salvage = Optional.of(List.copyOf(all));
        }
        return salvage.get();
    }

    /** The same for one part. */
    List<Holding> salvage(Part part) throws IOException {
        return salvage().stream()
                .filter(one ->
                        Part.nameOf(one.file()).filter(part.directory()::equals).isPresent())
                .toList();
    }
}

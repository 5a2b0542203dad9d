package io.atlasoffsite.store;

import io.atlasoffsite.store.StoreException.Kind;
import io.atlasoffsite.store.StoreException.Where;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Paths of a file store on the disk: resolved without leaving the root, made and removed durably. */
final class StoreFiles {

    private static final int TRIES = 100;

    private final String store;
    private final Path root;
    private final FileCalls calls;
    private final FileAttribute<?>[] privateFile;
    private final FileAttribute<?>[] privateFolder;

    StoreFiles(String store, Path root, FileCalls calls) {
        this.store = store;
        this.root = root.toAbsolutePath().normalize();
        this.calls = calls;
        boolean posix = this.root.getFileSystem().supportedFileAttributeViews().contains("posix");
        this.privateFile = posix ? attributes("rw-------") : new FileAttribute<?>[0];
        this.privateFolder = posix ? attributes("rwx------") : new FileAttribute<?>[0];
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        Set<PosixFilePermission> set = PosixFilePermissions.fromString(permissions);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)};
    }

    Path root() {
        return root;
    }

    FileAttribute<?>[] privateFile() {
        return privateFile.clone();
    }

    Where where(String verb, String path) {
        return new Where(store, verb, path, root.resolve(path).toString());
    }

    /** The file of a path. Refuses a missing root (a disk that is not mounted) and symbolic links on the way. */
    Path resolve(String verb, String path) throws StoreException {
        return folder(verb, StorePath.check(path));
    }

    /** Does something to the file of a path; what fails there is told as the store's failure. */
    <T> T on(String verb, String path, OnFile<T> action) throws IOException {
        return on(verb, path, resolve(verb, path), action);
    }

    /** The same to a path that is resolved already. */
    <T> T on(String verb, String path, Path file, OnFile<T> action) throws IOException {
        try {
            return action.on(file);
        } catch (IOException failure) {
            throw FileErrors.translate(where(verb, path), failure);
        }
    }

    /** Something done to a resolved file. */
    interface OnFile<T> {
        T on(Path file) throws IOException;
    }

    /** As {@link #resolve}, and the empty path is the root. */
    Path folder(String verb, String path) throws StoreException {
        StorePath.checkFolder(path);
        if (!Files.isDirectory(root)) {
            throw StoreException.of(
                    Kind.REFUSED, where(verb, path), "the store's directory is not there; create it or mount its disk");
        }
        Path file = root;
        if (path.isEmpty()) {
            return file;
        }
        for (String segment : path.split("/")) {
            file = file.resolve(segment);
            if (Files.isSymbolicLink(file)) {
                throw StoreException.of(
                        Kind.REFUSED,
                        where(verb, path),
                        "there is a symbolic link on the way; replace it by what it points to");
            }
        }
        return file;
    }

    /** Makes a directory and those above it, down from the root, and makes their names durable. */
    void makeFolder(Path folder) throws IOException {
        if (folder.equals(root) || Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        makeFolder(folder.getParent());
        try {
            Files.createDirectory(folder, privateFolder);
        } catch (FileAlreadyExistsException concurrent) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw concurrent;
            }
        }
        calls.forceDirectory(folder.getParent());
    }

    /** Does something in a folder, made before; somebody else may remove it while it is empty, so this is tried again. */
    <T> T inFolder(Path folder, InFolder<T> action) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                makeFolder(folder);
                return action.run();
            } catch (NoSuchFileException gone) {
                if (tries == TRIES) {
                    throw gone;
                }
            }
        }
    }

    /** Gives a finished file its name unless that is taken. */
    boolean linkInto(Path file, Path target) throws IOException {
        try {
            inFolder(target.getParent(), () -> {
                calls.link(target, file);
                return true;
            });
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
        calls.forceDirectory(target.getParent());
        return true;
    }

    /** Gives a finished file its name, replacing what is there. */
    void renameInto(Path file, Path target) throws IOException {
        inFolder(target.getParent(), () -> {
            calls.rename(file, target);
            return true;
        });
        calls.forceDirectory(target.getParent());
    }

    /** Removes a file, durably, and the folders above it that became empty. */
    void remove(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            try {
                calls.forceDirectory(file.getParent());
            } catch (NoSuchFileException goneWithIt) {
                calls.forceDirectory(root);
            }
        }
        Path folder = file.getParent();
        try {
            while (!folder.equals(root) && Files.deleteIfExists(folder)) {
                folder = folder.getParent();
            }
        } catch (DirectoryNotEmptyException inUse) {
            return;
        }
    }

    /** Something done in a folder. */
    interface InFolder<T> {
        T run() throws IOException;
    }
}

package io.atlasoffsite.route;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Who this process is, so that what a dead one left can be told from what a living one is making: a name for the data directory,
 * and a name for the process, held by a file lock that ends with it however it ends. Lock files of dead processes go when the next
 * one takes its name. Thread safe.
 *
 * <p>A process may hold several names, one for each pack in it. It must never open the lock file of its own other names: closing
 * any channel on a file drops all of the process's locks on it. That is why a name begins with what all names of a process share.
 */
final class ProcessIdentity implements AutoCloseable {

    private static final String SUFFIX = ".lock";
    private static final int NAME_BYTES = 4;

    private final Path processes;
    private final String node;
    private final String process;
    private final FileChannel lockFile;

    private ProcessIdentity(Path processes, String node, String process, FileChannel lockFile) {
        this.processes = processes;
        this.node = node;
        this.process = process;
        this.lockFile = lockFile;
    }

    /**
     * Takes a name.
     *
     * @param data the data directory, made when missing
     * @param random where names come from
     * @throws IOException when the directory cannot be written
     */
    static ProcessIdentity take(Path data, RandomGenerator random) throws IOException {
        Path processes = Files.createDirectories(data.resolve("processes"));
        String node = node(data, random);
        while (true) {
            String process = ourNames() + name(random);
            Optional<FileChannel> lock = lock(file(processes, process));
            if (lock.isPresent()) {
                ProcessIdentity identity = new ProcessIdentity(processes, node, process, lock.get());
                identity.removeDeadLocks();
                return identity;
            }
        }
    }

    /** Empty when the name is taken, or when somebody took the new file for a dead process's before it was locked. */
    private static Optional<FileChannel> lock(Path file) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException taken) {
            return Optional.empty();
        }
        try {
            channel.lock();
            if (Files.exists(file)) {
                return Optional.of(channel);
            }
            channel.close();
            return Optional.empty();
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    String node() {
        return node;
    }

    String process() {
        return process;
    }

    /** What events name as their source. */
    URI source() {
        return URI.create("urn:atlas-offsite:" + node);
    }

    /** Whether a process of this data directory is certainly gone: nobody holds its lock. */
    boolean dead(String otherNode, String otherProcess) {
        return otherNode.equals(node) && otherProcess.matches("[0-9a-f]{16}") && dead(otherProcess);
    }

    private boolean dead(String otherProcess) {
        Path file = file(processes, otherProcess);
        if (otherProcess.startsWith(ourNames())) {
            return !Files.exists(file);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                return false;
            }
            Files.deleteIfExists(file);
            return true;
        } catch (NoSuchFileException gone) {
            return true;
        } catch (IOException unknown) {
            return false;
        }
    }

    private void removeDeadLocks() throws IOException {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(processes, "*" + SUFFIX)) {
            for (Path lock : locks) {
                String name = lock.getFileName().toString();
                dead(name.substring(0, name.length() - SUFFIX.length()));
            }
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file(processes, process));
        lockFile.close();
    }

    private static String node(Path data, RandomGenerator random) throws IOException {
        Path file = data.resolve("node");
        Optional<String> known = read(file);
        if (known.isPresent()) {
            return known.get();
        }
        Path fresh = data.resolve("node." + name(random) + name(random));
        Files.writeString(fresh, name(random) + name(random) + "\n");
        try {
            // A link that fails when the name exists: of two first starts at once, one decides.
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException decided) {
            return read(file).orElseThrow(() -> decided);
        } finally {
            Files.deleteIfExists(fresh);
        }
        return read(file).orElseThrow(() -> new IOException("the name of the data directory vanished: " + file));
    }

    private static Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.US_ASCII).strip());
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        }
    }

    private static Path file(Path processes, String process) {
        return processes.resolve(process + SUFFIX);
    }

    /** What the names of this process begin with; with its start, because in a container every process may have the same number. */
    private static String ourNames() {
        ProcessHandle ours = ProcessHandle.current();
        return String.format(
                Locale.ROOT, "%08x", Objects.hash(ours.pid(), ours.info().startInstant()));
    }

    private static String name(RandomGenerator random) {
        byte[] bytes = new byte[NAME_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}

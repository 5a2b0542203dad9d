package io.atlasoffsite.route;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Who this process is, so that what a dead one left can be told from what a living one is making: a name for the data directory,
 * and a name for the process, held by a file lock that ends with it however it ends. Thread safe.
 */
final class ProcessIdentity implements AutoCloseable {

    private static final int NAME_BYTES = 8;

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
        String process = name(random);
        FileChannel channel = FileChannel.open(
                processes.resolve(process + ".lock"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channel.lock();
        return new ProcessIdentity(processes, node, process, channel);
    }

    String node() {
        return node;
    }

    String process() {
        return process;
    }

    /** Whether a process of this data directory is certainly gone: nobody holds its lock. */
    boolean dead(String otherNode, String otherProcess) {
        if (!otherNode.equals(node) || otherProcess.equals(process) || !otherProcess.matches("[0-9a-f]{16}")) {
            return false;
        }
        Path file = processes.resolve(otherProcess + ".lock");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            FileLock free = channel.tryLock();
            if (free == null) {
                return false;
            }
            Files.deleteIfExists(file);
            return true;
        } catch (NoSuchFileException gone) {
            return true;
        } catch (OverlappingFileLockException ourOwnJvm) {
            return false;
        } catch (IOException unknown) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(processes.resolve(process + ".lock"));
        lockFile.close();
    }

    private static String node(Path data, RandomGenerator random) throws IOException {
        Path file = data.resolve("node");
        Optional<String> known = read(file);
        if (known.isPresent()) {
            return known.get();
        }
        Path fresh = data.resolve("node." + name(random));
        Files.writeString(fresh, name(random) + "\n");
        try {
            // A link that fails when the name exists: of two first starts at once, one decides.
            Files.createLink(file, fresh);
        } catch (java.nio.file.FileAlreadyExistsException decided) {
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

    private static String name(RandomGenerator random) {
        byte[] bytes = new byte[NAME_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}

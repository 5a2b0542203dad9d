package io.atlasoffsite.store;

import io.atlasoffsite.store.StoreException.Kind;
import io.atlasoffsite.transfer.ArchiveSink;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.DirEntry;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;

/**
 * Copies in a directory of an SFTP server. Files are written below {@code .offsite/}, forced, and only then given their name. The
 * protocol confirms no checksum, so archives are proved by reading them back. What a server lacks is found out when it is first
 * used. The sessions come from outside with their keys and passwords, and are closed with the store.
 */
public final class SftpStore implements ArchiveStore {

    private static final Duration LEFT_AFTER = Duration.ofHours(1);

    private final String name;
    private final SftpCalls calls;
    private final SftpFiles files;
    private final SftpNames names;
    private final SftpSmallFiles small;

    /**
     * A store in a directory of a server. Nothing is asked until it is used.
     *
     * @param name its configured name
     * @param sessions lets it in; owned by the store from now on
     * @param settings where and how
     */
    public SftpStore(String name, SftpSessions sessions, SftpStoreSettings settings) {
        this.name = name;
        this.calls = new SftpCalls(name, sessions, settings);
        this.files = new SftpFiles(calls);
        this.names = new SftpNames(calls, files);
        this.small = new SftpSmallFiles(calls, files, names);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> fetchCommands(String folder) {
        SftpStoreSettings settings = calls.settings();
        String from = settings.user() + "@" + settings.host() + ":" + calls.remote(StorePath.check(folder)) + "/*";
        return List.of(
                "COPY=\"$INTO/copy\" && mkdir -m 700 \"$COPY\"",
                "sftp -P " + settings.port() + " '" + from + "' \"$COPY\"");
    }

    @Override
    public String restoreArguments(String folder) {
        return StorePath.check(folder);
    }

    @Override
    public List<Shortcoming> shortcomings() throws IOException {
        List<String> lacks = new ArrayList<>();
        boolean[] offered = calls.call("look at", "", (channel, again) ->
                new boolean[] {channel.offers(SftpChannel.FSYNC), channel.offers(SftpChannel.STATVFS)});
        if (!offered[0]) {
            lacks.add("no " + SftpChannel.FSYNC + ": what was written survives a crash of the server only if it sees to"
                    + " that by itself");
        } else if (!namesForced()) {
            lacks.add("directories cannot be forced: a file just written may lose its name when the server crashes");
        }
        if (!offered[1]) {
            lacks.add("no " + SftpChannel.STATVFS + ": that its disk is full shows only while an archive is written");
        }
        return lacks.stream().map(lack -> new Shortcoming(false, lack)).toList();
    }

    private boolean namesForced() throws IOException {
        return calls.call("look at", "", (channel, again) -> {
            files.forceFolder(channel, "");
            return files.foldersForced();
        });
    }

    @Override
    public ArchiveSink newArchive(String path, OptionalLong expectedBytes, Attempt attempt) throws IOException {
        SftpSink sink = new SftpSink(calls, files, names, StorePath.check(path), attempt);
        sink.begin(expectedBytes);
        return sink;
    }

    @Override
    public void put(String path, byte[] content) throws IOException {
        small.put(StorePath.check(path), content);
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws IOException {
        return small.putIfAbsent(StorePath.check(path), content);
    }

    @Override
    public boolean conditional() throws IOException {
        return names.exclusive();
    }

    @Override
    public Optional<byte[]> read(String path, int limitBytes) throws IOException {
        return small.read(StorePath.check(path), limitBytes);
    }

    @Override
    public InputStream open(String path, long offset, long length) throws IOException {
        StorePath.check(path);
        return calls.retried("read", path, again -> openOnce(path, offset, length));
    }

    private InputStream openOnce(String path, long offset, long length) throws IOException {
        SftpPool.Lease lease = calls.lease();
        try {
            Optional<Attributes> found = files.look(lease.channel(), path).filter(Attributes::isRegularFile);
            if (found.isEmpty()) {
                calls.checkRoot(lease.channel());
                throw StoreException.of(Kind.MISSING, calls.where("read", path), "there is no such file");
            }
            CloseableHandle handle = lease.channel().open(calls.remote(path), OpenMode.Read);
            long size = found.get().getSize();
            SftpBody body = new SftpBody(calls, lease, handle, offset, size, calls.where("read", path));
            // The protocol's requests reach beyond what is wanted.
            return length >= size - offset ? body : new LimitedStream(body, length);
        } catch (IOException | RuntimeException failure) {
            calls.drop(lease, failure);
            throw failure;
        }
    }

    @Override
    public OptionalLong size(String path) throws IOException {
        StorePath.check(path);
        return calls.call("look at", path, (channel, again) -> {
            Optional<Attributes> found = files.look(channel, path);
            if (found.isEmpty()) {
                calls.checkRoot(channel);
            }
            return found.isPresent() && found.get().isRegularFile()
                    ? OptionalLong.of(found.get().getSize())
                    : OptionalLong.empty();
        });
    }

    @Override
    public List<Entry> list(String folder) throws IOException {
        StorePath.checkFolder(folder);
        List<DirEntry> all = calls.call("list", folder, (channel, again) -> files.list(channel, folder));
        return all.stream()
                .filter(entry -> entry.getAttributes().isDirectory()
                        || entry.getAttributes().isRegularFile())
                .map(SftpStore::entry)
                .sorted(Comparator.comparing(Entry::name))
                .toList();
    }

    private static Entry entry(DirEntry found) {
        boolean folder = found.getAttributes().isDirectory();
        return new Entry(
                found.getFilename(), folder, folder ? 0 : found.getAttributes().getSize());
    }

    @Override
    public void delete(String path) throws IOException {
        StorePath.check(path);
        calls.call("delete", path, (channel, again) -> {
            files.remove(channel, path);
            return path;
        });
    }

    @Override
    public void discard(AttemptRecord attempt) throws IOException {
        String folder = Layout.attemptFolder(attempt.attempt());
        calls.call("delete", folder, (channel, again) -> {
            for (DirEntry partial : files.list(channel, folder)) {
                files.remove(channel, folder + "/" + partial.getFilename());
            }
            files.removeEmpty(channel, folder);
            return folder;
        });
    }

    @Override
    public void tidy() throws IOException {
        tidy(SftpSmallFiles.TEMPORARY);
        tidy(Layout.PROBES);
    }

    /** Small writes last as long as a request does; what is older nobody finishes any more. */
    private void tidy(String folder) throws IOException {
        List<DirEntry> left = calls.call("tidy", folder, (channel, again) -> files.list(channel, folder));
        if (left.isEmpty()) {
            return;
        }
        Instant before = now().minus(LEFT_AFTER);
        for (DirEntry entry : left) {
            Attributes found = entry.getAttributes();
            if (found.isRegularFile() && found.getModifyTime().toInstant().isBefore(before)) {
                delete(folder + "/" + entry.getFilename());
            }
        }
    }

    @Override
    public Instant now() throws IOException {
        return small.now();
    }

    @Override
    public void close() {
        calls.close();
    }
}

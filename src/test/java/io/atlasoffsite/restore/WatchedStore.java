package io.atlasoffsite.restore;

import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Attempt;
import io.atlasoffsite.store.AttemptRecord;
import io.atlasoffsite.transfer.ArchiveSink;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A store whose reads of archives are counted, and break off where a test says so. */
final class WatchedStore implements ArchiveStore {

    private final ArchiveStore store;
    private final String name;
    private final int readsAtOnce;
    private final List<String> opened = new CopyOnWriteArrayList<>();
    private final Map<String, Long> breaks = new ConcurrentHashMap<>();
    private volatile Runnable whenOpened = () -> {};

    WatchedStore(String name, ArchiveStore store, int readsAtOnce) {
        this.name = name;
        this.store = store;
        this.readsAtOnce = readsAtOnce;
    }

    /** The archives that were opened, each time. */
    List<String> opened() {
        return opened;
    }

    /** From now on, reads of files with this in their path fail at that byte. */
    void breakAt(String part, long offset) {
        breaks.put(part, offset);
    }

    void mend() {
        breaks.clear();
    }

    void whenOpened(Runnable action) {
        whenOpened = action;
    }

    @Override
    public InputStream open(String path, long offset, long length) throws IOException {
        opened.add(path);
        whenOpened.run();
        long end = breaks.entrySet().stream()
                .filter(one -> path.contains(one.getKey()))
                .mapToLong(Map.Entry::getValue)
                .findFirst()
                .orElse(Long.MAX_VALUE);
        return new FilterInputStream(store.open(path, offset, length)) {
            private long position = offset;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int from, int count) throws IOException {
                if (position >= end) {
                    throw new IOException("the store went away");
                }
                int read = super.read(bytes, from, (int) Math.min(count, end - position));
                position += Math.max(0, read);
                return read;
            }
        };
    }

    @Override
    public int readsAtOnce() {
        return readsAtOnce;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> fetchCommands(String folder) {
        return store.fetchCommands(folder);
    }

    @Override
    public String restoreArguments(String folder) {
        return store.restoreArguments(folder);
    }

    @Override
    public ArchiveSink newArchive(String path, OptionalLong expectedBytes, Attempt attempt) throws IOException {
        return store.newArchive(path, expectedBytes, attempt);
    }

    @Override
    public void put(String path, byte[] content) throws IOException {
        store.put(path, content);
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws IOException {
        return store.putIfAbsent(path, content);
    }

    @Override
    public boolean conditional() throws IOException {
        return store.conditional();
    }

    @Override
    public Optional<byte[]> read(String path, int limitBytes) throws IOException {
        return store.read(path, limitBytes);
    }

    @Override
    public OptionalLong size(String path) throws IOException {
        return store.size(path);
    }

    @Override
    public List<Entry> list(String folder) throws IOException {
        return store.list(folder);
    }

    @Override
    public void delete(String path) throws IOException {
        store.delete(path);
    }

    @Override
    public void discard(AttemptRecord attempt) throws IOException {
        store.discard(attempt);
    }

    @Override
    public void tidy() throws IOException {
        store.tidy();
    }

    @Override
    public Instant now() throws IOException {
        return store.now();
    }

    @Override
    public void close() {
        store.close();
    }
}

package io.atlasoffsite.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A sink that keeps everything in memory and checks that the engine keeps its side of the contract. */
class MemorySink implements ArchiveSink {

    private final PartRules rules;
    private final Map<Integer, byte[]> parts = new ConcurrentSkipListMap<>();
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean committed;
    private volatile boolean aborted;
    private volatile String violation = "";

    MemorySink(PartRules rules) {
        this.rules = rules;
    }

    @Override
    public PartRules partRules() {
        return rules;
    }

    @Override
    public void put(Part part) throws IOException, InterruptedException {
        if (running.incrementAndGet() > rules.parallel() || aborted || committed) {
            violation = "too many puts, or a put after the end";
        }
        try (InputStream in = part.open()) {
            byte[] bytes = in.readAllBytes();
            ByteArrayOutputStream again = new ByteArrayOutputStream();
            part.writeTo(Channels.newChannel(again));
            if (bytes.length != part.length() || !java.util.Arrays.equals(bytes, again.toByteArray())) {
                violation = "a part's content is not its content";
            }
            if (parts.put(part.number(), bytes) != null) {
                violation = "a part came twice";
            }
        } finally {
            running.decrementAndGet();
        }
    }

    @Override
    public Receipt commit(long bytes) throws IOException {
        if (running.get() > 0 || committed || aborted || bytes != content().length) {
            violation = "a wrong commit";
        }
        int last = parts.size();
        parts.forEach((number, part) -> {
            if (part.length > rules.largest() || number < last && part.length < rules.smallest()) {
                violation = "part " + number + " breaks the rules";
            }
        });
        committed = true;
        return new Receipt(bytes, true);
    }

    @Override
    public void abort() throws IOException {
        if (running.get() > 0) {
            violation = "aborted while a put was running";
        }
        aborted = !committed;
    }

    byte[] content() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.values().forEach(all::writeBytes);
        return all.toByteArray();
    }

    int partCount() {
        return parts.size();
    }

    boolean committed() {
        return committed;
    }

    boolean aborted() {
        return aborted;
    }

    String violation() {
        return violation;
    }
}

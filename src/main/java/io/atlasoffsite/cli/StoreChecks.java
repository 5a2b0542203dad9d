package io.atlasoffsite.cli;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Layout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Tries a store with a small file of its own below {@code .offsite/probe/}, which is gone afterwards. */
final class StoreChecks {

    private static final int LIMIT = 1024;

    private final Catalogs.Opener opener;
    private final Findings findings;

    StoreChecks(Catalogs.Opener opener, Findings findings) {
        this.opener = opener;
        this.findings = findings;
    }

    void run(String name, String location) throws InterruptedException {
        String what = "store " + name;
        String path = Layout.PROBES + "/check-" + UUID.randomUUID();
        byte[] content = ("offsite check " + path + "\n").getBytes(StandardCharsets.US_ASCII);
        boolean written = findings.attempt(what, "write", () -> write(name, location, path, content));
        if (!written) {
            return;
        }
        try {
            shortcomings(what, name);
            conditional(what, name);
            findings.attempt(what, "read", () -> read(name, path, content));
        } finally {
            findings.attempt(what, "delete", () -> delete(name, path));
        }
    }

    private String write(String name, String location, String path, byte[] content) throws IOException {
        opener.open(name).put(path, content);
        return location;
    }

    /** The write above says already whether a store encrypts as it is told. */
    private void shortcomings(String what, String name) throws InterruptedException {
        String check = "settings";
        findings.judged(what, check, () -> {
            List<ArchiveStore.Shortcoming> found = opener.open(name).shortcomings();
            for (ArchiveStore.Shortcoming shortcoming : found) {
                if (shortcoming.refused()) {
                    throw OffsiteException.because(Reason.STORE_REFUSED, shortcoming.sentence())
                            .build();
                }
            }
            String known =
                    found.stream().map(ArchiveStore.Shortcoming::sentence).collect(Collectors.joining("; "));
            return Optional.of(known).filter(text -> !text.isEmpty());
        });
    }

    private void conditional(String what, String name) throws InterruptedException {
        String check = "conditional write";
        findings.judged(
                what,
                check,
                () -> opener.open(name).conditional()
                        ? Optional.empty()
                        : Optional.of(
                                "not enforced: two workers at once are told apart by reading back, and a ledger of"
                                        + " in-Atlas restores cannot be kept here"));
    }

    private String read(String name, String path, byte[] content) throws IOException {
        ArchiveStore store = opener.open(name);
        byte[] back = store.read(path, LIMIT).orElse(new byte[0]);
        if (!Arrays.equals(back, content)) {
            throw OffsiteException.because(
                            Reason.INTEGRITY, "store '" + name + "' answers something else than was written")
                    .hint("look at what lies between this machine and the store")
                    .build();
        }
        return "";
    }

    private String delete(String name, String path) throws IOException {
        ArchiveStore store = opener.open(name);
        store.delete(path);
        return store.size(path).isPresent() ? "a copy of it stays: the bucket keeps versions or a lock" : "";
    }
}

package io.atlasoffsite.restore;

import io.atlasoffsite.store.Layout;
import io.atlasoffsite.store.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A copy's SHA256SUMS, read strictly: a line that is not exactly as it is written is a problem.
 *
 * @param hashes by file name, as listed
 * @param problems clauses for people, empty when every line is in order
 */
record Checksums(Map<String, String> hashes, List<String> problems) {

    static final String FILE = "SHA256SUMS";
    static final String SNAPSHOT = "snapshot.json";
    static final String NOTES = "RESTORE.md";

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([A-Za-z0-9._-]{1,255})");
    private static final int SHOWN = 5;

    Checksums {
        hashes = Map.copyOf(hashes);
        problems = List.copyOf(problems);
    }

    static Checksums parse(byte[] file) {
        Map<String, String> hashes = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        // Every byte becomes a character of its own, so that none can hide behind a replacement.
        String text = new String(file, StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\n")) {
            problems.add("its last line is cut");
        }
        int number = 0;
        for (String line : (text.endsWith("\n") ? text.substring(0, text.length() - 1) : text).split("\n", -1)) {
            number++;
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                problems.add("line " + number + " is no checksum and file name");
            } else if (hashes.putIfAbsent(matcher.group(2), matcher.group(1)) != null) {
                problems.add("line " + number + " lists a file a second time");
            }
        }
        return new Checksums(hashes, problems);
    }

    Optional<String> of(String file) {
        return Optional.ofNullable(hashes.get(file));
    }

    /** The archives it lists, for want of a manifest. */
    List<String> archives() {
        return hashes.keySet().stream()
                .filter(file -> Layout.archive(file).isPresent())
                .sorted()
                .toList();
    }

    /** What is wrong with it by itself. */
    Optional<String> wrong() {
        List<String> all = new ArrayList<>(problems);
        requireListed(List.of(SNAPSHOT, NOTES), all);
        return clause(all);
    }

    /** What is wrong with it, held against a manifest that is whole. */
    Optional<String> wrong(Manifest manifest) {
        List<String> all = new ArrayList<>(problems);
        Set<String> known = new HashSet<>(Set.of(SNAPSHOT, NOTES));
        for (Manifest.Archive archive : manifest.archives()) {
            known.add(archive.file());
            if (of(archive.file())
                    .filter(listed -> !listed.equals(archive.sha256()))
                    .isPresent()) {
                all.add("it has another SHA-256 for " + archive.file() + " than the manifest");
            }
        }
        requireListed(known, all);
        hashes.keySet().stream()
                .filter(file -> !known.contains(file))
                .sorted()
                .forEach(file -> all.add("it lists " + file + ", which the manifest does not know"));
        return clause(all);
    }

    private void requireListed(Iterable<String> files, List<String> all) {
        for (String file : files) {
            if (of(file).isEmpty()) {
                all.add("it does not list " + file);
            }
        }
    }

    private static Optional<String> clause(List<String> all) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        String shown = String.join("; ", all.subList(0, Math.min(SHOWN, all.size())));
        return Optional.of(all.size() > SHOWN ? shown + "; and " + (all.size() - SHOWN) + " more" : shown);
    }
}

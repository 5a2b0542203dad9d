package io.atlasoffsite.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a verification found wrong with a copy (docs/format.md). Immutable and thread safe.
 *
 * @param copyId which copy
 * @param seal of the manifest the copy was held against; empty when the manifest itself is damaged
 * @param foundAt UTC, cut to whole seconds
 * @param tool the program and its version
 * @param findings what is wrong, at least one
 */
public record DamageReport(CopyId copyId, String seal, Instant foundAt, String tool, List<Finding> findings) {

    private static final String FORMAT = "atlas-offsite/damage";
    private static final int VERSION = 1;

    /** Copies the list; refuses a report of nothing. */
    public DamageReport {
        Objects.requireNonNull(copyId, "copyId");
        Objects.requireNonNull(seal, "seal");
        Objects.requireNonNull(tool, "tool");
        foundAt = foundAt.truncatedTo(ChronoUnit.SECONDS);
        findings = List.copyOf(findings);
        if (findings.isEmpty()) {
            throw new IllegalArgumentException("a damage report needs a finding: " + copyId);
        }
    }

    /** Whether another report says the same of the same manifest, whenever it was and in whatever words. */
    boolean same(DamageReport other) {
        return copyId.equals(other.copyId) && seal.equals(other.seal) && facts().equals(other.facts());
    }

    private Set<String> facts() {
        return findings.stream()
                .map(finding -> finding.what() + " " + finding.file())
                .collect(Collectors.toSet());
    }

    /** A clause for lists. */
    String summary() {
        return findings.stream()
                        .map(finding -> finding.file() + " (" + finding.what().word() + ")")
                        .collect(Collectors.joining(", "))
                + ", found " + foundAt;
    }

    byte[] file() {
        ObjectNode root = Json.object().put("format", FORMAT).put("formatVersion", VERSION);
        root.put("copyId", copyId.toString()).put("seal", seal);
        root.put("foundAt", foundAt.toString()).put("tool", tool);
        ArrayNode list = root.putArray("findings");
        findings.forEach(finding -> list.addObject()
                .put("file", finding.file())
                .put("what", finding.what().word())
                .put("detail", finding.detail()));
        return Json.bytes(root);
    }

    static DamageReport parse(byte[] file) throws Json.Malformed {
        JsonNode root = Json.parse(file);
        if (!Json.text(root, "format").equals(FORMAT) || Json.number(root, "formatVersion") != VERSION) {
            throw new Json.Malformed("it names another format");
        }
        CopyId copyId = CopyId.parse(Json.required(root, "copyId"))
                .orElseThrow(() -> new Json.Malformed("'copyId' is not a copy's id"));
        List<Finding> findings = new ArrayList<>();
        for (JsonNode node : root.path("findings")) {
            Finding.What what = Finding.What.ofWord(Json.required(node, "what"))
                    .orElseThrow(() -> new Json.Malformed("'what' is no kind of finding"));
            findings.add(new Finding(Json.required(node, "file"), what, Json.text(node, "detail")));
        }
        if (findings.isEmpty()) {
            throw new Json.Malformed("'findings' is empty");
        }
        return new DamageReport(
                copyId, Json.text(root, "seal"), Json.instant(root, "foundAt"), Json.text(root, "tool"), findings);
    }
}

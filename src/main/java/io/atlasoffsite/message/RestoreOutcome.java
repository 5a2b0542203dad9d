package io.atlasoffsite.message;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** How a restore ended. Immutable and thread safe. */
public sealed interface RestoreOutcome {

    /**
     * The outcome in one word.
     *
     * @return {@code restored}, {@code damaged}, {@code completed}, {@code failed} or {@code unknown}
     */
    String word();

    /** Adds the facts an event tells. */
    void addFacts(ObjectNode data);

    /** Adds everything a result tells. */
    default void addAll(ObjectNode tree) {
        addFacts(tree);
    }

    /**
     * A directory is there.
     *
     * @param whole true when every byte of it was proved; false only when damage was accepted
     * @param repeated true when the same request had made it before
     * @param seal the manifest's seal, 64 hexadecimal digits; empty when no manifest was whole
     * @param mongodbVersion the server's version at the snapshot's time, empty when not known
     * @param seconds how long it took, from the first byte that was asked for to the directory's name; 0 when it was repeated
     * @param cpuSeconds CPU time of the process in that time; 0 when it was repeated
     * @param archives what became of each archive
     * @param warnings sentences for people
     */
    record Unpacked(
            boolean whole,
            boolean repeated,
            String seal,
            String mongodbVersion,
            double seconds,
            double cpuSeconds,
            List<Archive> archives,
            List<String> warnings)
            implements RestoreOutcome {

        /** Refuses null and copies the lists. */
        public Unpacked {
            Objects.requireNonNull(seal, "seal");
            Objects.requireNonNull(mongodbVersion, "mongodbVersion");
            archives = List.copyOf(archives);
            warnings = List.copyOf(warnings);
        }

        /**
         * How much was fetched.
         *
         * @return the length of all archives together, in bytes
         */
        public long bytes() {
            return archives.stream().mapToLong(Archive::bytes).sum();
        }

        @Override
        public String word() {
            return whole ? "restored" : "damaged";
        }

        @Override
        public void addFacts(ObjectNode data) {
            data.put("bytes", bytes()).put("seal", seal).put("mongodbVersion", mongodbVersion);
        }

        @Override
        public void addAll(ObjectNode tree) {
            addFacts(tree);
            tree.put("repeated", repeated).put("seconds", seconds).put("cpuSeconds", cpuSeconds);
            ArrayNode list = tree.putArray("archives");
            archives.forEach(archive -> archive.addTo(list.addObject()));
            ArrayNode sentences = tree.putArray("warnings");
            warnings.forEach(sentences::add);
        }
    }

    /**
     * One archive of a copy that was unpacked.
     *
     * @param file its name in the copy's folder
     * @param replicaSet the replica set inside, empty when Atlas named none
     * @param directory where its files are, a name in the directory of the restore
     * @param store the store it came from, empty when none gave any of it
     * @param bytes its length in bytes
     * @param sha256 its SHA-256, 64 hexadecimal digits, empty when it was not read to its end
     * @param files how many files were written
     * @param extractedBytes what they hold together
     * @param proved whether every byte is what was copied
     * @param resumed whether an earlier try had restored and proved it
     * @param unproved why it is not proved, one clause each
     */
    record Archive(
            String file,
            String replicaSet,
            String directory,
            String store,
            long bytes,
            String sha256,
            long files,
            long extractedBytes,
            boolean proved,
            boolean resumed,
            List<String> unproved) {

        /** Copies the list. */
        public Archive {
            unproved = List.copyOf(unproved);
        }

        private void addTo(ObjectNode tree) {
            tree.put("file", file).put("replicaSet", replicaSet).put("directory", directory);
            tree.put("store", store).put("bytes", bytes).put("sha256", sha256);
            tree.put("files", files).put("extractedBytes", extractedBytes).put("proved", proved);
            tree.put("resumed", resumed);
            ArrayNode clauses = tree.putArray("unproved");
            unproved.forEach(clauses::add);
        }
    }

    /**
     * Atlas has restored.
     *
     * @param jobId the job's id in Atlas
     */
    record Completed(String jobId) implements RestoreOutcome {

        /** Refuses null. */
        public Completed {
            Objects.requireNonNull(jobId, "jobId");
        }

        @Override
        public String word() {
            return "completed";
        }

        @Override
        public void addFacts(ObjectNode data) {
            data.put("jobId", jobId);
        }
    }

    /**
     * It did not come about, or nobody can say whether it did.
     *
     * @param unknown true when Atlas may have restored all the same
     * @param jobId the job's id in Atlas, empty when there is none or it is not known
     * @param failure why
     */
    record Failed(boolean unknown, Optional<String> jobId, CopyOutcome.Failure failure) implements RestoreOutcome {

        /** Refuses null. */
        public Failed {
            Objects.requireNonNull(jobId, "jobId");
            Objects.requireNonNull(failure, "failure");
        }

        /**
         * It did not come about.
         *
         * @param failure why; not null
         * @return the outcome
         */
        public static Failed because(CopyOutcome.Failure failure) {
            return new Failed(false, Optional.empty(), failure);
        }

        @Override
        public String word() {
            return unknown ? "unknown" : "failed";
        }

        @Override
        public void addFacts(ObjectNode data) {
            jobId.ifPresent(job -> data.put("jobId", job));
            failure.addTo(data);
        }
    }
}

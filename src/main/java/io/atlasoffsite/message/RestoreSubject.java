package io.atlasoffsite.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/** What a restore is about, as far as it is known: texts are empty where it is not. Immutable and thread safe. */
public sealed interface RestoreSubject {

    /**
     * Which of the two kinds of restore, as messages say it.
     *
     * @return {@code offsite} or {@code in-atlas}
     */
    String restore();

    /**
     * What is restored: the subject of its events.
     *
     * @return a copyId or a snapshot's id, empty when it is not known yet
     */
    String what();

    /**
     * Where to.
     *
     * @return a directory's name, or {@code <projectId>/<cluster>}; empty when it is not known
     */
    String where();

    /** Adds the fields by which messages name it. */
    void addTo(ObjectNode tree);

    /**
     * From an offsite copy.
     *
     * @param copyId the copy
     * @param into the directory, as the request names it
     */
    record Offsite(String copyId, String into) implements RestoreSubject {

        /** Refuses null. */
        public Offsite {
            Objects.requireNonNull(copyId, "copyId");
            Objects.requireNonNull(into, "into");
        }

        /**
         * Nothing is known: the request could not be read.
         *
         * @return the subject
         */
        public static Offsite unknown() {
            return new Offsite("", "");
        }

        @Override
        public String restore() {
            return "offsite";
        }

        @Override
        public String what() {
            return copyId;
        }

        @Override
        public String where() {
            return into;
        }

        @Override
        public void addTo(ObjectNode tree) {
            tree.put("copyId", copyId).put("into", into);
        }
    }

    /**
     * In Atlas.
     *
     * @param snapshotId the snapshot; empty also for a point in time
     * @param project the id of the target's project
     * @param cluster the target's name
     */
    record InAtlas(String snapshotId, String project, String cluster) implements RestoreSubject {

        /** Refuses null. */
        public InAtlas {
            Objects.requireNonNull(snapshotId, "snapshotId");
            Objects.requireNonNull(project, "project");
            Objects.requireNonNull(cluster, "cluster");
        }

        /**
         * Nothing is known: the request could not be read.
         *
         * @return the subject
         */
        public static InAtlas unknown() {
            return new InAtlas("", "", "");
        }

        @Override
        public String restore() {
            return "in-atlas";
        }

        @Override
        public String what() {
            return snapshotId;
        }

        @Override
        public String where() {
            return project.isEmpty() ? "" : project + "/" + cluster;
        }

        @Override
        public void addTo(ObjectNode tree) {
            tree.put("snapshotId", snapshotId);
            tree.putObject("target").put("project", project).put("cluster", cluster);
        }
    }
}

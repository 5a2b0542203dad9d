package io.atlasoffsite.sandbox;

/**
 * A cluster that in-Atlas restores were written to.
 *
 * @param project its project's id
 * @param cluster its name
 * @param restores jobs that began writing to it, whatever became of them: each has wiped it
 * @param snapshot the snapshot it holds now; empty while the last job has not succeeded: then it holds nothing
 */
public record RestoredCluster(String project, String cluster, int restores, String snapshot) {}

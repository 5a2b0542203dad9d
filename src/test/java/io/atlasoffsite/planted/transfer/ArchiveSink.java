package io.atlasoffsite.planted.transfer;

/** Stands for the sink. */
public interface ArchiveSink {}

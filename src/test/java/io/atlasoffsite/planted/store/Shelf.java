package io.atlasoffsite.planted.store;

import io.atlasoffsite.planted.transfer.ArchiveSink;

/** Something of store, which may know the sink. */
public record Shelf(ArchiveSink sink) {}

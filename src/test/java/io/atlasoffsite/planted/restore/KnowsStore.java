package io.atlasoffsite.planted.restore;

import io.atlasoffsite.planted.store.Shelf;

record KnowsStore(Shelf shelf) {}

package io.atlasoffsite.planted.message;

import io.atlasoffsite.planted.store.Shelf;

record KnowsStore(Shelf shelf) {}

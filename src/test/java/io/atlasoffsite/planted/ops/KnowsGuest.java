package io.atlasoffsite.planted.ops;

import io.atlasoffsite.planted.guest.Host;

/** Violates: only cli knows guest. */
record KnowsGuest(Host host) {}

package io.atlasoffsite.planted;

import io.atlasoffsite.planted.ops.Gauge;

record RootKnowsOps(Gauge gauge) {}

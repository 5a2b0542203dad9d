package io.atlasoffsite.planted.store;

import io.atlasoffsite.planted.transfer.Engine;

record KnowsEngine(Engine engine) {}

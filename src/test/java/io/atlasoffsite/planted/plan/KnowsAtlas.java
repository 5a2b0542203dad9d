package io.atlasoffsite.planted.plan;

import io.atlasoffsite.planted.atlas.Site;

record KnowsAtlas(Site site) {}

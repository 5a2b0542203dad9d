package io.atlasoffsite.planted.restore;

import io.atlasoffsite.planted.atlas.Site;

record KnowsAtlas(Site site) {}

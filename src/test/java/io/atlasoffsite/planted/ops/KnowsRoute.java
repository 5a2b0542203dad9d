package io.atlasoffsite.planted.ops;

import io.atlasoffsite.planted.route.Step;

record KnowsRoute(Step step) {}

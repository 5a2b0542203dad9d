package io.atlasoffsite.planted.atlas;

import io.atlasoffsite.planted.plan.Plan;

record KnowsPlan(Plan plan) {}

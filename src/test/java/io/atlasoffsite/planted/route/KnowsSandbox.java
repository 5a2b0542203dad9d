package io.atlasoffsite.planted.route;

import io.atlasoffsite.planted.sandbox.StandIn;

record KnowsSandbox(StandIn standIn) {}

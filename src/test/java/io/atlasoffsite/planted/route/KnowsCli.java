package io.atlasoffsite.planted.route;

import io.atlasoffsite.planted.cli.Command;

record KnowsCli(Command command) {}

package io.atlasoffsite.planted.cli;

import java.util.logging.Logger;

record LogsTheOldWay(Logger logger) {}

package io.atlasoffsite.planted.ops;

import io.atlasoffsite.planted.message.Letter;

record KnowsMessage(Letter letter) {}

package io.atlasoffsite.planted.transfer;

import io.atlasoffsite.planted.Word;

record KnowsRoot(Word word) {}

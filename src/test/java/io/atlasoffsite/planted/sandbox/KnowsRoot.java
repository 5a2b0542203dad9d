package io.atlasoffsite.planted.sandbox;

import io.atlasoffsite.planted.Word;

record KnowsRoot(Word word) {}

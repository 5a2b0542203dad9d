package io.atlasoffsite.planted.ops;

class Open {}

package io.atlasoffsite.planted.ops;

import java.util.concurrent.atomic.AtomicInteger;

final class Shared {
    static final AtomicInteger COUNT = new AtomicInteger();

    private Shared() {}
}

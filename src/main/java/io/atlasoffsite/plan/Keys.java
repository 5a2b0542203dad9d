package io.atlasoffsite.plan;

/** Paths of keys as people read them: {@code plans.orders.stores[1]}. */
final class Keys {

    private Keys() {}

    static String of(String parent, String key) {
        String shown = Text.sanitized(key);
        return parent.isEmpty() ? shown : parent + "." + shown;
    }

    static String of(String parent, int index) {
        return parent + "[" + index + "]";
    }
}

package io.atlasoffsite.route;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/** Which dedicated clusters are sharded, as far as Atlas has said so. Thread safe; lives as long as the process. */
final class Shapes {

    private final Set<String> sharded = ConcurrentHashMap.newKeySet();

    /** Whether the cluster that the headers name is known to be sharded. */
    boolean sharded(Exchange exchange) {
        return sharded.contains(key(exchange));
    }

    void remember(Exchange exchange, boolean isSharded) {
        if (isSharded) {
            sharded.add(key(exchange));
        } else {
            sharded.remove(key(exchange));
        }
    }

    private static String key(Exchange exchange) {
        return Exchanges.header(exchange, Headers.ATLAS) + "/" + Exchanges.header(exchange, Headers.PROJECT) + "/"
                + Exchanges.header(exchange, Headers.CLUSTER);
    }
}

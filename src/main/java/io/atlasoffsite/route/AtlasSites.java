package io.atlasoffsite.route;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The Atlas accesses by name. */
final class AtlasSites {

    private final Map<String, AtlasSite> sites;

    AtlasSites(Map<String, AtlasSite> sites) {
        this.sites = new TreeMap<>(sites);
    }

    AtlasSite named(String name) {
        AtlasSite site = sites.get(name);
        if (site != null) {
            return site;
        }
        throw OffsiteException.because(Reason.INVALID_REQUEST, "no Atlas access has that name in offsite.yaml")
                .hint("configured: " + String.join(", ", sites.keySet()))
                .build();
    }

    Collection<AtlasSite> all() {
        return sites.values();
    }
}

package io.atlasoffsite.plan;

import java.net.URI;
import java.net.URISyntaxException;

/** Writes the URI of a folder in a store. Stateless. */
final class FolderUri {

    private FolderUri() {}

    /** The folder below a root that may be empty; what a URI cannot hold is encoded. */
    static URI of(String scheme, String authority, String root, String folder) {
        String path = ("/" + root + "/" + folder).replaceAll("/{2,}", "/");
        try {
            return new URI(scheme, authority, path, null, null);
        } catch (URISyntaxException impossible) {
            throw new IllegalArgumentException("a store has no address as a URI: " + path, impossible);
        }
    }
}

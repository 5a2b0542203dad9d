package io.atlasoffsite.plan;

import io.atlasoffsite.Secret;
import java.util.List;

/** Who is asking Atlas. Immutable and thread safe. */
public sealed interface AtlasAuth {

    /**
     * What must not be seen of it.
     *
     * @return the secrets, never null
     */
    List<Secret> secrets();

    /**
     * A service account: OAuth 2 client credentials.
     *
     * @param clientId e.g. {@code mdb_sa_id_…}
     * @param clientSecret e.g. {@code mdb_sa_sk_…}
     */
    record ServiceAccount(String clientId, Secret clientSecret) implements AtlasAuth {
        @Override
        public List<Secret> secrets() {
            return List.of(clientSecret);
        }
    }

    /**
     * A programmatic API key: HTTP Digest.
     *
     * @param publicKey the public half
     * @param privateKey the private half
     */
    record ApiKey(String publicKey, Secret privateKey) implements AtlasAuth {
        @Override
        public List<Secret> secrets() {
            return List.of(privateKey);
        }
    }
}

package io.atlasoffsite.route;

import io.atlasoffsite.Secret;
import io.atlasoffsite.atlas.CallPolicy;
import io.atlasoffsite.atlas.ProjectLimits;
import io.atlasoffsite.atlas.ServiceAccountToken;
import io.atlasoffsite.plan.AtlasAccess;
import java.io.IOException;
import java.util.Optional;

/**
 * One Atlas access of offsite.yaml, ready for use. Thread safe.
 *
 * @param access its configuration
 * @param policy judges its calls
 * @param limits how many calls of each project it makes
 * @param token the service account's token; empty with an API key
 */
record AtlasSite(AtlasAccess access, CallPolicy policy, ProjectLimits limits, Optional<ServiceAccountToken> token) {

    /** The registry name of the bean that puts credentials, proxy and timeouts on this site's HTTP client. */
    String clientBean() {
        return "offsite-atlas-" + access.name();
    }

    /** The endpoint all calls to this site go through; path and query come by header. */
    String endpointUri() {
        long connect = access.connectTimeout().toMillis();
        long response = access.responseTimeout().toMillis();
        return AtlasClients.COMPONENT + ":" + access.baseUrl() + "?httpClientConfigurer=#" + clientBean()
                + "&throwExceptionOnFailure=false&followRedirects=false&disableStreamCache=true"
                + "&connectTimeout=" + connect + "&connectionRequestTimeout=" + connect + "&responseTimeout=" + response
                + "&soTimeout=" + response;
    }

    /** A token that is good now, or none when this site uses an API key. */
    Optional<Secret> logIn() throws IOException, InterruptedException {
        return token.isPresent() ? Optional.of(token.get().current()) : Optional.empty();
    }
}

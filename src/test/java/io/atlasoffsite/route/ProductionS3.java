package io.atlasoffsite.route;

import io.atlasoffsite.Secret;
import io.atlasoffsite.plan.S3Credentials;
import io.atlasoffsite.plan.S3StoreConfig;
import io.atlasoffsite.transfer.NetworkSettings;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.impl.DefaultCamelContext;
import software.amazon.awssdk.services.s3.S3Client;

/** The S3 client of production, for tests of other packages. */
public final class ProductionS3 {

    private ProductionS3() {}

    public static S3Client client(URI endpoint, String bucket, String key, String secret) {
        S3StoreConfig store = new S3StoreConfig(
                "vault",
                bucket,
                "",
                "us-east-1",
                Optional.of(endpoint),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                new S3Credentials.Keys(key, Secret.of(secret), Optional.empty()),
                Optional.empty(),
                Map.of());
        return new S3Clients(new DefaultCamelContext(), NetworkSettings.direct()).client(store);
    }
}

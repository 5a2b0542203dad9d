package io.atlasoffsite.route;

import io.atlasoffsite.plan.S3Credentials;
import io.atlasoffsite.plan.S3StoreConfig;
import io.atlasoffsite.store.S3ObjectSettings;
import io.atlasoffsite.store.S3StoreSettings;
import io.atlasoffsite.transfer.NetworkSettings;
import java.net.URI;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.component.aws.common.AwsClientBuilderUtil;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;
import org.apache.camel.support.PropertyBindingSupport;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes S3 clients the way Camel's aws2-s3 component does, from a store's entry in offsite.yaml. Camel's AWS2S3ClientFactory is
 * one call of the utility used here; it leaves no room for a CA file or for a proxy with a password. Thread safe.
 */
final class S3Clients {

    private final CamelContext context;
    private final NetworkSettings wayOut;

    S3Clients(CamelContext context, NetworkSettings wayOut) {
        this.context = context;
        this.wayOut = wayOut;
    }

    /**
     * The client that the host lends for a store, if it does: the property {@code offsite.stores.<store>.s3-client} names it. Its
     * endpoint, region, credentials, proxy and retries are then the host's business, not offsite.yaml's.
     */
    Optional<S3Client> ofHost(String store) {
        return HostBeans.named(context, "offsite.stores." + store + ".s3-client", S3Client.class);
    }

    S3Client client(S3StoreConfig store) {
        AWS2S3Configuration configuration = new AWS2S3Configuration();
        configuration.setBucketName(store.bucket());
        configuration.setRegion(store.region());
        store.endpoint().ifPresent(endpoint -> {
            configuration.setOverrideEndpoint(true);
            configuration.setUriEndpointOverride(endpoint.toString());
        });
        credentials(configuration, store.credentials());
        store.options().forEach((key, value) -> option(configuration, key, value));
        boolean ownProxy = configuration.getProxyHost() != null;
        return AwsClientBuilderUtil.buildClient(configuration, S3Client::builder, builder -> {
            builder.forcePathStyle(store.pathStyle());
            builder.putAuthScheme(new UnsignedParts());
            if (!ownProxy) {
                builder.httpClientBuilder(new S3Transport.Maker(wayOut));
            }
        });
    }

    static S3StoreSettings settings(S3StoreConfig store) {
        S3StoreSettings settings = S3StoreSettings.of(store.bucket(), store.prefix())
                .withEndpoint(store.endpoint().map(URI::toString).orElse(""))
                .withStorageClass(store.storageClass().orElse(""))
                .withEncryption(store.sse().orElse(""), store.kmsKeyId().orElse(""))
                .withTags(store.tags())
                .withExpectedBucketOwner(store.expectedBucketOwner().orElse(""));
        return store.objectLock().map(S3Clients::lock).map(settings::withLock).orElse(settings);
    }

    private static S3ObjectSettings.Lock lock(S3StoreConfig.ObjectLock lock) {
        S3ObjectSettings.Mode mode = switch (lock.mode()) {
            case GOVERNANCE -> S3ObjectSettings.Mode.GOVERNANCE;
            case COMPLIANCE -> S3ObjectSettings.Mode.COMPLIANCE;
        };
        return new S3ObjectSettings.Lock(mode, lock.days());
    }

    private void option(AWS2S3Configuration configuration, String key, String value) {
        PropertyBindingSupport.build()
                .withCamelContext(context)
                .withTarget(configuration)
                .withMandatory(true)
                .withProperty(key, value)
                .bind();
    }

    private static void credentials(AWS2S3Configuration configuration, S3Credentials credentials) {
        if (credentials instanceof S3Credentials.Keys keys) {
            configuration.setAccessKey(keys.accessKey());
            configuration.setSecretKey(keys.secretKey().reveal());
            keys.sessionToken().ifPresent(token -> {
                configuration.setUseSessionCredentials(true);
                configuration.setSessionToken(token.reveal());
            });
        } else if (credentials instanceof S3Credentials.Profile profile) {
            configuration.setUseProfileCredentialsProvider(true);
            configuration.setProfileCredentialsName(profile.name());
        } else {
            configuration.setUseDefaultCredentialsProvider(true);
        }
    }
}

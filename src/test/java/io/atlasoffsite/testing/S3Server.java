package io.atlasoffsite.testing;

import io.atlasoffsite.route.ProductionS3;
import io.atlasoffsite.store.S3StoreSettings;
import java.net.URI;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.AbstractNio2BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 of its own in memory, with one bucket, and clients made the way production makes them. */
public final class S3Server {

    public static final String BUCKET = "vault";
    public static final String KEY = "test-key";
    public static final String SECRET = "test-secret";

    private final S3Proxy proxy;

    public S3Server() throws Exception {
        this(AuthenticationType.AWS_V4);
    }

    public S3Server(AuthenticationType authentication) throws Exception {
        this(authentication, new TransientNio2BlobStore());
    }

    /** One that keeps its objects in a directory, for archives larger than memory. */
    public S3Server(Path directory) throws Exception {
        this(AuthenticationType.AWS_V4, new FilesystemNio2BlobStore(directory.toString()));
    }

    private S3Server(AuthenticationType authentication, AbstractNio2BlobStore blobs) throws Exception {
        proxy = S3Proxy.builder()
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(authentication, KEY, SECRET)
                .blobStore(blobs)
                .build();
        proxy.start();
        try (S3Client client = client(port())) {
            client.createBucket(r -> r.bucket(BUCKET));
        }
    }

    public int port() {
        return proxy.getPort();
    }

    public static S3Client client(int port) {
        return client(port, KEY, SECRET);
    }

    public static S3Client client(int port, String key, String secret) {
        return ProductionS3.client(URI.create("http://127.0.0.1:" + port), BUCKET, key, secret);
    }

    public static S3StoreSettings settings() {
        return S3StoreSettings.of(BUCKET, "atlas").withParts(5 << 20, 5L << 30, 10_000, 4);
    }

    public void stop() throws Exception {
        proxy.stop();
    }
}

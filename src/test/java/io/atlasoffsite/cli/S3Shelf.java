package io.atlasoffsite.cli;

import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.S3Store;
import io.atlasoffsite.testing.FaultyProxy;
import io.atlasoffsite.testing.S3Server;
import java.io.IOException;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket of an S3 server of its own, behind something that can hold requests back. */
final class S3Shelf implements Shelf {

    private static final String NAME = "vault";

    private final S3Server server;
    private final FaultyProxy proxy;
    private final S3Client client;
    private final ArchiveStore store;

    S3Shelf() throws Exception {
        this(AuthenticationType.AWS_V4);
    }

    private S3Shelf(AuthenticationType authentication) throws Exception {
        server = new S3Server(authentication);
        proxy = new FaultyProxy(server.port());
        client = S3Server.client(server.port());
        store = new S3Store(NAME, S3Server.client(server.port()), S3Server.settings());
    }

    /** One whose signatures nobody checks, so that requests can be changed on the way. */
    static S3Shelf trusting() throws Exception {
        return new S3Shelf(AuthenticationType.NONE);
    }

    /** What stands in front of it. */
    FaultyProxy proxy() {
        return proxy;
    }

    /** Another way in. */
    FaultyProxy anotherProxy() throws Exception {
        return new FaultyProxy(server.port());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Site addTo(Site site) {
        return site.s3(NAME, proxy.port());
    }

    @Override
    public ArchiveStore store() {
        return store;
    }

    @Override
    public int unfinished() {
        return (int) client.listMultipartUploads(r -> r.bucket(S3Server.BUCKET)).uploads().stream()
                .filter(upload -> upload.key().endsWith(".tar.gz"))
                .count();
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        store.close();
        client.close();
        try {
            server.stop();
        } catch (Exception failure) {
            throw new IOException(failure);
        }
    }
}

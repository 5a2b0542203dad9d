package io.atlasoffsite.store;

import io.atlasoffsite.testing.S3Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class S3StoreIT extends StoreContract {

    private static S3Server server;
    private static int stores;

    @BeforeAll
    static void start() throws Exception {
        server = new S3Server();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @Override
    ArchiveStore newStore() {
        S3StoreSettings settings =
                S3StoreSettings.of(S3Server.BUCKET, "store-" + stores++).withParts(5 << 20, 5L << 30, 10_000, 4);
        return new S3Store("vault", S3Server.client(server.port()), settings);
    }

    @Override
    boolean confirmsChecksums() {
        return true;
    }
}

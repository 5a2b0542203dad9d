package io.atlasoffsite.store;

import io.atlasoffsite.testing.FaultyProxy;
import io.atlasoffsite.testing.S3Server;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

class S3CommitIT {

    private static S3Server server;
    private static S3Server trusting;
    private static int stores;

    @BeforeAll
    static void start() throws Exception {
        server = new S3Server();
        trusting = new S3Server(AuthenticationType.NONE);
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
        trusting.stop();
    }

    private static S3Store storeAt(int port) {
        S3StoreSettings settings =
                S3StoreSettings.of(S3Server.BUCKET, "commit-" + stores++).withParts(5 << 20, 5L << 30, 10_000, 4);
        return new S3Store("vault", S3Server.client(port), settings);
    }

    @Nested
    class Conditional extends CommitContract {

        @Override
        ArchiveStore newStore() {
            return storeAt(server.port());
        }
    }

    /** As some S3-compatible stores are: the condition is read by nobody. */
    @Nested
    class IgnoringConditions extends CommitContract {

        private FaultyProxy proxy;

        @Override
        ArchiveStore newStore() throws Exception {
            proxy = new FaultyProxy(trusting.port());
            proxy.fault(
                    request -> request.header("if-none-match").equals("*"),
                    Integer.MAX_VALUE,
                    FaultyProxy.withoutCondition());
            return storeAt(proxy.port());
        }

        @AfterEach
        void closeProxy() throws Exception {
            proxy.close();
        }
    }
}

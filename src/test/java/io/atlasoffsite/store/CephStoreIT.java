package io.atlasoffsite.store;

import io.atlasoffsite.testing.CephGateway;
import io.atlasoffsite.testing.WithCeph;
import org.junit.jupiter.api.BeforeAll;

/** The contract in Ceph's gateway, which takes any checksum for right. */
@WithCeph
class CephStoreIT extends StoreContract {

    private static CephGateway ceph;

    @BeforeAll
    static void start(CephGateway gateway) {
        ceph = gateway;
    }

    @Override
    ArchiveStore newStore() {
        return new S3Store("vault", ceph.client(), ceph.newBucket());
    }

    @Override
    boolean confirmsChecksums() {
        return false;
    }
}

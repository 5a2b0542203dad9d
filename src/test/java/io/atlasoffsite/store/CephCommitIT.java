package io.atlasoffsite.store;

import io.atlasoffsite.testing.CephGateway;
import io.atlasoffsite.testing.WithCeph;
import org.junit.jupiter.api.BeforeAll;

/** How a copy comes to exist in Ceph's gateway. */
@WithCeph
class CephCommitIT extends CommitContract {

    private static CephGateway ceph;

    @BeforeAll
    static void start(CephGateway gateway) {
        ceph = gateway;
    }

    @Override
    ArchiveStore newStore() {
        return new S3Store("vault", ceph.client(), ceph.newBucket());
    }
}

package io.atlasoffsite.store;

import io.atlasoffsite.testing.CephGateway;
import io.atlasoffsite.testing.WithCeph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** How a copy comes to exist in Ceph's gateway. */
@WithCeph
class CephCommitIT {

    private static CephGateway ceph;

    @BeforeAll
    static void start(CephGateway gateway) {
        ceph = gateway;
    }

    @Nested
    class Plain extends CommitContract {

        @Override
        ArchiveStore newStore() {
            return new S3Store("vault", ceph.client(), ceph.newBucket());
        }
    }

    /** F35, F39: in a bucket with versions Ceph passes over conditions, so that attempts at once all write their manifest. */
    @Nested
    class Locked extends CommitContract {

        @Override
        ArchiveStore newStore() {
            return new S3Store("vault", ceph.client(), ceph.newLockedBucket().withLock(CephOptionsIT.LOCK));
        }
    }
}

package io.atlasoffsite.store;

import io.atlasoffsite.testing.CephGateway;
import io.atlasoffsite.testing.WithCeph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The contract in Ceph's gateway, which takes any checksum for right. */
@WithCeph
class CephStoreIT {

    private static CephGateway ceph;

    @BeforeAll
    static void start(CephGateway gateway) {
        ceph = gateway;
    }

    @Nested
    class Plain extends StoreContract {

        @Override
        ArchiveStore newStore() {
            return new S3Store("vault", ceph.client(), ceph.newBucket());
        }

        @Override
        boolean confirmsChecksums() {
            return false;
        }
    }

    /** With versions and a lock on every copy: attempts and their sweep must work all the same. */
    @Nested
    class Locked extends StoreContract {

        @Override
        ArchiveStore newStore() {
            return new S3Store("vault", ceph.client(), ceph.newLockedBucket().withLock(CephOptionsIT.LOCK));
        }

        @Override
        boolean confirmsChecksums() {
            return false;
        }

        /** F35: in a bucket with versions Ceph passes over the condition. */
        @Override
        boolean enforcesConditions() {
            return false;
        }
    }
}

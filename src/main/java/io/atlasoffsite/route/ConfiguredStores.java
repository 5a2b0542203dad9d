package io.atlasoffsite.route;

import io.atlasoffsite.plan.ConfigException;
import io.atlasoffsite.plan.ConfigProblem;
import io.atlasoffsite.plan.FileStoreConfig;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.S3StoreConfig;
import io.atlasoffsite.plan.SftpStoreConfig;
import io.atlasoffsite.plan.StoreConfig;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.Attempts;
import io.atlasoffsite.store.FileStore;
import io.atlasoffsite.store.S3Store;
import io.atlasoffsite.store.SftpSessions;
import io.atlasoffsite.store.SftpStore;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The stores of offsite.yaml, each opened when first used and closed with this. Thread safe. */
final class ConfiguredStores implements Stores, AutoCloseable {

    private final OffsiteConfig config;
    private final S3Clients clients;
    private final ProcessIdentity identity;
    private final Clock clock;
    private final RandomGenerator random;
    private final Map<String, ArchiveStore> open = new LinkedHashMap<>();

    ConfiguredStores(
            OffsiteConfig config, S3Clients clients, ProcessIdentity identity, Clock clock, RandomGenerator random) {
        this.config = config;
        this.clients = clients;
        this.identity = identity;
        this.clock = clock;
        this.random = random;
        config.stores().values().forEach(store -> {
            if (store instanceof SftpStoreConfig sftp) {
                sessions(sftp);
            } else if (store instanceof S3StoreConfig) {
                clients.ofHost(store.name());
            }
        });
    }

    /** An embedder who has no such store need not have the library; one who has hears of it at once. */
    private static SftpSessions sessions(SftpStoreConfig sftp) {
        try {
            return new SftpLogins(sftp);
        } catch (NoClassDefFoundError absent) {
            throw new ConfigException(List.of(new ConfigProblem(
                    "offsite.yaml",
                    "stores." + sftp.name() + ".type",
                    "is sftp, and Apache MINA SSHD is not on the class path",
                    "add org.apache.sshd:sshd-sftp, and org.bouncycastle:bcpkix-jdk18on for ed25519 keys")));
        }
    }

    @Override
    public synchronized ArchiveStore open(String name) throws IOException {
        ArchiveStore store = open.get(name);
        if (store == null) {
            store = make(config.store(name));
            open.put(name, store);
        }
        return store;
    }

    @Override
    public Attempts attempts(String name) throws IOException {
        return new Attempts(open(name), identity.node(), identity.process(), clock, random);
    }

    @Override
    public synchronized void close() {
        open.values().forEach(ArchiveStore::close);
        open.clear();
    }

    private ArchiveStore make(StoreConfig store) throws IOException {
        if (store instanceof S3StoreConfig s3) {
            return clients.ofHost(s3.name())
                    .map(client -> S3Store.borrowing(s3.name(), client, S3Clients.settings(s3), clock))
                    .orElseGet(() -> new S3Store(s3.name(), clients.client(s3), S3Clients.settings(s3), clock));
        }
        if (store instanceof SftpStoreConfig sftp) {
            return new SftpStore(sftp.name(), sessions(sftp), SftpLogins.settings(sftp));
        }
        FileStoreConfig file = (FileStoreConfig) store;
        return new FileStore(file.name(), file.directory());
    }
}

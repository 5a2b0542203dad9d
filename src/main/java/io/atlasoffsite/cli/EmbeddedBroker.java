package io.atlasoffsite.cli;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.Secret;
import io.atlasoffsite.route.Queues;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * The broker inside the service: ActiveMQ Artemis with its journal in the data directory, on a loopback port of its own choosing,
 * with a password made anew at each start and written where only the owner can read it. Loopback is not authentication.
 */
final class EmbeddedBroker implements AutoCloseable {

    private static final String USER = "offsite";
    private static final int PASSWORD_BYTES = 24;
    private static final int DELIVERIES = 10;
    private static final long WEEK_MILLIS = 7L * 24 * 3600 * 1000;
    private static final long LEAST_DISK_FREE = 64L << 20;
    private static final long LARGEST_ADDRESS = 32L << 20;

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final EmbeddedActiveMQ server;
    private final BrokerFile file;
    private final BrokerAddress address;

    private EmbeddedBroker(EmbeddedActiveMQ server, BrokerFile file, BrokerAddress address) {
        this.server = server;
        this.file = file;
        this.address = address;
    }

    /**
     * Starts the broker.
     *
     * @param data the data directory, whose lock the caller holds
     * @param random makes the password
     * @return the running broker
     * @throws IOException when the directory cannot be written
     */
    static EmbeddedBroker start(Path data, SecureRandom random) throws IOException {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        String password = HexFormat.of().formatHex(bytes);
        int port = freePort();
        BrokerAddress address = new BrokerAddress("tcp://127.0.0.1:" + port, USER, Secret.of(password));
        // The journal holds requests and letters; the broker itself would let everybody read them.
        Files.createDirectories(data.resolve("broker"), OWNER_ONLY);
        EmbeddedActiveMQ server = new EmbeddedActiveMQ();
        server.setConfiguration(configuration(data.resolve("broker"), port));
        server.setSecurityManager(security(password));
        try {
            server.start();
        } catch (Exception failure) {
            throw OffsiteException.because(
                            Reason.UNEXPECTED, "the embedded broker did not start in " + data.resolve("broker"))
                    .hint(
                            "see the log; when its journal is damaged, move the directory away: requests in it are then lost")
                    .cause(failure)
                    .build();
        }
        BrokerFile file = new BrokerFile(data);
        file.write(address);
        return new EmbeddedBroker(server, file, address);
    }

    BrokerAddress address() {
        return address;
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception failure) {
            throw new IOException(
                    "the embedded broker did not stop in order; its journal repairs itself at the next start", failure);
        } finally {
            file.delete();
        }
    }

    private static Configuration configuration(Path directory, int port) throws IOException {
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setName("atlas-offsite");
        configuration.setPersistenceEnabled(true);
        configuration.setJournalType(JournalType.NIO);
        configuration.setJournalDirectory(directory.resolve("journal").toString());
        configuration.setBindingsDirectory(directory.resolve("bindings").toString());
        configuration.setLargeMessagesDirectory(
                directory.resolve("large-messages").toString());
        configuration.setPagingDirectory(directory.resolve("paging").toString());
        // Small messages only: two files of 2 MiB are plenty, and the start is quick.
        configuration.setJournalFileSize(2 << 20);
        configuration.setJournalMinFiles(2);
        configuration.setJournalPoolFiles(4);
        configuration.setSecurityEnabled(true);
        configuration.setJMXManagementEnabled(false);
        configuration.setPersistIDCache(true);
        configuration.setMinDiskFree(LEAST_DISK_FREE);
        configuration.setThreadPoolMaxSize(8);
        configuration.setScheduledThreadPoolMaxSize(2);
        configuration.setCriticalAnalyzer(false);
        configuration.setGracefulShutdownEnabled(false);
        configuration.addAcceptorConfiguration(new TransportConfiguration(
                NettyAcceptorFactory.class.getName(), Map.of("host", "127.0.0.1", "port", port, "protocols", "CORE")));
        configuration.putSecurityRoles("#", java.util.Set.of(role()));
        settings(configuration);
        configuration.registerBrokerPlugin(new LongTexts());
        Queues.all()
                .forEach(name -> configuration.addQueueConfiguration(QueueConfiguration.of(name)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(true)
                        .setAutoCreated(false)
                        .setAutoDelete(false)));
        return configuration;
    }

    /**
     * Nothing is dropped in silence but events nobody has fetched in a week: a request that expires, or that cannot be delivered ten
     * times, goes to the channel of the reason nobody foresaw.
     */
    private static void settings(ConfigurationImpl configuration) {
        configuration.addAddressSetting(
                "#",
                new AddressSettings()
                        .setDefaultConsumerWindowSize(0)
                        .setMaxDeliveryAttempts(DELIVERIES)
                        .setDeadLetterAddress(SimpleString.of(Queues.dead(Reason.UNEXPECTED)))
                        .setExpiryAddress(SimpleString.of(Queues.dead(Reason.UNEXPECTED)))
                        .setRedeliveryDelay(1000)
                        .setRedeliveryMultiplier(2)
                        .setMaxRedeliveryDelay(60_000)
                        .setMaxSizeBytes(LARGEST_ADDRESS)
                        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                        .setAutoCreateQueues(false)
                        .setAutoCreateAddresses(false));
        configuration.addAddressSetting(
                Queues.EVENTS,
                new AddressSettings()
                        .setExpiryDelay(WEEK_MILLIS)
                        .setExpiryAddress(SimpleString.of(Queues.EVENTS + ".expired")));
        replies(configuration);
    }

    /** An answer nobody fetches in a week is dropped as events are. A queue goes when it is empty and nobody listens. */
    private static void replies(ConfigurationImpl configuration) {
        configuration.addAddressSetting(
                Queues.REPLIES + ".#",
                new AddressSettings()
                        .setExpiryDelay(WEEK_MILLIS)
                        .setExpiryAddress(SimpleString.of(Queues.EVENTS + ".expired"))
                        .setDefaultAddressRoutingType(RoutingType.ANYCAST)
                        .setDefaultQueueRoutingType(RoutingType.ANYCAST)
                        .setAutoCreateQueues(true)
                        .setAutoCreateAddresses(true));
    }

    private static Role role() {
        return new Role(USER, true, true, true, true, true, true, false, true, true, true, false, false);
    }

    private static ActiveMQJAASSecurityManager security(String password) {
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser(USER, password);
        users.addRole(USER, USER);
        return new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

package io.atlasoffsite.cli;

import io.atlasoffsite.Reason;
import io.atlasoffsite.Secret;
import io.atlasoffsite.route.Queues;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.NullResponseMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendMessage;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Somebody else's broker: it runs in the test's own process, keeps its messages in memory, outlives the service, and can leave it
 * hanging at an event or at the commit of a request's session. Thread safe.
 */
final class OtherBroker implements AutoCloseable {

    private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    private final int port;
    private volatile Optional<Wait> wait = Optional.empty();

    /** What a client asks a broker for at the end of a copy. */
    enum Packets {
        /** To take the event that a copy is there. */
        COMPLETED_EVENT,
        /** To commit the session, and with it to forget the request. */
        COMMIT
    }

    OtherBroker() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setPersistenceEnabled(false);
        configuration.setSecurityEnabled(false);
        configuration.setJMXManagementEnabled(false);
        configuration.setCriticalAnalyzer(false);
        configuration.setGracefulShutdownEnabled(false);
        configuration.addAcceptorConfiguration(new TransportConfiguration(
                NettyAcceptorFactory.class.getName(), Map.of("host", "127.0.0.1", "port", port, "protocols", "CORE")));
        // When a client is killed, its request goes round all of its consumers, which counts as so many deliveries.
        configuration.addAddressSetting(
                "#",
                new AddressSettings()
                        .setRedeliveryDelay(1000)
                        .setMaxDeliveryAttempts(-1)
                        .setDeadLetterAddress(SimpleString.of(Queues.dead(Reason.UNEXPECTED))));
        for (String queue : Queues.all()) {
            configuration.addQueueConfiguration(QueueConfiguration.of(queue)
                    .setRoutingType(RoutingType.ANYCAST)
                    .setAutoDelete(false));
        }
        server.setConfiguration(configuration);
        server.start();
        Interceptor incoming = this::asked;
        Interceptor outgoing = this::answered;
        server.getActiveMQServer().getRemotingService().addIncomingInterceptor(incoming);
        server.getActiveMQServer().getRemotingService().addOutgoingInterceptor(outgoing);
    }

    BrokerAddress address() {
        return new BrokerAddress("tcp://127.0.0.1:" + port, "", Secret.of(""));
    }

    /** Swallows the packet about this snapshot, so that nothing of it happens and its sender waits. */
    void swallow(Packets packets, String snapshotId) {
        wait = Optional.of(new Wait(packets, snapshotId, false));
    }

    /** Does what the packet about this snapshot asks for and swallows the answer, so that its sender waits. */
    void swallowAnswer(Packets packets, String snapshotId) {
        wait = Optional.of(new Wait(packets, snapshotId, true));
    }

    /** Whether somebody waits. */
    boolean waiting() {
        return wait.filter(now -> now.reached).isPresent();
    }

    /** Swallows nothing more. */
    void mend() {
        wait = Optional.empty();
    }

    private boolean asked(Packet packet, RemotingConnection connection) {
        return wait.filter(now -> !now.asked && now.isWanted(packet, connection))
                .map(now -> now.ask(connection))
                .orElse(true);
    }

    private boolean answered(Packet packet, RemotingConnection connection) {
        return wait.filter(now -> now.isAnswer(packet, connection))
                .map(now -> !now.reach())
                .orElse(true);
    }

    private static boolean completedEvent(Packet packet, String snapshotId) {
        return packet instanceof SessionSendMessage send
                && Queues.EVENTS.equals(send.getMessage().getAddress())
                && text(send.getMessage()).contains("copy.completed")
                && text(send.getMessage()).contains(snapshotId);
    }

    private static String text(ICoreMessage message) {
        return Optional.ofNullable(message.getReadOnlyBodyBuffer().readNullableSimpleString())
                .map(SimpleString::toString)
                .orElse("");
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception failure) {
            throw new IOException(failure);
        }
    }

    /** A packet somebody will wait for. */
    private static final class Wait {
        private final Packets packets;
        private final String snapshotId;
        private final boolean answerOnly;
        private volatile boolean announced;
        private volatile boolean asked;
        private volatile boolean reached;
        private volatile Object connection = "";
        private final Set<String> acknowledging = ConcurrentHashMap.newKeySet();

        Wait(Packets packets, String snapshotId, boolean answerOnly) {
            this.packets = packets;
            this.snapshotId = snapshotId;
            this.answerOnly = answerOnly;
        }

        /**
         * Meant is the commit of whoever has acknowledged something, once the event is out: consumers without a message commit as
         * well, and so does the one that has just ended the request before.
         */
        boolean isWanted(Packet packet, RemotingConnection from) {
            if (completedEvent(packet, snapshotId)) {
                announced = true;
                return packets == Packets.COMPLETED_EVENT;
            }
            String session = from.getID() + "/" + packet.getChannelID();
            if (packet.getType() == PacketImpl.SESS_ACKNOWLEDGE
                    || packet.getType() == PacketImpl.SESS_INDIVIDUAL_ACKNOWLEDGE) {
                acknowledging.add(session);
            }
            return packet.getType() == PacketImpl.SESS_COMMIT
                    && acknowledging.remove(session)
                    && announced
                    && packets == Packets.COMMIT;
        }

        /** Whether the packet goes on. */
        boolean ask(RemotingConnection from) {
            connection = from.getID();
            asked = true;
            reached = !answerOnly;
            return answerOnly;
        }

        /** Which session an answer is for is not known here yet: from now on this client hears of nothing that is done. */
        boolean isAnswer(Packet packet, RemotingConnection to) {
            return answerOnly && asked && packet instanceof NullResponseMessage && connection.equals(to.getID());
        }

        boolean reach() {
            reached = true;
            return true;
        }
    }
}

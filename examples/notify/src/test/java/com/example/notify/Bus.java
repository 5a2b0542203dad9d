package com.example.notify;

import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** A broker, and a service that copies from a stand-in Atlas and tells of it on the broker's queue offsite.events. */
final class Bus implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String url = "vm://" + NUMBER.incrementAndGet();
    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private final Sandbox sandbox =
            Sandbox.start(SandboxOptions.builder().archiveBytes(1 << 20).build());
    private final CamelContext service = new DefaultCamelContext();

    Bus(Path directory) throws Exception {
        startBroker();
        Properties properties = new Properties();
        properties.setProperty("offsite.config", "classpath:offsite.yaml");
        properties.setProperty("offsite.data", directory.resolve("data").toString());
        properties.setProperty("offsite.triggers", "true");
        properties.setProperty("offsite.jms.connection-factory", "broker");
        properties.setProperty("sandbox.url", sandbox.baseUrl());
        properties.setProperty(
                "copies", Files.createDirectory(directory.resolve("copies")).toString());
        service.getPropertiesComponent().setInitialProperties(properties);
        service.getRegistry().bind("broker", ConnectionFactory.class, new ActiveMQConnectionFactory(url));
        service.start();
    }

    private void startBroker() throws Exception {
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setPersistenceEnabled(false);
        configuration.setSecurityEnabled(false);
        configuration.addAcceptorConfiguration("vm", url);
        configuration.addQueueConfiguration(
                QueueConfiguration.of("offsite.events").setRoutingType(RoutingType.ANYCAST));
        broker.setConfiguration(configuration);
        broker.start();
    }

    /** Where the broker is. */
    String url() {
        return url;
    }

    /** Asks the service for a copy. */
    void ask(String requestId, String plan) throws Exception {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
                JMSContext session = factory.createContext()) {
            String request = "{\"schema\":1,\"requestId\":\"" + requestId + "\",\"plan\":\"" + plan + "\"}";
            session.createProducer().send(session.createQueue("offsite.copy.requests"), request);
        }
    }

    /** How many messages are on a queue, also such as somebody is at work on; none when there is no such queue. */
    long waiting(String queue) {
        var found = broker.getActiveMQServer().locateQueue(queue);
        return found == null ? 0 : found.getMessageCount();
    }

    /** Takes all messages off a queue, when there is one. */
    void empty(String queue) throws Exception {
        var found = broker.getActiveMQServer().locateQueue(queue);
        if (found != null) {
            found.deleteAllReferences();
        }
    }

    @Override
    public void close() throws IOException {
        service.stop();
        sandbox.close();
        try {
            broker.stop();
        } catch (Exception failure) {
            throw new IOException("the broker did not stop", failure);
        }
    }
}

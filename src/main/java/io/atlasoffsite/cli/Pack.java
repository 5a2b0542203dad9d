package io.atlasoffsite.cli;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import io.atlasoffsite.message.CopyRequest;
import io.atlasoffsite.message.CopyResult;
import io.atlasoffsite.message.RestoreResult;
import io.atlasoffsite.route.FailedRestore;
import io.atlasoffsite.route.OffsitePack;
import io.atlasoffsite.route.QueueComponents;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/**
 * The pack, running in this process on its own: the routes in Camel Main, their beans, and the connection to a broker when there
 * is one. Thread safe once started.
 */
final class Pack implements AutoCloseable {

    private static final int DRAIN_SECONDS = 30;

    private final Installation installation;
    private final Main main;
    private final OffsitePack beans;
    private final Optional<QueueComponents> queues;

    private Pack(Installation installation, Main main, Binding binding) {
        this.installation = installation;
        this.main = main;
        this.beans = binding.beans.orElseThrow();
        this.queues = binding.queues;
    }

    /**
     * The routes without their triggers, for one command.
     *
     * @param installation whose
     * @return the running pack
     */
    static Pack forCommand(Installation installation) throws IOException {
        Optional<BrokerAddress> broker =
                installation.config().broker().embedded() ? Optional.empty() : installation.broker();
        return start(installation, broker, Optional.empty());
    }

    /**
     * All routes: schedules fire and queues are consumed.
     *
     * @param installation whose
     * @param broker the broker to consume from
     * @param sides what it has beside the pack
     * @return the running pack
     */
    static Pack forService(Installation installation, BrokerAddress broker, ServiceSides sides) throws IOException {
        return start(installation, Optional.of(broker), Optional.of(sides));
    }

    private static Pack start(Installation installation, Optional<BrokerAddress> broker, Optional<ServiceSides> sides)
            throws IOException {
        Heap.require(
                installation.config().transfer().memory(), Runtime.getRuntime().maxMemory());
        boolean triggers = sides.isPresent();
        Main main = new Main();
        main.configure().setName("atlas-offsite");
        main.configure().setShutdownTimeout(DRAIN_SECONDS);
        main.configure().setShutdownSuppressLoggingOnTimeout(true);
        main.configure().setShutdownNowOnTimeout(true);
        main.configure().setStartupSummaryLevel(StartupSummaryLevel.Off);
        main.configure()
                .setRoutesIncludePattern(
                        triggers ? OffsitePack.ROUTES + "," + OffsitePack.TRIGGERS : OffsitePack.ROUTES);
        main.setPropertyPlaceholderLocations("file:config/application.properties;optional=true");
        sides.ifPresent(side -> side.configure(main));
        Binding binding = new Binding(installation, broker, sides);
        main.addMainListener(binding);
        try {
            main.start();
            Pack pack = new Pack(installation, main, binding);
            if (triggers) {
                pack.beans.startSchedules();
            }
            return pack;
        } catch (RuntimeException failure) {
            giveUp(main, binding, failure);
            throw failure;
        } catch (Exception failure) {
            giveUp(main, binding, failure);
            throw new IllegalStateException("the routes did not start", failure);
        }
    }

    private static void giveUp(Main main, Binding binding, Exception failure) {
        main.stop();
        binding.queues.ifPresent(QueueComponents::close);
        try {
            if (binding.beans.isPresent()) {
                binding.beans.get().close();
            }
        } catch (IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    /** Binds the beans between the making of the context and the loading of the routes. */
    private static final class Binding extends MainListenerSupport {
        private final Installation installation;
        private final Optional<BrokerAddress> broker;
        private final Optional<ServiceSides> sides;
        private final boolean triggers;
        private Optional<OffsitePack> beans = Optional.empty();
        private Optional<QueueComponents> queues = Optional.empty();

        Binding(Installation installation, Optional<BrokerAddress> broker, Optional<ServiceSides> sides) {
            this.installation = installation;
            this.broker = broker;
            this.sides = sides;
            this.triggers = sides.isPresent();
        }

        @Override
        public void beforeConfigure(BaseMainSupport main) {
            CamelContext context = main.getCamelContext();
            queues = broker.map(address -> QueueComponents.add(context, JmsConnections.factory(address)));
            sides.ifPresent(side -> side.bind(context));
            OffsitePack.Surroundings surroundings =
                    OffsitePack.Surroundings.real(installation.data(), installation.secrets()::passing);
            try {
                OffsitePack pack = new OffsitePack(installation.config(), surroundings, context);
                if (triggers) {
                    refuseUnfitStores(pack);
                }
                pack.bind();
                beans = Optional.of(pack);
            } catch (IOException unwritable) {
                throw CommandFailure.data(installation.data());
            }
        }

        /** Before a queue is read: its requests would all become letters. */
        private static void refuseUnfitStores(OffsitePack pack) throws IOException {
            try {
                pack.refuseUnfitStores();
            } catch (RuntimeException refused) {
                pack.close();
                throw ledger(refused);
            }
        }
    }

    /** A ledger that cannot be kept is a mistake in offsite.yaml, not a refusal of anybody's request. */
    private static RuntimeException ledger(RuntimeException refused) {
        return refused instanceof OffsiteException known && known.reason() == Reason.RESTORE_REFUSED
                ? CommandFailure.configuration(ErrorLines.sentence(known))
                : refused;
    }

    /**
     * Copies now, through the same route a queued request takes.
     *
     * @param request what
     * @return the exchange as it ended: with {@link CopyResult} or an exception
     */
    Exchange copy(CopyRequest request) throws IOException {
        return send("direct:offsite-copy-snapshot", request, Map.of());
    }

    /**
     * Restores now, through the same route a queued request takes.
     *
     * @param route its URI
     * @param order what
     * @param failed hears the result of a restore that failed, before that is thrown
     * @return the result
     * @throws Exception what the route threw
     */
    RestoreResult restore(String route, Object order, Consumer<RestoreResult> failed) throws Exception {
        Exchange ended = send(route, order, Map.of());
        if (ended.getException() != null) {
            FailedRestore.of(ended).ifPresent(failed);
            throw ended.getException();
        }
        return ended.getMessage().getBody(RestoreResult.class);
    }

    /**
     * Asks one of the pack's routes.
     *
     * @param route its URI
     * @param body goes in; null for none
     * @param headers go in
     * @return the answer's body
     * @throws Exception what the route threw
     */
    Object ask(String route, Object body, Map<String, Object> headers) throws Exception {
        Exchange ended = send(route, body, headers);
        if (ended.getException() != null) {
            throw ended.getException();
        }
        return ended.getMessage().getBody();
    }

    private Exchange send(String route, Object body, Map<String, Object> headers) throws IOException {
        try (ProducerTemplate template = context().createProducerTemplate()) {
            return template.send(route, ExchangePattern.InOut, exchange -> {
                exchange.getMessage().setBody(body);
                exchange.getMessage().setHeaders(new HashMap<>(headers));
            });
        }
    }

    /** Cleans up after processes that are gone; what cannot be cleaned now is no reason not to start. */
    void sweep() {
        beans.sweep();
    }

    OffsitePack beans() {
        return beans;
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    @Override
    public void close() throws IOException {
        try (beans) {
            main.stop();
            queues.ifPresent(QueueComponents::close);
        }
    }
}

package io.atlasoffsite.guest;

import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.route.HostBeans;
import io.atlasoffsite.route.OffsitePack;
import io.atlasoffsite.route.QueueComponents;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pack, living in the context of somebody else's application. Thread safe once it has moved in. */
final class Guest implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Guest.class);

    private final Optional<QueueComponents> queues;
    private final OffsitePack pack;

    private Guest(Optional<QueueComponents> queues, OffsitePack pack) {
        this.queues = queues;
        this.pack = pack;
    }

    /**
     * Binds the pack's beans and loads its routes into a context whose own routes are known and not started.
     *
     * @throws io.atlasoffsite.plan.ConfigException when offsite.yaml is not in order
     * @throws io.atlasoffsite.OffsiteException when a store cannot do what it asks
     * @throws IllegalStateException when the data directory cannot be written, or a trigger has nowhere to read from, or the context pools its exchanges
     */
    static Guest moveIn(CamelContext context, GuestSettings settings) {
        refusePooledExchanges(context);
        OffsiteConfig config = settings.read(context);
        Optional<QueueComponents> queues = HostBeans.named(
                        context, GuestSettings.CONNECTION_FACTORY, ConnectionFactory.class)
                .map(factory -> QueueComponents.add(context, factory));
        try {
            Guest guest = new Guest(queues, pack(context, settings, config));
            guest.loadRoutes(context, settings, config);
            return guest;
        } catch (RuntimeException failure) {
            queues.ifPresent(QueueComponents::close);
            throw failure;
        }
    }

    /** Camel 4.18's pool gives the parts of a split the body of the whole, in any route. */
    private static void refusePooledExchanges(CamelContext context) {
        if (context.getCamelContextExtension().getExchangeFactory().isPooled()) {
            throw new IllegalStateException(
                    "this context pools its exchanges, and Camel's split, which atlas-offsite needs, mixes up messages then; set"
                            + " camel.main.exchange-factory to prototype, or run atlas-offsite in a context of its own");
        }
    }

    private static OffsitePack pack(CamelContext context, GuestSettings settings, OffsiteConfig config) {
        OffsitePack.Surroundings surroundings =
                OffsitePack.Surroundings.real(settings.data().toAbsolutePath(), secret -> {});
        try {
            return new OffsitePack(config, surroundings, context);
        } catch (IOException unwritable) {
            throw new IllegalStateException(
                    "the data directory " + settings.data() + " cannot be written; set offsite.data to one that can",
                    unwritable);
        }
    }

    private void loadRoutes(CamelContext context, GuestSettings settings, OffsiteConfig config) {
        try {
            pack.bind();
            if (settings.triggers()) {
                settings.requireSources(context);
                pack.refuseUnfitStores();
            }
            List<String> replaced = new GuestRoutes(context).load(settings.triggers());
            if (settings.triggers()) {
                pack.startSchedules();
            }
            report(config, settings.triggers(), replaced);
        } catch (RuntimeException failure) {
            closePack(failure);
            throw failure;
        } catch (Exception failure) {
            closePack(failure);
            throw new IllegalStateException("the routes of atlas-offsite could not be loaded", failure);
        }
    }

    private void closePack(Exception failure) {
        try {
            pack.close();
        } catch (IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    private static void report(OffsiteConfig config, boolean triggers, List<String> replaced) {
        LOG.info(
                "{} is in this context: {} plans, {} stores, triggers {}{}",
                OffsitePack.tool(),
                config.plans().size(),
                config.stores().size(),
                triggers ? "on" : "off",
                replaced.isEmpty() ? "" : ", replaced by the host: " + String.join(", ", replaced));
        List<String> idle = config.plans().values().stream()
                .flatMap(plan -> Stream.concat(
                                plan.schedule().stream(),
                                plan.rehearse().stream().flatMap(rehearsal -> rehearsal.schedule().stream()))
                        .limit(1)
                        .map(schedule -> plan.name()))
                .toList();
        if (!triggers && !idle.isEmpty()) {
            LOG.warn(
                    "the schedules of plans {} do not fire in this process, as offsite.triggers is not true",
                    String.join(", ", idle));
        }
    }

    /** Cleans up after processes that are gone, beside what the host does. */
    void sweep() {
        Thread sweeper = new Thread(pack::sweep, "offsite-sweeper");
        sweeper.setDaemon(true);
        sweeper.start();
    }

    @Override
    public void close() throws IOException {
        queues.ifPresent(QueueComponents::close);
        pack.close();
    }
}

package io.atlasoffsite.guest;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.plan.OffsiteConfig;
import java.io.IOException;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.service.ServiceSupport;

/**
 * What an action Kamelet does with a message. It lives and ends with the route that Camel has made from the Kamelet. Of the message only
 * the body is looked at and replaced: headers neither reach the pack nor change. Thread safe once started.
 */
public abstract sealed class KameletAction extends ServiceSupport implements Processor, CamelContextAware
        permits KameletCopy, KameletRestore {

    private final Json json = new Json();
    private CamelContext context;
    private String routeId;
    private KameletParameters parameters;
    private OffsiteConfig config;
    private KameletWords words;
    private volatile KameletPack pack;

    KameletAction() {}

    /** The configuration that the parameters make; refuses what is wrong with them. */
    abstract OffsiteConfig configure(KameletParameters given);

    /** Does what the message asks for; the name is for the audit log. */
    abstract String answer(KameletPack running, KameletBody body, String requestId, String asker) throws Exception;

    final Json json() {
        return json;
    }

    final KameletParameters parameters() {
        return parameters;
    }

    @Override
    public final CamelContext getCamelContext() {
        return context;
    }

    @Override
    public final void setCamelContext(CamelContext camelContext) {
        this.context = camelContext;
    }

    /**
     * Says whose parameters these are.
     *
     * @param id the id of the route that Camel has made from the Kamelet; not null
     */
    public final void setRouteId(String id) {
        this.routeId = Objects.requireNonNull(id, "id");
    }

    @Override
    protected final void doInit() {
        parameters = KameletParameters.of(context, routeId);
        config = configure(parameters);
        words = new KameletWords(parameters);
    }

    @Override
    protected final void doStart() throws Exception {
        try {
            pack = KameletPack.start(context, routeId, config, KameletConfig.data(parameters));
        } catch (IOException unwritable) {
            throw parameters.refusal("data", "cannot be written", "name a directory that this user may make and fill");
        }
    }

    @Override
    protected final void doStop() throws Exception {
        KameletPack running = pack;
        if (running != null) {
            running.close();
        }
    }

    /**
     * Works on one message, in the caller's thread.
     *
     * @param exchange its body becomes the result, as JSON text; not null
     * @throws OffsiteException when the pack foresaw the failure; its reason is in docs/errors.md
     */
    @Override
    public final void process(Exchange exchange) throws Exception {
        KameletBody body = KameletBody.of(exchange, json);
        try {
            exchange.getMessage().setBody(answer(pack, body, body.requestId(exchange), "kamelet " + routeId));
        } catch (OffsiteException failure) {
            throw words.fitting(failure);
        }
    }
}

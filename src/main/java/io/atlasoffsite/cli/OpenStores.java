package io.atlasoffsite.cli;

import io.atlasoffsite.route.OffsitePack;
import io.atlasoffsite.store.ArchiveStore;
import java.io.IOException;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** The stores of an installation for commands that need no route: nothing is started, so it is quick. Thread safe. */
final class OpenStores implements AutoCloseable {

    private final CamelContext context;
    private final OffsitePack beans;

    private OpenStores(CamelContext context, OffsitePack beans) {
        this.context = context;
        this.beans = beans;
    }

    /**
     * Prepares the stores; each is opened when first asked for.
     *
     * @param installation whose
     * @return to be closed
     */
    static OpenStores of(Installation installation) {
        CamelContext context = new DefaultCamelContext();
        OffsitePack.Surroundings surroundings =
                OffsitePack.Surroundings.real(installation.data(), installation.secrets()::passing);
        try {
            return new OpenStores(context, new OffsitePack(installation.config(), surroundings, context));
        } catch (IOException unwritable) {
            context.stop();
            throw CommandFailure.data(installation.data());
        }
    }

    ArchiveStore store(String name) throws IOException {
        return beans.store(name);
    }

    @Override
    public void close() throws IOException {
        try (beans) {
            context.stop();
        }
    }
}

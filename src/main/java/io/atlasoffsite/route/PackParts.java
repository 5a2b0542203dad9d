package io.atlasoffsite.route;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.ops.Watch;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.restore.CopyProver;
import io.atlasoffsite.restore.CopyRestorer;
import io.atlasoffsite.transfer.Engine;
import io.atlasoffsite.transfer.NetworkSettings;
import io.atlasoffsite.transfer.Pause;
import java.io.IOException;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.apache.camel.CamelContext;

/**
 * What the steps of one pack have in common, and is let go of with it. Thread safe.
 *
 * @param config offsite.yaml
 * @param surroundings what comes from outside
 * @param identity who this process is
 * @param stores the stores of offsite.yaml
 * @param engine moves bytes
 * @param clients the ways to Atlas
 * @param sites what is known of each Atlas
 * @param prover reads copies back
 * @param restorer unpacks copies
 * @param spans who traces the context
 * @param parallel threads of archives
 * @param scratch the directories of rehearsals
 * @param watch what is known of this process
 * @param json reads and writes
 */
record PackParts(
        OffsiteConfig config,
        OffsitePack.Surroundings surroundings,
        ProcessIdentity identity,
        ConfiguredStores stores,
        Engine engine,
        AtlasClients clients,
        AtlasSites sites,
        ProveCopies prover,
        CopyRestorer restorer,
        HostSpans spans,
        Parallel parallel,
        Scratch scratch,
        Watch watch,
        Json json)
        implements AutoCloseable {

    static PackParts make(OffsiteConfig config, OffsitePack.Surroundings surroundings, CamelContext context)
            throws IOException {
        Clock clock = surroundings.clock();
        RandomGenerator random = surroundings.random();
        NetworkSettings network = TransferSettings.network(config.network());
        HostSpans spans = new HostSpans(context);
        Watch watch = new Watch(clock, HostMeters.of(context));
        ProcessIdentity identity = ProcessIdentity.take(surroundings.data(), random);
        ConfiguredStores stores =
                new ConfiguredStores(config, new S3Clients(context, network), identity, clock, random);
        Engine engine = new Engine(TransferSettings.engine(config.transfer(), network), clock, random, Pause.REAL);
        int places = config.transfer().concurrent();
        CopyProver prover = new CopyProver(engine, places);
        AtlasClients clients = new AtlasClients(network, clock, random, new ObjectMapper(), surroundings.secrets());
        return new PackParts(
                config,
                surroundings,
                identity,
                stores,
                engine,
                clients,
                clients.sites(config.atlas().values()),
                new ProveCopies(stores, prover, places, spans, clock, surroundings.tool()),
                new CopyRestorer(engine, places, clock, surroundings.tool()),
                spans,
                new Parallel(spans),
                new Scratch(identity, random),
                watch,
                new Json());
    }

    Clock clock() {
        return surroundings.clock();
    }

    String tool() {
        return surroundings.tool();
    }

    Leftovers leftovers() {
        return new Leftovers(config, stores, identity, scratch, clock());
    }

    @Override
    public void close() throws IOException {
        try (identity) {
            parallel.close();
            prover.close();
            restorer.close();
            engine.close();
            stores.close();
            watch.meters().remove();
        }
    }
}

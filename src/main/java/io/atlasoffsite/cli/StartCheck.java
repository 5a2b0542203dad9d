package io.atlasoffsite.cli;

import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.SftpStoreConfig;
import io.atlasoffsite.store.StoreException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, before a service takes its first request, whether the servers of its plans' stores can do what a store must. One that
 * cannot will not tomorrow either, and every request would become a dead letter; one that is away is no reason not to start.
 */
final class StartCheck {

    private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);
    private static final int PATIENCE_SECONDS = 10;

    private StartCheck() {}

    static void run(Installation installation) throws IOException {
        List<String> names = serversOf(installation.config());
        if (names.isEmpty()) {
            return;
        }
        ExecutorService pool = Executors.newFixedThreadPool(names.size());
        try (OpenStores stores = OpenStores.of(installation)) {
            List<Future<List<String>>> answers = pool.invokeAll(
                    names.stream()
                            .map(name -> (Callable<List<String>>)
                                    () -> stores.store(name).lacks())
                            .toList(),
                    PATIENCE_SECONDS,
                    TimeUnit.SECONDS);
            for (int index = 0; index < names.size(); index++) {
                judge(names.get(index), answers.get(index));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while looking at the stores");
        } finally {
            pool.shutdownNow();
        }
    }

    /** The other kinds of store need no look: what they may lack they can do without. */
    private static List<String> serversOf(OffsiteConfig config) {
        List<String> names = new ArrayList<>();
        config.plans()
                .values()
                .forEach(plan -> plan.stores().stream()
                        .filter(name -> config.store(name) instanceof SftpStoreConfig && !names.contains(name))
                        .forEach(names::add));
        return names;
    }

    private static void judge(String store, Future<List<String>> answer) throws IOException, InterruptedException {
        try {
            answer.get().forEach(lack -> LOG.warn("store {}: {}", store, lack));
        } catch (CancellationException silent) {
            LOG.warn("store {} does not answer; what it lacks shows when it is used", store);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof StoreException refused
                    && refused.code().equals(StoreException.LACKING)) {
                throw refused;
            }
            LOG.warn(
                    "store {} could not be looked at: {}",
                    store,
                    failure.getCause().getMessage());
        }
    }
}

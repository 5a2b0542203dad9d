package io.atlasoffsite.cli;

import io.atlasoffsite.Secret;
import io.atlasoffsite.plan.AtlasAccess;
import io.atlasoffsite.plan.ConfigLoader;
import io.atlasoffsite.plan.OffsiteConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * One installation: its configuration, its data directory, and the secrets its logs must not show. Thread safe.
 *
 * @param config offsite.yaml, loaded and checked
 * @param data the data directory
 * @param secrets what logs are masked with
 */
record Installation(OffsiteConfig config, Path data, Secrets secrets) {

    private static final int HURRIED_TRIES = 3;
    private static final Duration HURRIED_PAUSE = Duration.ofSeconds(1);
    private static final Duration HURRIED_RETRY_AFTER = Duration.ofSeconds(10);

    /**
     * Loads the configuration.
     *
     * @param options where it is
     * @return the installation
     * @throws io.atlasoffsite.plan.ConfigException when it is not in order
     */
    static Installation load(CommonOptions options) {
        return load(options.config(), options.data());
    }

    /** Loads a configuration for a data directory. */
    static Installation load(Path file, Path data) {
        CamelContext context = new DefaultCamelContext();
        try {
            OffsiteConfig config = new ConfigLoader(context::resolvePropertyPlaceholders).load(file);
            Secrets secrets = new Secrets();
            secrets.keep(config.secrets());
            Logs.mask(secrets);
            return new Installation(config, data.toAbsolutePath(), secrets);
        } finally {
            context.stop();
        }
    }

    /**
     * The same for a person who waits: what Atlas does not answer soon is a failure.
     *
     * @return the installation with fewer and quicker tries of API calls
     */
    Installation hurried() {
        Map<String, AtlasAccess> atlas = new LinkedHashMap<>();
        config.atlas().forEach((name, access) -> atlas.put(name, hurried(access)));
        OffsiteConfig quick = new OffsiteConfig(
                config.version(),
                atlas,
                config.network(),
                config.stores(),
                config.plans(),
                config.transfer(),
                config.restore(),
                config.http(),
                config.broker());
        return new Installation(quick, data, secrets);
    }

    private static AtlasAccess hurried(AtlasAccess access) {
        AtlasAccess.Retry patient = access.retry();
        AtlasAccess.Retry quick = new AtlasAccess.Retry(
                Math.min(HURRIED_TRIES, patient.attempts()),
                shorter(patient.first(), HURRIED_PAUSE),
                shorter(patient.longest(), HURRIED_PAUSE),
                shorter(patient.maxRetryAfter(), HURRIED_RETRY_AFTER));
        return new AtlasAccess(
                access.name(),
                access.baseUrl(),
                access.auth(),
                quick,
                access.rate(),
                access.poll(),
                access.downloadHosts(),
                access.connectTimeout(),
                access.responseTimeout());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * The broker to talk to: the configured one, or the one inside a service that runs from this data directory.
     *
     * @return its address, empty when there is neither
     * @throws IOException when the data directory cannot be read
     */
    Optional<BrokerAddress> broker() throws IOException {
        if (config.broker().embedded()) {
            return new BrokerFile(data).read();
        }
        return Optional.of(new BrokerAddress(
                config.broker().url().orElseThrow(),
                config.broker().user().orElse(""),
                config.broker().password().orElse(Secret.of(""))));
    }
}

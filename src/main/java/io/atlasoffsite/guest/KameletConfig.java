package io.atlasoffsite.guest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.plan.ConfigException;
import io.atlasoffsite.plan.ConfigLoader;
import io.atlasoffsite.plan.ConfigProblem;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.transfer.NetworkSettings;
import io.atlasoffsite.transfer.WayOut;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Makes an installation's configuration from the parameters of one Kamelet. They become the values of an offsite.yaml that stands in no
 * file, and are checked as one that does. For one thread.
 */
final class KameletConfig {

    /** The name of the access to Atlas. */
    static final String ATLAS = "atlas";

    /** The name of the plan that stands for every copy in the store. */
    static final String NEWEST = "newest";

    private static final String EVERY = "*";

    private final KameletParameters parameters;
    private final ObjectNode root = new Json().object().put("version", "1");

    KameletConfig(KameletParameters parameters) {
        this.parameters = parameters;
    }

    /** The only store; its name is its type. */
    static String store(KameletParameters parameters) {
        return parameters.text("bucket").isPresent() ? "s3" : "file";
    }

    /** For the copy Kamelet. */
    OffsiteConfig forCopies() {
        ObjectNode access = root.putObject("atlas").putObject(ATLAS);
        put(access, "baseUrl");
        boolean key = parameters.text("publicKey").isPresent()
                || parameters.text("privateKey").isPresent();
        ObjectNode auth = access.putObject("auth").put("type", key ? "api-key" : "service-account");
        put(auth, "clientId", "clientSecret", "publicKey", "privateKey");
        parameters.text("downloadHosts").ifPresent(hosts -> {
            ArrayNode list = access.putArray("downloadHosts");
            List.of(hosts.split(",")).forEach(host -> list.add(host.strip()));
        });
        return read();
    }

    /** For the restore Kamelet, which asks no Atlas. */
    OffsiteConfig forRestores() {
        // A plan names an access, though nobody uses this one.
        root.putObject("atlas")
                .putObject(ATLAS)
                .putObject("auth")
                .put("type", "service-account")
                .put("clientId", "none")
                .put("clientSecret", "none");
        root.putObject("plans")
                .putObject(NEWEST)
                .put("atlas", ATLAS)
                .put("project", parameters.text("project").orElse(EVERY))
                .put("cluster", parameters.text("cluster").orElse(EVERY))
                .putArray("stores")
                .add(store(parameters));
        return read();
    }

    private OffsiteConfig read() {
        ObjectNode network = root.putObject("network");
        put(network, "proxy", "caFile");
        putStore();
        Path data = data(parameters);
        ObjectNode transfer = root.putObject("transfer");
        put(transfer, "memory");
        transfer.put("spool", data.resolve("spool").toString());
        root.putObject("restore").put("directory", data.resolve("restores").toString());
        try {
            OffsiteConfig config =
                    new ConfigLoader(UnaryOperator.identity()).load("Kamelet " + parameters.kamelet(), root);
            trusted(config.network().caFile());
            return config;
        } catch (ConfigException wrong) {
            throw new ConfigException(
                    wrong.problems().stream().map(KameletConfig::told).toList());
        }
    }

    private void trusted(Optional<Path> caFile) {
        try {
            WayOut.trust(new NetworkSettings(
                    NetworkSettings.direct().connectTimeout(), Optional.empty(), List.of(), caFile));
        } catch (IllegalArgumentException unusable) {
            throw parameters.refusal(
                    "caFile", "cannot be used", "name a file of PEM certificates that this user may read");
        }
    }

    /** Where the Kamelet keeps its own files. */
    static Path data(KameletParameters parameters) {
        return Path.of(parameters.required("data")).toAbsolutePath();
    }

    private void putStore() {
        String type = store(parameters);
        boolean directory = parameters.text("directory").isPresent();
        if (type.equals("s3") && directory) {
            throw parameters.refusal("directory", "is given beside bucket", "give only one of the two");
        }
        if (type.equals("file") && !directory) {
            throw parameters.refusal(
                    "directory", "is missing, and so is bucket", "give one of the two: a directory, or a bucket of S3");
        }
        ObjectNode store = root.putObject("stores").putObject(type).put("type", type);
        put(store, "directory", "bucket", "prefix", "region", "endpoint");
        if (type.equals("s3")) {
            put(store, "pathStyle");
        }
        if (parameters.text("accessKey").isPresent()
                || parameters.text("secretKey").isPresent()) {
            ObjectNode credentials = store.putObject("credentials");
            put(credentials, "accessKey", "secretKey");
        }
    }

    private void put(ObjectNode mapping, String... names) {
        for (String name : names) {
            parameters.text(name).ifPresent(value -> mapping.put(name, value));
        }
    }

    /** A key's last word is the parameter's name, but for the two directories that are made from one. */
    private static ConfigProblem told(ConfigProblem problem) {
        String key = problem.key().replaceAll("\\[[0-9]+]", "");
        String last = key.substring(key.lastIndexOf('.') + 1);
        String parameter = key.equals("transfer.spool") || key.equals("restore.directory") ? "data" : last;
        return new ConfigProblem(problem.file(), parameter, problem.problem(), problem.remedy());
    }
}

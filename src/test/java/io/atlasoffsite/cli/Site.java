package io.atlasoffsite.cli;

import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.testing.S3Server;
import io.atlasoffsite.testing.SftpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An installation in a directory of its own: offsite.yaml, data, and a store or two. */
final class Site {

    static final String PLAN = "flex";
    static final String CLUSTER = "flex-orders";

    private final Path home;
    private final List<String> stores = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> more = new ArrayList<>();
    private String auth = "{ type: service-account, clientId: mdb_sa_id_sandbox, clientSecret: mdb_sa_sk_sandbox }";
    private String schedule = "";
    private String cluster = CLUSTER;
    private Optional<String> baseUrl = Optional.empty();
    private String downloadHosts = "";

    Site(Path home) {
        this.home = home;
    }

    Site disk(String name) throws IOException {
        return disk(name, home.resolve(name));
    }

    /** A directory that others may use, too. */
    Site disk(String name, Path directory) throws IOException {
        Files.createDirectories(directory);
        stores.add("  " + name + ": { type: file, directory: " + directory + " }");
        names.add(name);
        return this;
    }

    Site s3(String name, int port) {
        return s3(name, port, S3Server.BUCKET);
    }

    Site s3(String name, int port, String bucket) {
        return s3(name, "http://127.0.0.1:" + port, bucket, true);
    }

    /** With further keys of the store. */
    Site s3(String name, int port, String bucket, String more) {
        s3(name, port, bucket);
        int last = stores.size() - 1;
        stores.set(last, stores.get(last).replaceFirst(" }$", ", " + more + " }"));
        return this;
    }

    Site s3(String name, String endpoint, String bucket, boolean pathStyle) {
        stores.add("  " + name + ": { type: s3, bucket: " + bucket + ", prefix: atlas, region: us-east-1, endpoint: '"
                + endpoint + "', pathStyle: " + pathStyle
                + ", credentials: { accessKey: test-key, secretKey: test-secret } }");
        names.add(name);
        return this;
    }

    Site sftp(String name, SftpServer server) {
        return sftp(name, server, "");
    }

    /** With further keys, each with a comma in front. */
    Site sftp(String name, SftpServer server, String keys) {
        stores.add("  " + name + ": { type: sftp, host: 127.0.0.1, port: " + server.port() + ", directory: /, user: "
                + SftpServer.USER + ", password: " + SftpServer.PASSWORD + ", hostKey: '" + server.hostKey() + "'"
                + keys
                + " }");
        names.add(name);
        return this;
    }

    /** Atlas under another address than the sandbox's own, with downloads from one host. */
    Site under(String address, String downloadHost) {
        baseUrl = Optional.of(address);
        downloadHosts = "    downloadHosts: ['" + downloadHost + "']";
        return this;
    }

    /** Atlas's API under another address than the sandbox's own. */
    Site under(String address) {
        baseUrl = Optional.of(address);
        return this;
    }

    /** Somebody else's broker instead of the service's own. */
    Site with(OtherBroker broker) {
        return with("broker:", "  url: " + broker.address().url());
    }

    Site auth(String inline) {
        auth = inline;
        return this;
    }

    Site schedule(String cron) {
        schedule = cron;
        return this;
    }

    Site cluster(String name) {
        cluster = name;
        return this;
    }

    /** Further top-level lines, such as a broker. */
    Site with(String... lines) {
        more.addAll(List.of(lines));
        return this;
    }

    /** Writes offsite.yaml. */
    Site against(Sandbox sandbox) throws IOException {
        List<String> lines = new ArrayList<>(List.of("version: 1", "atlas:", "  prod:"));
        lines.add("    baseUrl: " + baseUrl.orElseGet(sandbox::baseUrl));
        lines.add(downloadHosts);
        lines.add("    auth: " + auth);
        lines.add("    retry: { attempts: 3, first: 1ms, longest: 5ms }");
        lines.add("    poll: { first: 10ms, longest: 20ms }");
        lines.add("stores:");
        lines.addAll(stores);
        lines.addAll(List.of("plans:", "  " + PLAN + ":", "    atlas: prod", "    project: " + Sandbox.PROJECT));
        lines.addAll(List.of("    cluster: " + cluster, "    stores: " + names));
        if (!schedule.isEmpty()) {
            lines.addAll(List.of("    schedule: \"" + schedule + "\"", "    alertAfter: 26h"));
        }
        lines.addAll(more);
        if (more.stream().noneMatch(line -> line.startsWith("http:"))) {
            lines.add("http: { port: 0, managementPort: 0 }");
        }
        Files.write(config(), lines);
        return this;
    }

    Path config() {
        return home.resolve("offsite.yaml");
    }

    Path data() {
        return home.resolve("data");
    }

    Path directory(String store) {
        return home.resolve(store);
    }

    Installation load() {
        return Installation.load(config(), data());
    }

    /** The command line of a command in this installation. */
    String[] command(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--config", config().toString(), "--data", data().toString()));
        return all.toArray(String[]::new);
    }
}

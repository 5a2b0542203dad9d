package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.sandbox.Sandbox;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import picocli.CommandLine;

/** An installation in a directory of its own, and its commands. */
final class Cli {

    static final String PROJECT = Sandbox.PROJECT;

    private final Path directory;

    Cli(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(store("disk"));
        Files.createDirectories(store("second"));
    }

    /** What a command printed and how it ended. */
    record Ran(int code, String out, String err) {

        JsonNode json() {
            try {
                return new Json().read(out.getBytes(StandardCharsets.UTF_8));
            } catch (IOException notJson) {
                throw new AssertionError("not JSON alone: " + out, notJson);
            }
        }

        String[] errLines() {
            return err.isEmpty() ? new String[0] : err.split("\\R");
        }
    }

    Path store(String name) {
        return directory.resolve("stores").resolve(name);
    }

    Path config() {
        return directory.resolve("offsite.yaml");
    }

    Path data() {
        return directory.resolve("data");
    }

    Cli configured(String yaml) throws IOException {
        Files.writeString(config(), yaml);
        return this;
    }

    /** Two directories, and plans for the flex cluster and for all clusters. */
    Cli configured(Sandbox sandbox) throws IOException {
        return configured(yaml(sandbox.baseUrl(), "mdb_sa_sk_sandbox"));
    }

    String yaml(String baseUrl, String secret) {
        return """
                version: 1
                atlas:
                  sandbox:
                    baseUrl: %s
                    auth: { type: service-account, clientId: mdb_sa_id_sandbox, clientSecret: %s }
                    retry: { attempts: 1, first: 10ms, longest: 10ms, maxRetryAfter: 1s }
                    poll: { first: 10ms, longest: 50ms }
                stores:
                  disk: { type: file, directory: %s }
                  second: { type: file, directory: %s }
                plans:
                  orders: { atlas: sandbox, project: %s, cluster: flex-orders, stores: [disk, second], alertAfter: 48h }
                  all: { atlas: sandbox, project: %s, cluster: "*", stores: [disk] }
                http: { port: 0, managementPort: 0 }
                """.formatted(baseUrl, secret, store("disk"), store("second"), PROJECT, PROJECT);
    }

    Ran run(String... arguments) {
        String[] all = Stream.concat(
                        Arrays.stream(arguments),
                        Stream.of("--config", config().toString(), "--data", data().toString()))
                .toArray(String[]::new);
        return plain(all);
    }

    /** Without saying where the configuration is. */
    static Ran plain(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Ran(code, out.toString(), err.toString());
    }

    Installation installation() {
        CommonOptions options = new CommonOptions();
        new CommandLine(options).parseArgs("--config", config().toString(), "--data", data().toString());
        return Installation.load(options);
    }
}

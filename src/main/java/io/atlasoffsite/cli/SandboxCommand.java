package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.sandbox.Credentials;
import io.atlasoffsite.sandbox.Sandbox;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code offsite sandbox}: the stand-in Atlas on its own. */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description =
                "Runs a stand-in Atlas on loopback until it is stopped with Ctrl-C. docs/sandbox.md says what it can do.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  offsite sandbox --port 8099",
            "  offsite sandbox --clusters flex-orders,rs-billing --archive-size 1GiB",
            "  offsite sandbox --faults faults.yaml --job-delay 30s",
            "  offsite sandbox --restore-targets"
        })
final class SandboxCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private SandboxSettings settings;

    @Option(names = "--json", description = "print one JSON object: addresses, credentials, projects, clusters")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Logs.level(false, false);
        Screen screen = Screen.of(spec);
        return Interruption.during(() -> serve(screen));
    }

    private int serve(Screen screen) {
        try (Sandbox sandbox = settings.start()) {
            List<String> clusters = settings.clusters(sandbox);
            if (json) {
                screen.json(toTree(sandbox, clusters));
            } else {
                print(sandbox, clusters, screen);
            }
            new CountDownLatch(1).await();
            return 0;
        } catch (InterruptedException stopped) {
            // The flag stays down: whoever started this command in a thread of theirs learns it by the exit code.
            return ErrorLines.INTERRUPTED;
        }
    }

    private static void print(Sandbox sandbox, List<String> clusters, Screen screen) {
        Credentials known = Credentials.fixed();
        String groups = sandbox.baseUrl() + "/api/atlas/v2/groups";
        String accept = "--header 'Accept: application/vnd.atlas.2025-03-12+json'";
        String key = "curl --digest --user " + known.publicKey() + ":" + known.privateKey() + " ";
        screen.line("baseUrl          " + sandbox.baseUrl());
        screen.line("download host    " + sandbox.downloadUrl());
        screen.line("service account  " + known.clientId() + " / " + known.clientSecret());
        screen.line("API key          " + known.publicKey() + " / " + known.privateKey());
        screen.line("project          " + Sandbox.PROJECT);
        screen.line("clusters         " + String.join(", ", clusters));
        if (!sandbox.restoreTargets().isEmpty()) {
            screen.line("restore project  " + Sandbox.RESTORE_PROJECT);
            screen.line("restore targets  " + String.join(", ", sandbox.restoreTargets()));
        }
        screen.line("");
        screen.line(key + accept + " '" + groups + "/" + Sandbox.PROJECT + "?pretty=true'");
        screen.line("curl '" + sandbox.baseUrl() + "/sandbox/requests'");
        screen.line("");
        screen.line("Stop it with Ctrl-C.");
    }

    private static ObjectNode toTree(Sandbox sandbox, List<String> clusters) {
        Json json = new Json();
        Credentials known = Credentials.fixed();
        ObjectNode tree = json.object()
                .put("baseUrl", sandbox.baseUrl())
                .put("downloadUrl", sandbox.downloadUrl())
                .put("clientId", known.clientId())
                .put("clientSecret", known.clientSecret())
                .put("publicKey", known.publicKey())
                .put("privateKey", known.privateKey())
                .put("project", Sandbox.PROJECT);
        tree.set("clusters", json.tree(clusters));
        if (!sandbox.restoreTargets().isEmpty()) {
            tree.put("restoreProject", Sandbox.RESTORE_PROJECT);
            tree.set("restoreTargets", json.tree(sandbox.restoreTargets()));
        }
        return tree;
    }
}

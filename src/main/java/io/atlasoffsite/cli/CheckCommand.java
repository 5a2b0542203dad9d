package io.atlasoffsite.cli;

import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.plan.StoreConfig;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code offsite check}: would it work? */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Tries everything the configuration names: logs in to Atlas and lists clusters, writes, reads and deletes a small"
                    + " file in each store, and looks for the broker.",
            "Nothing but a download shows whether Atlas lets this identity download: that takes the role Project Owner or"
                    + " Project Backup Export Operator."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  offsite check", "  offsite check --config /etc/offsite.yaml --json"})
final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    @Option(names = "--json", description = "print one JSON array, an object for each check")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Logs.level(false, options.debug());
        Installation installation = Installation.load(options).hurried();
        Screen screen = Screen.of(spec);
        return Interruption.during(() -> check(installation, screen));
    }

    private int check(Installation installation, Screen screen) throws Exception {
        Findings findings = new Findings();
        OffsiteConfig config = installation.config();
        findings.ok(
                "configuration",
                "load",
                options.config() + ": " + Human.count(config.plans().size(), "plan", "plans") + ", "
                        + Human.count(config.stores().size(), "store", "stores"));
        try (Pack pack = Pack.forCommand(installation)) {
            new AtlasChecks(pack, config, findings).run();
            StoreChecks stores = new StoreChecks(pack.beans()::store, findings);
            for (StoreConfig store : config.stores().values()) {
                stores.run(store.name(), store.location());
            }
            if (config.restore().inAtlas().enabled()) {
                findings.attempt(
                        "restores in Atlas",
                        "ledger",
                        () -> "in store " + pack.beans().checkLedger());
            }
        }
        findings.attempt("broker", "connect", () -> broker(installation));
        if (json) {
            screen.json(findings.toTree());
        } else {
            findings.print(screen.out());
        }
        return findings.judge(screen);
    }

    private static String broker(Installation installation) throws IOException {
        boolean embedded = installation.config().broker().embedded();
        if (installation.broker().isEmpty()) {
            return "comes with offsite run, which does not run now";
        }
        BrokerSession.open(installation).close();
        return embedded ? "of the running service" : "of offsite.yaml";
    }
}

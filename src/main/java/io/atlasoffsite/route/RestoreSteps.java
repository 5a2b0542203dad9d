package io.atlasoffsite.route;

import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RequestQueue;
import io.atlasoffsite.ops.AuditLog;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.restore.CopyRestorer;
import org.apache.camel.Processor;
import org.apache.camel.spi.Registry;

/** Binds the steps of the routes below {@code routes/restore/}. Used once. */
final class RestoreSteps {

    private final Registry registry;
    private final OffsiteConfig config;
    private final Json json;
    private final AuditLog audit;

    RestoreSteps(Registry registry, OffsiteConfig config, Json json, AuditLog audit) {
        this.registry = registry;
        this.config = config;
        this.json = json;
        this.audit = audit;
    }

    void bind(WriteLetter letters, Stores stores, CopyRestorer restorer) {
        bind("accept-restore-message", letters.accepting(RequestQueue.RESTORE));
        bind("begin-restore", new BeginRestore(config.restore(), json)::begin);
        RestoreAudit notes = new RestoreAudit(audit, json);
        bind("find-restorable", Failures.typed(new FindRestorable(config, stores, notes)::find));
        bind("note-asked", notes::noteAsked);
        bind("note-restored", notes::noteRestored);
        bind("note-failed", notes::noteFailed);
        UnpackCopy unpack = new UnpackCopy(restorer);
        bind("unpack-copy", Failures.typed(unpack::unpack));
        bind("preview-unpacking", Failures.typed(unpack::preview));
        HandOverRestore handOver = new HandOverRestore(config.restore(), new CommandRun(), json);
        bind("describe-restored", handOver::describe);
        bind("run-command", Failures.typed(handOver::run));
    }

    private void bind(String step, Processor processor) {
        OffsitePack.bind(registry, step, processor);
    }
}

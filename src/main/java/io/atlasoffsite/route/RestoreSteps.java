package io.atlasoffsite.route;

import io.atlasoffsite.message.Json;
import io.atlasoffsite.message.RequestQueue;
import io.atlasoffsite.ops.AuditLog;
import io.atlasoffsite.ops.CopyMeters;
import io.atlasoffsite.plan.OffsiteConfig;
import io.atlasoffsite.restore.CopyRestorer;
import java.net.URI;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.Registry;

/** Binds the steps of the routes below {@code routes/restore/}, and those that tell of failures of every kind. Used once. */
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

    void bindRestores(WriteLetter letters, Stores stores, CopyRestorer restorer) {
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
        TakeOver takeOver = new TakeOver(config.restore(), new CommandRun(), json);
        bind("describe-restored", takeOver::describe);
        bind("run-command", Failures.typed(takeOver::run));
    }

    void bindNews(Announce copies, URI source, Clock clock, CopyMeters meters) {
        RestoreNews news = new RestoreNews(config.restore(), json, source, clock, meters);
        bind("make-restore-started-event", news::makeStarted);
        bind("make-restore-completed-event", news::makeCompleted);
        bind("make-failed-events", exchange -> makeFailedEvents(exchange, copies, news));
        bind("describe-failure", news::describeFailure);
        bind("address-reply", news::addressReply);
        bind("note-lost-reply", news::noteLostReply);
    }

    /** The queue a request came by tells what has failed. */
    private static void makeFailedEvents(Exchange exchange, Announce copies, RestoreNews news) {
        if (WriteLetter.queue(exchange) == RequestQueue.COPY) {
            copies.makeFailedEvents(exchange);
        } else {
            news.makeFailed(exchange);
        }
    }

    private void bind(String step, Processor processor) {
        OffsitePack.bind(registry, step, processor);
    }
}

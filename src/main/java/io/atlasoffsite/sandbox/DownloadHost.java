package io.atlasoffsite.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Serves the archives behind the links. Wants no Authorization. Thread-safe. */
final class DownloadHost implements HttpHandler {

    private static final String GZIP = "application/gzip";

    private final Links links;
    private final World world;
    private final Faults faults;
    private final Clock clock;

    DownloadHost(Links links, World world, Faults faults, Clock clock) {
        this.links = links;
        this.world = world;
        this.faults = faults;
        this.clock = clock;
    }

    @Override
    public HttpReply handle(HttpRequest request, RequestLog.Entry entry) {
        entry.operation(Operation.DOWNLOAD.id());
        Optional<Link> link = links.find(request.target());
        List<FaultAction> actions = faults.strike(
                Operation.DOWNLOAD,
                link.map(Link::clusterName).orElse(""),
                link.map(Link::snapshotId).orElse(""));
        if (has(actions, FaultAction.DeleteSnapshot.class)) {
            link.ifPresent(known -> world.delete(known.snapshotId()));
        }
        return FaultReplies.instead(request, actions)
                .orElseGet(() -> serve(request, link, actions))
                .on(Wire.of(actions));
    }

    private HttpReply serve(HttpRequest request, Optional<Link> link, List<FaultAction> actions) {
        if (!request.is("GET") && !request.is("HEAD")) {
            return HttpReply.of(405, "text/plain", "only GET and HEAD\n").with("Allow", "GET, HEAD");
        }
        boolean gone =
                link.isPresent() && world.snapshot(link.get().snapshotId()).isEmpty();
        if (link.isEmpty() || gone) {
            return refusal(404, "NoSuchKey", "The specified key does not exist.");
        }
        boolean open = link.get().open(clock.instant());
        if (!open || has(actions, FaultAction.ExpiredLink.class)) {
            return refusal(403, "AccessDenied", "Request has expired");
        }
        return archive(request, link.get(), actions);
    }

    private HttpReply archive(HttpRequest request, Link link, List<FaultAction> actions) {
        boolean changed = has(actions, FaultAction.ChangedETag.class);
        Archive archive = changed ? link.changed() : link.archive();
        String etag = "\"" + Long.toHexString(Seeds.seed(link.target() + changed)) + "\"";
        Map<String, String> headers = new TreeMap<>(Map.of("Content-Type", GZIP));
        if (link.rules().etag()) {
            headers.put("ETag", etag);
        }
        if (link.rules().range()) {
            headers.put("Accept-Ranges", "bytes");
        }
        Optional<ByteRange> range = range(request, link, etag, archive.length(), actions);
        if (range.isPresent() && !range.get().satisfiable()) {
            return refusal(416, "InvalidRange", "The requested range is not satisfiable")
                    .with("Content-Range", "bytes */" + archive.length());
        }
        range.ifPresent(part -> headers.put("Content-Range", contentRange(part, archive.length(), actions)));
        ByteRange part = range.orElse(new ByteRange(0, archive.length()));
        ReplyBody body = faulty(ReplyBody.of(archive, part.from(), part.to()), part, actions);
        boolean last = part.to() == archive.length() && request.is("GET");
        ReplyBody watched = last ? new Watched(body, link) : body;
        int status = range.isPresent() ? 206 : 200;
        return new HttpReply(status, headers, watched, link.rules().contentLength(), Wire.WELL);
    }

    private static Optional<ByteRange> range(
            HttpRequest request, Link link, String etag, long length, List<FaultAction> actions) {
        String condition = request.header("if-range").orElse(etag);
        boolean honoured = link.rules().range()
                && !has(actions, FaultAction.IgnoreRange.class)
                && (condition.equals(etag)
                        && (link.rules().etag() || request.header("if-range").isEmpty()));
        return honoured ? request.header("range").flatMap(header -> ByteRange.parse(header, length)) : Optional.empty();
    }

    private static String contentRange(ByteRange part, long length, List<FaultAction> actions) {
        int shift = has(actions, FaultAction.WrongContentRange.class) ? 1 : 0;
        return "bytes " + (part.from() + shift) + "-" + (part.to() - 1 + shift) + "/" + length;
    }

    private static ReplyBody faulty(ReplyBody whole, ByteRange part, List<FaultAction> actions) {
        ReplyBody body = whole;
        for (FaultAction action : actions) {
            if (action instanceof FaultAction.FlipBit flip) {
                body = ReplyBody.flipped(body, flip.offset() - part.from());
            }
            if (action instanceof FaultAction.TrailingGarbage garbage) {
                body = ReplyBody.joined(body, ReplyBody.of("#".repeat(garbage.bytes())));
            }
        }
        return body;
    }

    private static HttpReply refusal(int status, String code, String message) {
        String xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>" + message
                + "</Message></Error>";
        return HttpReply.of(status, "application/xml", xml);
    }

    private static boolean has(List<FaultAction> actions, Class<? extends FaultAction> kind) {
        return actions.stream().anyMatch(kind::isInstance);
    }

    /** Notes when the last byte of an archive has gone out. */
    private record Watched(ReplyBody body, Link link) implements ReplyBody {

        @Override
        public long length() {
            return body.length();
        }

        @Override
        public void write(OutputStream out) throws IOException {
            body.write(out);
            link.delivered();
        }
    }
}

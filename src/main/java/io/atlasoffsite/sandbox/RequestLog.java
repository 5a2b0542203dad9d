package io.atlasoffsite.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The last 10,000 requests, oldest first. Thread-safe. */
final class RequestLog {

    private static final int KEPT = 10_000;

    private final Clock clock;
    private final Deque<Entry> entries = new ArrayDeque<>();

    RequestLog(Clock clock) {
        this.clock = clock;
    }

    synchronized Entry begin(String host, HttpRequest request) {
        if (entries.size() == KEPT) {
            entries.removeFirst();
        }
        Entry entry = new Entry(host, request, clock.instant());
        entries.addLast(entry);
        return entry;
    }

    synchronized List<RecordedRequest> all() {
        return entries.stream().map(Entry::recorded).toList();
    }

    synchronized void clear() {
        entries.clear();
    }

    /** One request while it is answered. */
    static final class Entry {

        private final String host;
        private final String method;
        private final String target;
        private final Map<String, List<String>> headers;
        private final Instant at;
        private final AtomicLong sent = new AtomicLong();
        private volatile String operation = "";
        private volatile int status;

        private Entry(String host, HttpRequest request, Instant at) {
            this.host = host;
            this.method = request.method();
            this.target = request.target();
            this.headers = request.headers();
            this.at = at;
        }

        void operation(String name) {
            operation = name;
        }

        void status(int value) {
            status = value;
        }

        AtomicLong sent() {
            return sent;
        }

        private RecordedRequest recorded() {
            boolean authorized = headers.containsKey("authorization");
            return new RecordedRequest(host, operation, method, target, headers, authorized, status, sent.get(), at);
        }
    }
}

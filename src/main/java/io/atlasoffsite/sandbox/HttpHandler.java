package io.atlasoffsite.sandbox;

/** Answers requests; must be thread-safe and must not throw. */
interface HttpHandler {

    HttpReply handle(HttpRequest request, RequestLog.Entry entry);
}

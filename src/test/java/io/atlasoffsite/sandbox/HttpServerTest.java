package io.atlasoffsite.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {

    private final HttpServer server = new HttpServer("test", 0, new RequestLog(Clock.systemUTC()), this::echo).start();

    @AfterEach
    void close() {
        server.close();
    }

    private HttpReply echo(HttpRequest request, RequestLog.Entry entry) {
        String text = request.method() + " " + request.target() + " [" + request.text() + "]";
        HttpReply reply = HttpReply.of(200, "text/plain", text);
        boolean chunked = request.path().equals("/chunked");
        return new HttpReply(reply.status(), reply.headers(), reply.body(), !chunked, Wire.WELL);
    }

    @Test
    void aConnectionServesManyRequests() throws IOException {
        String one = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
        String last = "GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        String replies = SandboxClient.raw(server.url(), one + one + last);
        assertThat(replies.split("HTTP/1.1 200 OK", -1)).hasSize(4);
        assertThat(replies).contains("Connection: keep-alive").endsWith("GET /b []");
    }

    @Test
    void bodiesComeCountedOrChunked() throws IOException {
        assertThat(SandboxClient.raw(server.url(), "POST / HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc"))
                .endsWith("POST / [abc]");
        String chunked = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                + "2;x=y\r\nab\r\n1\r\nc\r\n0\r\nTrailer: t\r\n\r\n";
        assertThat(SandboxClient.raw(server.url(), chunked)).endsWith("POST / [abc]");
    }

    @Test
    void repliesAreChunkedWhenTheirLengthIsNotTold() throws IOException {
        String reply = SandboxClient.raw(server.url(), "GET /chunked HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(reply).contains("Transfer-Encoding: chunked").endsWith("GET /chunked []\r\n0\r\n\r\n");
        assertThat(SandboxClient.raw(server.url(), "GET /chunked HTTP/1.0\r\n\r\n"))
                .doesNotContain("Transfer-Encoding")
                .endsWith("GET /chunked []");
    }

    @Test
    void aClientThatWaitsForLeaveGetsIt() throws IOException {
        String request = "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\nConnection: close\r\n\r\nz";
        assertThat(SandboxClient.raw(server.url(), request)).startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200");
    }

    @Test
    void whatIsTooLongOrNoHttpIsRefused() throws IOException {
        assertThat(SandboxClient.raw(server.url(), "nonsense\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(SandboxClient.raw(server.url(), "GET / HTTP/1.1\r\nno colon\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(SandboxClient.raw(server.url(), "POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
        // One byte over the limit, so that nothing unread makes the close a reset.
        String prefix = "GET / HTTP/1.1\r\nX: ";
        String head = prefix + "x".repeat(32 * 1024 + 1 - prefix.length());
        assertThat(SandboxClient.raw(server.url(), head)).startsWith("HTTP/1.1 431");
    }
}

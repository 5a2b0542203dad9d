package io.atlasoffsite.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What tests speak to a sandbox with, as somebody else than the pack. */
public final class SandboxClient {

    static final String CLUSTERS = "application/vnd.atlas.2025-03-12+json";

    private final Sandbox sandbox;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String token = "";

    /** Speaks to this sandbox, with its service account. */
    public SandboxClient(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    static SandboxOptionsBuilder small() {
        return SandboxOptions.builder().archiveBytes(512 * 1024);
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    /** Below the sample project. */
    public HttpResponse<String> post(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Below the sample project. */
    public HttpResponse<String> delete(String path) {
        return send(request(path).DELETE());
    }

    /** Below the sample project. */
    public JsonNode json(String path) {
        return json(get(path));
    }

    /** The body of an answer. */
    public static JsonNode json(HttpResponse<String> response) {
        try {
            return new ObjectMapper().readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + response.body(), e);
        }
    }

    HttpRequest.Builder request(String path) {
        return plain(sandbox.baseUrl() + "/api/atlas/v2/groups/" + Sandbox.PROJECT + path)
                .header("Accept", CLUSTERS)
                .header("Authorization", "Bearer " + token());
    }

    static HttpRequest.Builder plain(String url) {
        return HttpRequest.newBuilder(URI.create(url));
    }

    synchronized String token() {
        if (token.isEmpty()) {
            token = json(askToken("mdb_sa_id_sandbox:mdb_sa_sk_sandbox"))
                    .path("access_token")
                    .asText();
        }
        return token;
    }

    HttpResponse<String> askToken(String pair) {
        String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return send(plain(sandbox.baseUrl() + "/api/oauth/token")
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<byte[]> bytes(HttpRequest.Builder request) {
        return send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request.build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Sends these very bytes and reads until the server closes; throws what the socket throws. */
    static String raw(String baseUrl, String text) throws IOException {
        URI uri = URI.create(baseUrl);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** A GET of this URL that asks the server to close after it. */
    static String rawGet(String url) throws IOException {
        URI uri = URI.create(url);
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String head = "GET " + uri.getRawPath() + query + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        return raw("http://" + uri.getRawAuthority(), head);
    }

    /** The URL of a fresh flex download of the newest completed snapshot. */
    String flexUrl() {
        String id = newest("flex-orders");
        return json(post("/flexClusters/flex-orders/backup/download", "{\"snapshotId\":\"" + id + "\"}"))
                .path("snapshotUrl")
                .asText();
    }

    /** The job of a dedicated download once it has its URLs. */
    JsonNode dedicated(String cluster) {
        String jobs = "/clusters/" + cluster + "/backup/restoreJobs";
        String body = "{\"deliveryType\":\"download\",\"snapshotId\":\"" + newest(cluster) + "\"}";
        String job = json(post(jobs, body)).path("id").asText();
        json(jobs + "/" + job);
        return json(jobs + "/" + job);
    }

    String newest(String cluster) {
        List<String> ids = sandbox.completedSnapshotIds(cluster);
        return ids.get(ids.size() - 1);
    }
}

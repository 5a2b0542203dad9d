package io.atlasoffsite.testing;

import io.atlasoffsite.store.S3StoreSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A real S3 on loopback: Ceph's gateway with versions, object lock, tags and SSE-KMS. It confirms no checksum, and answers a
 * complete without an ETag. Its processes live no longer than this one, however this one ends.
 */
public final class CephGateway implements AutoCloseable {

    /** A key its key management knows. */
    public static final String KMS_KEY = "testkey";

    private static final Path SCRIPT = Path.of("src/test/ceph/gateway");
    private static final int SECONDS_TO_START = 90;
    private static final int TRIES = 3;

    private final AtomicInteger buckets = new AtomicInteger();
    private final Process process;
    private final int port;

    private CephGateway(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Whether the machine has what it takes. */
    public static boolean installed() {
        return Stream.of("radosgw", "ceph-mon", "ceph-osd")
                .allMatch(program -> Files.isExecutable(Path.of("/usr/bin", program)));
    }

    static CephGateway start() throws IOException, InterruptedException {
        for (int left = TRIES; ; left--) {
            try {
                return startOnce();
            } catch (IOException failure) {
                if (left == 1) {
                    throw failure;
                }
                // Somebody may have taken one of the ports meanwhile: with others, again.
            }
        }
    }

    private static CephGateway startOnce() throws IOException, InterruptedException {
        int gateway = freePort();
        int monitor = freePort();
        Path directory = Files.createTempDirectory("ceph");
        Path errors = Files.createTempFile("ceph", ".err");
        Process process = new ProcessBuilder(
                        SCRIPT.toString(), directory.toString(), String.valueOf(gateway), String.valueOf(monitor))
                .redirectError(errors.toFile())
                .start();
        try {
            String said = firstLine(process);
            if (!"ready".equals(said)) {
                end(process);
                throw new IOException("Ceph did not start: " + said + "\n" + Files.readString(errors));
            }
            return new CephGateway(process, gateway);
        } finally {
            Files.delete(errors);
        }
    }

    private static String firstLine(Process process) throws IOException, InterruptedException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> {
            try {
                return String.valueOf(output.readLine());
            } catch (IOException broken) {
                return broken.toString();
            }
        });
        try {
            return line.get(SECONDS_TO_START, TimeUnit.SECONDS);
        } catch (TimeoutException slow) {
            return "nothing within " + SECONDS_TO_START + " seconds";
        } catch (ExecutionException impossible) {
            throw new IOException(impossible);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    /** A client as production makes them. */
    public S3Client client() {
        return S3Server.client(port);
    }

    /** A client of somebody who may store one object of 1 MiB at most. */
    public S3Client smallClient() {
        return S3Server.client(port, "small-key", "small-secret");
    }

    /** A new bucket, and settings for a store in it. */
    public S3StoreSettings newBucket() {
        return newBucket(false);
    }

    /** A new bucket with versions and object lock, and settings for a store in it. */
    public S3StoreSettings newLockedBucket() {
        return newBucket(true);
    }

    private S3StoreSettings newBucket(boolean lock) {
        String bucket = "vault-" + buckets.incrementAndGet();
        try (S3Client client = client()) {
            client.createBucket(r -> r.bucket(bucket).objectLockEnabledForBucket(lock));
        }
        return S3StoreSettings.of(bucket, "atlas").withParts(5 << 20, 5L << 30, 10_000, 4);
    }

    @Override
    public void close() throws IOException {
        end(process);
    }

    private static void end(Process process) throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

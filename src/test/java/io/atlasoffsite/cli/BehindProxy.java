package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.sandbox.ArchiveFacts;
import io.atlasoffsite.sandbox.Operation;
import io.atlasoffsite.sandbox.Sandbox;
import io.atlasoffsite.sandbox.SandboxOptions;
import io.atlasoffsite.testing.Authority;
import io.atlasoffsite.testing.ConnectProxy;
import io.atlasoffsite.testing.S3Server;
import io.atlasoffsite.testing.TlsFront;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Atlas, its download host and S3 behind a proxy, under names that nothing but the proxy knows and with certificates that nothing
 * but the CA file vouches for: a success proves that both were used. Not thread safe.
 */
final class BehindProxy implements AutoCloseable {

    static final String ATLAS = "atlas.test:443";
    static final String DOWNLOAD = "download.test:27017";
    static final String DOWNLOAD_443 = "download.test:443";
    static final String S3 = "s3.test:443";
    static final String USER = "way-out";
    static final String PASSWORD = "p@ss/word:canary";
    static final String PASSWORD_IN_URL = "p%40ss%2Fword%3Acanary";

    private final Path home;
    private final Authority authority;
    private final ConnectProxy proxy;
    private final S3Server s3;
    private final S3Client client;
    private final Sandbox sandbox;
    private final TlsFront atlasFront;
    private final TlsFront downloadFront;
    private final TlsFront s3Front;

    private BehindProxy(Path home, Authority authority, String downloadLinks, ConnectProxy proxy) throws Exception {
        this.home = home;
        this.authority = authority;
        s3 = new S3Server();
        client = S3Server.client(s3.port());
        sandbox = Sandbox.start(SandboxOptions.builder()
                .archiveBytes(12L << 20)
                .downloadLinkHost(downloadLinks)
                .build());
        atlasFront = new TlsFront(authority, port(sandbox.baseUrl()));
        downloadFront = new TlsFront(authority, port(sandbox.downloadUrl()));
        s3Front = new TlsFront(authority, s3.port());
        this.proxy = proxy.place(ATLAS, atlasFront.port())
                .place(DOWNLOAD, downloadFront.port())
                .place(DOWNLOAD_443, downloadFront.port())
                .place(S3, s3Front.port());
    }

    /** The authority of all three, to be made once. */
    static Authority authority(Path directory) throws Exception {
        return Authority.make(directory, "atlas.test", "download.test", "s3.test", "*.s3.test");
    }

    /** Behind a proxy that wants user and password, with downloads from port 27017. */
    static BehindProxy guarded(Path home, Authority authority) throws Exception {
        return new BehindProxy(home, authority, "https://" + DOWNLOAD, ConnectProxy.guarded(USER, PASSWORD));
    }

    /** Behind a proxy that wants no password, with downloads from port 443. */
    static BehindProxy open(Path home, Authority authority) throws Exception {
        return new BehindProxy(home, authority, "https://download.test", ConnectProxy.open());
    }

    Sandbox sandbox() {
        return sandbox;
    }

    ConnectProxy proxy() {
        return proxy;
    }

    S3Server s3() {
        return s3;
    }

    TlsFront atlasFront() {
        return atlasFront;
    }

    TlsFront s3Front() {
        return s3Front;
    }

    /** The right user and password, and the CA file. */
    Site site() {
        return site(url(PASSWORD_IN_URL), caFile());
    }

    /** Another proxy URL, and more of {@code network}. */
    Site site(String proxyUrl, String more) {
        return new Site(home)
                .under("https://atlas.test", "download.test")
                .s3("vault", "https://s3.test", S3Server.BUCKET, true)
                .with(network(proxyUrl, more));
    }

    String url(String password) {
        return "http://" + USER + ":" + password + "@127.0.0.1:" + proxy.port();
    }

    String caFile() {
        return ", caFile: " + authority.pem();
    }

    static String network(String proxyUrl, String more) {
        return "network: { proxy: '" + proxyUrl + "'" + more + " }";
    }

    static int port(String url) {
        return URI.create(url).getPort();
    }

    void theCopyIsWholeAndTheProxySawAllOfIt(Set<String> targets) {
        theCopyIsWhole();
        List<String> tunnels = proxy.tunnels();
        assertThat(Set.copyOf(tunnels)).isEqualTo(targets);
        assertThat(proxy.heads())
                .allMatch(head -> head.startsWith("CONNECT "))
                .noneMatch(head -> head.toLowerCase(Locale.ROOT).contains("\nauthorization"));
        assertThat(atlasFront.connections() + downloadFront.connections() + s3Front.connections())
                .isEqualTo(tunnels.size());
        assertThat(sandbox.requests()).isNotEmpty().allSatisfy(request -> {
            assertThat(request.headers().get("host").get(0)).containsAnyOf("atlas.test", "download.test");
            assertThat(request.headers()).doesNotContainKey("proxy-authorization");
        });
        assertThat(sandbox.requests(Operation.DOWNLOAD)).isNotEmpty().noneMatch(request -> request.authorized());
    }

    void theCopyIsWhole() {
        List<String> snapshots = sandbox.completedSnapshotIds(Site.CLUSTER);
        ArchiveFacts source = sandbox.archive(snapshots.get(snapshots.size() - 1), Site.CLUSTER);
        assertThat(objects())
                .filteredOn(object -> object.key().endsWith(".tar.gz"))
                .extracting(S3Object::size)
                .containsExactly(source.length());
        assertThat(manifests()).hasSize(1).first().asString().contains(source.sha256());
    }

    List<String> manifests() {
        return objects().stream()
                .filter(object -> object.key().endsWith("manifest.json"))
                .map(object -> client.getObjectAsBytes(
                                r -> r.bucket(S3Server.BUCKET).key(object.key()))
                        .asUtf8String())
                .toList();
    }

    private List<S3Object> objects() {
        return client.listObjectsV2(r -> r.bucket(S3Server.BUCKET)).contents();
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        atlasFront.close();
        downloadFront.close();
        s3Front.close();
        sandbox.close();
        client.close();
        try {
            s3.stop();
        } catch (Exception failure) {
            throw new IOException("the S3 server did not stop in order", failure);
        }
    }
}

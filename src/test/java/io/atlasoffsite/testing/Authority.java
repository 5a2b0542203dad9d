package io.atlasoffsite.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority nobody knows but who is given its file, made by the JDK's keytool, and one server it vouches for. */
public final class Authority {

    private static final String PASSWORD = "changeit";

    private final Path store;
    private final Path pem;

    private Authority(Path store, Path pem) {
        this.store = store;
        this.pem = pem;
    }

    /** Makes one in a directory, with a server certificate for these names, of which {@code *.} may stand in front. */
    public static Authority make(Path directory, String... hosts) throws IOException, InterruptedException {
        Path store = Files.createTempDirectory(directory, "authority").resolve("keys.p12");
        Path pem = store.resolveSibling("ca.pem");
        String names = Stream.of(hosts).map(host -> "dns:" + host).collect(Collectors.joining(","));
        keytool(store, "-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=Authority", "-ext", "bc:c");
        keytool(
                store,
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=Server",
                "-signer",
                "ca",
                "-ext",
                "san=" + names);
        keytool(store, "-exportcert", "-rfc", "-alias", "ca", "-file", pem.toString());
        return new Authority(store, pem);
    }

    /** Its own certificate, as a CA file has it. */
    public Path pem() {
        return pem;
    }

    /** TLS as the server speaks it. */
    public SSLContext server() throws IOException, GeneralSecurityException {
        KeyStore made = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            made.load(in, PASSWORD.toCharArray());
        }
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        char[] password = PASSWORD.toCharArray();
        own.setKeyEntry("server", made.getKey("server", password), password, made.getCertificateChain("server"));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(own, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed: " + output);
        }
    }
}

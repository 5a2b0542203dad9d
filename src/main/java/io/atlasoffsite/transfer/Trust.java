package io.atlasoffsite.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whom TLS trusts: the JVM's own authorities, and those of a PEM file besides. */
final class Trust {

    private Trust() {}

    /**
     * Makes the context.
     *
     * @throws IllegalArgumentException when the file cannot be read or holds no certificate
     */
    static SSLContext context(Optional<Path> caFile) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, caFile.isPresent() ? with(caFile.get()) : null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS cannot be set up on this JVM", e);
        }
    }

    private static TrustManager[] with(Path caFile) {
        try {
            return withExtra(caFile);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "TLS cannot be set up with the CA file " + caFile + "; check that it holds PEM certificates", e);
        }
    }

    private static TrustManager[] withExtra(Path caFile) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (X509Certificate authority : jvmAuthorities()) {
            store.setCertificateEntry("jvm-" + number++, authority);
        }
        for (Certificate authority : read(caFile)) {
            store.setCertificateEntry("extra-" + number++, authority);
        }
        return managers(store);
    }

    private static X509Certificate[] jvmAuthorities() throws GeneralSecurityException {
        for (TrustManager manager : managers((KeyStore) null)) {
            if (manager instanceof X509TrustManager x509) {
                return x509.getAcceptedIssuers();
            }
        }
        return new X509Certificate[0];
    }

    private static Collection<? extends Certificate> read(Path caFile) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(caFile)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new IOException("it holds no certificate");
            }
            return found;
        }
    }

    private static TrustManager[] managers(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}

package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atlasoffsite.OffsiteException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtendTest {

    @TempDir
    private Path copies;

    @Test
    void aCopyGoesOnToTheArchiveWithTheManifestLast() throws Exception {
        try (Application application = new Application(copies)) {
            application.copy();

            List<String> names = List.copyOf(application.archive().files().keySet());
            assertThat(names).hasSize(5);
            assertThat(names.get(4)).endsWith("/manifest.json");
        }
    }

    @Test
    void whatTheArchiveHasIsWhatTheChecksumsOfTheCopySay() throws Exception {
        try (Application application = new Application(copies)) {
            application.copy();

            Map<String, byte[]> files = application.archive().files();
            String archive = name(files, ".tar.gz");
            String sums = new String(files.get(name(files, "SHA256SUMS")), StandardCharsets.UTF_8);
            assertThat(sums).contains(sha256(files.get(archive)) + "  " + archive.substring(archive.lastIndexOf('/') + 1));
        }
    }

    @Test
    void anArchiveThatIsFullFailsTheRequestAndTheSameRequestSendsTheCopyOnLater() throws Exception {
        try (Application application = new Application(copies)) {
            application.archive().full(true);
            assertThatThrownBy(application::copy)
                    .isInstanceOfSatisfying(OffsiteException.class, failure -> assertThat(failure.retryable()).isTrue());
            application.archive().full(false);

            application.copy();

            assertThat(application.archive().files()).hasSize(5);
        }
    }

    private static String name(Map<String, byte[]> files, String end) {
        return files.keySet().stream().filter(name -> name.endsWith(end)).findFirst().orElseThrow();
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}

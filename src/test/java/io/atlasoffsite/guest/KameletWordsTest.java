package io.atlasoffsite.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.OffsiteException;
import io.atlasoffsite.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a Kamelet's user is told in place of what the owner of an offsite.yaml is. */
class KameletWordsTest {

    private static KameletWords words(String place) {
        return new KameletWords(new KameletParameters("offsite-restore-snapshot-action", Map.of(place, "x")::get));
    }

    @Test
    void everySentenceThatIsReplacedIsOneThePackSays() throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("KameletWords.java"))
                    .toList()) {
                sources.append(Files.readString(file));
            }
        }
        String said = sources.toString()
                .replace("\" + wanted.plan() + \"", KameletConfig.NEWEST)
                .replaceAll("\"\\s*\\+\\s*\"", "");

        assertThat(KameletWords.words().keySet())
                .isNotEmpty()
                .allSatisfy(sentence -> assertThat(said).contains(sentence));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "file | plan newest has no whole copy of cluster a in file | the directory has no whole copy of cluster a",
                "s3 | plan newest has no whole copy in s3 | the bucket has no whole copy",
                "s3 | plan newest has copies of more than one cluster | the bucket has copies of more than one cluster",
                "file | there is no copy x in file | there is no copy x in the directory",
                "file | the archive is broken in file y | the archive is broken in file y",
            })
    void thePlaceIsCalledWhatItIs(String store, String said, String told) {
        OffsiteException failure = OffsiteException.because(Reason.NOT_FOUND, said)
                .answer(404, "CODE")
                .detail("d")
                .hint("h")
                .retryable(true)
                .build();

        OffsiteException fitting =
                words(store.equals("s3") ? "bucket" : "directory").fitting(failure);

        assertThat(fitting).hasMessage(told);
        assertThat(fitting.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(fitting.status()).isEqualTo(404);
        assertThat(fitting.code()).isEqualTo("CODE");
        assertThat(fitting.detail()).isEqualTo("d");
        assertThat(fitting.hint()).isEqualTo("h");
        assertThat(fitting.retryable()).isTrue();
        assertThat(fitting == failure).isEqualTo(said.equals(told));
    }
}

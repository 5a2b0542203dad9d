package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopyUrlTest {

    private static final String COPY = "32b6e34b3d91647abb20e7b8/orders/20260802T170656Z-6a6f78e0cab84da5c4476b25";
    private static final CopyUrl.Access NOTHING = new CopyUrl.Access(Optional.empty(), Optional.empty(), false);
    private static final CopyUrl.Access REGION = new CopyUrl.Access(Optional.empty(), Optional.of("eu-west-1"), false);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"s3://vault/, ''", "s3://vault/atlas/, atlas", "s3://vault/deep/atlas/, deep/atlas"})
    void aCopyInABucketIsAStoreThatLoads(String before, String prefix) throws Exception {
        CopyUrl url = CopyUrl.parse(before + COPY + "/manifest.json", REGION);

        assertThat(url.copy()).hasToString(COPY);
        assertThat(url.store().path("bucket").asText()).isEqualTo("vault");
        assertThat(url.store().path("prefix").asText()).isEqualTo(prefix);
        assertThat(url.installation(directory).config().stores()).containsOnlyKeys(CopyUrl.STORE);
    }

    @ParameterizedTest
    @CsvSource({"file:/, /", "file:/backup/, /backup", "file:///backup/atlas/, /backup/atlas"})
    void aCopyInADirectoryIsAStoreThatLoads(String before, String root) throws Exception {
        CopyUrl url = CopyUrl.parse(before + COPY + "/", NOTHING);

        assertThat(url.copy()).hasToString(COPY);
        assertThat(url.store().path("directory").asText()).isEqualTo(root);
        assertThat(url.installation(directory).config().stores()).containsOnlyKeys(CopyUrl.STORE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s3:", "s3://", "s3://vault", "s3://vault/a/b/c", "file:", "file:a", "s3:// vault/", "file:/%zz"
            })
    void whatNamesNoCopyIsRefusedInOneSentence(String url) {
        assertThatThrownBy(() -> CopyUrl.parse(url, REGION))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("is no copy's folder");
    }

    @Test
    void anEndpointThatIsNoneIsNamedAndNoFileNobodyTyped() {
        CopyUrl.Access access = new CopyUrl.Access(Optional.of("nonsense"), Optional.of("eu-west-1"), false);
        CopyUrl url = CopyUrl.parse("s3://vault/" + COPY, access);

        assertThatThrownBy(() -> url.installation(directory))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("endpoint")
                .hasMessageNotContaining(".yaml");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void wordsAboutABucketDoNotBelongToADirectory() {
        assertThatThrownBy(() -> CopyUrl.parse("file:/backup/" + COPY, REGION))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("--region");
    }
}

package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    private final Secrets secrets = new Secrets();

    @Test
    void aConfiguredSecretIsMaskedAsItIsAndAsInAUrl() {
        secrets.keep(List.of(Secret.of("a b+canary")));

        assertThat(secrets.mask("one a b+canary, two a+b%2Bcanary")).isEqualTo("one ***, two ***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http-outgoing-0 >> \"Authorization: Basic Q0FOQVJZCANARY=[\\r][\\n]\"",
                "headers - >> authorization: Bearer CANARY",
                "<< \"{\"access_token\":\"CANARY\",\"expires_in\":3600}\"",
                "\"snapshotUrl\" : \"https://host/CANARY/archive.tar.gz\"",
                "GET /archive?X-Amz-Date=1&X-Amz-Signature=CANARY%2B&x=y HTTP/1.1"
            })
    void whatALibraryReadsOffTheWireIsMaskedBeforeAnybodyKnowsIt(String line) {
        assertThat(secrets.mask(line)).doesNotContain("CANARY").contains("***");
    }

    @Test
    void anOrdinaryLineStaysAsItIs() {
        String line = "snapshot 6a6f78e0cab84da5c4476b25 of orders: copied in store disk, 6669 bytes";

        assertThat(secrets.mask(line)).isEqualTo(line);
    }
}

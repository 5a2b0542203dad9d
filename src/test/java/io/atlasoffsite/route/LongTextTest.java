package io.atlasoffsite.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongTextTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 4097, 100_000})
    void everyCharacterComesAsUtf8WhereverABlockEnds(int ahead) throws IOException {
        String text = "x".repeat(ahead) + "é\u20ac\ud83d\ude00".repeat(3000);

        assertThat(LongText.utf8(new ByteArrayInputStream(encoded(text))).readAllBytes())
                .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void itCanBeReadByteByByte() throws IOException {
        try (var text = LongText.utf8(new ByteArrayInputStream(encoded("aé")))) {
            assertThat(new int[] {text.read(), text.read(), text.read(), text.read()})
                    .containsExactly('a', 0xc3, 0xa9, -1);
        }
    }

    private static byte[] encoded(String text) {
        byte[] chars = text.getBytes(StandardCharsets.UTF_16LE);
        return ByteBuffer.allocate(5 + chars.length)
                .put((byte) 1)
                .putInt(chars.length)
                .put(chars)
                .array();
    }
}

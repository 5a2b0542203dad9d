package io.atlasoffsite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HeapTest {

    private static final long MIB = 1 << 20;

    @Test
    void moreThanTheJvmHasIsRefusedWithAWayOut() {
        assertThatThrownBy(() -> Heap.require(256 * MIB, 102 * MIB))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("transfer.memory is 256.0 MiB and the JVM has no more than 102.0 MiB")
                .hasMessageContaining("OFFSITE_JAVA_OPTS=-Xmx296m");
    }

    @Test
    void theDefaultFitsIntoTheHeapTheLauncherGives() throws IOException {
        long heap;
        try (Stream<String> options = Files.lines(Path.of("config/jvm.options"))) {
            heap = options.filter(line -> line.matches("-Xmx\\d+m"))
                    .mapToLong(line -> Long.parseLong(line.substring(4, line.length() - 1)))
                    .findFirst()
                    .orElseThrow();
        }

        // The JVM counts one of the two survivor spaces out, a tenth of the young generation.
        assertThatCode(() -> Heap.require(64 * MIB, (heap - 2) * MIB)).doesNotThrowAnyException();
        assertThat(heap).isLessThan(128);
    }
}

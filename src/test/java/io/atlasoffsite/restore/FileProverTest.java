package io.atlasoffsite.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.restore.Verdict.Outcome;
import io.atlasoffsite.store.ArchiveStore;
import io.atlasoffsite.store.FileStore;
import io.atlasoffsite.store.Finding.What;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileProverTest extends ProverContract {

    @TempDir
    private Path directory;

    @Override
    ArchiveStore newStore() {
        return new FileStore("disk", directory);
    }

    @Override
    int damages() {
        return 280;
    }

    @Test
    void aDiskThatIsNotThereNeverMakesACopyDamaged() throws Exception {
        StoredCopy.in(store());
        Path away = directory.resolveSibling(directory.getFileName() + "-away");
        Files.move(directory, away, StandardCopyOption.ATOMIC_MOVE);

        Verdict verdict = verdict();

        assertThat(verdict.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(verdict.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).isEqualTo(What.UNREADABLE));
        Files.move(away, directory, StandardCopyOption.ATOMIC_MOVE);
        assertThat(verdict().outcome()).isEqualTo(Outcome.WHOLE);
    }

    @Test
    void f45_sha256sumAgreesAboutAWholeAndADamagedCopy() throws Exception {
        String archive = StoredCopy.in(store()).archives().get(1).file();
        Path folder = directory.resolve(StoredCopy.COPY.toString());
        assertThat(sha256sum(folder)).isZero();
        assertThat(verdict().outcome()).isEqualTo(Outcome.WHOLE);

        byte[] content = Files.readAllBytes(folder.resolve(archive));
        content[77] ^= 1;
        Files.write(folder.resolve(archive), content);

        assertThat(sha256sum(folder)).isNotZero();
        assertThat(verdict().outcome()).isEqualTo(Outcome.DAMAGED);
    }

    private static int sha256sum(Path folder) throws Exception {
        Process process = new ProcessBuilder("sha256sum", "-c", "--strict", "SHA256SUMS")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }
}

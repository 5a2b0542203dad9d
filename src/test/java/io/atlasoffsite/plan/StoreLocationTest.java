package io.atlasoffsite.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Where a copy's folder is, for whoever goes on with it. */
class StoreLocationTest {

    private static final String FOLDER = "32b6e34b3d91647abb20e7b8/orders/20260802T170656Z-6a6f0d1e2c3b4a5968778695";

    @Test
    void aFoldersUriIsThePathAlsoWhenItHasBlanks() {
        for (String directory : new String[] {"/backup/atlas", "/backup/old atlas", "/"}) {
            URI uri = new FileStoreConfig("disk", Path.of(directory)).location(FOLDER);

            assertThat(uri.getScheme()).isEqualTo("file");
            assertThat(Path.of(uri)).isEqualTo(Path.of(directory).resolve(FOLDER));
        }
    }

    @Test
    void aUriOfAServerHasItsAuthorityAndNoEmptySegment() {
        assertThat(FolderUri.of("s3", "acme-offsite", "", FOLDER)).hasToString("s3://acme-offsite/" + FOLDER);
        assertThat(FolderUri.of("s3", "acme-offsite", "atlas", FOLDER))
                .hasToString("s3://acme-offsite/atlas/" + FOLDER);
        assertThat(FolderUri.of("sftp", "backup.example.com:22", "/srv/atlas/", FOLDER))
                .hasToString("sftp://backup.example.com:22/srv/atlas/" + FOLDER);
        assertThat(FolderUri.of("sftp", "[2001:db8::1]:22", "~/atlas", FOLDER).getHost())
                .isEqualTo("[2001:db8::1]");
    }
}

package io.atlasoffsite.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.atlasoffsite.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

    @TempDir
    Path directory;

    @Test
    void theShippedSampleIsValid() {
        Map<String, String> values =
                Map.of("env:ATLAS_CLIENT_ID", "mdb_sa_id_1", "env:ATLAS_CLIENT_SECRET", "mdb_sa_sk_1");

        OffsiteConfig config = new ConfigLoader(ConfigFile.resolver(values)).load(Path.of("config/offsite.yaml"));

        assertThat(config.plan("orders-nightly").stores()).containsExactly("vault", "disk");
        assertThat(config.plan("orders-nightly").schedule())
                .contains(new Plan.Schedule("0 15 4 * * ?", ZoneId.of("UTC")));
        assertThat(config.plan("orders-nightly").keep()).contains(new Plan.Keep(3, 7, 4, 12));
        assertThat(config.access("prod").auth())
                .isEqualTo(new AtlasAuth.ServiceAccount("mdb_sa_id_1", Secret.of("mdb_sa_sk_1")));
        assertThat(config.secrets()).containsExactly(Secret.of("mdb_sa_sk_1"));
    }

    @Test
    void everythingInTheSampleThatIsCommentedOutIsValidToo() throws IOException {
        String all = Files.readString(Path.of("config/offsite.yaml")).replaceAll("(?m)^( *)# ([a-zA-Z]+:|  )", "$1$2");
        UnresolvedAsX resolver = new UnresolvedAsX();

        OffsiteConfig config =
                new ConfigLoader(resolver::apply).load(Files.writeString(directory.resolve("all.yaml"), all));

        assertThat(config.network().proxy()).isPresent();
        assertThat(config.broker().embedded()).isFalse();
        assertThat(config.http().token()).isPresent();
    }

    @Test
    void absentKeysHaveTheDefaultsOfTheContract() throws IOException {
        OffsiteConfig config = ConfigFile.load(directory, ConfigFile.MINIMAL);

        AtlasAccess access = config.access("prod");
        assertThat(access.baseUrl()).isEqualTo(URI.create("https://cloud.mongodb.com"));
        assertThat(access.retry())
                .isEqualTo(
                        new AtlasAccess.Retry(8, Duration.ofSeconds(1), Duration.ofMinutes(2), Duration.ofMinutes(15)));
        assertThat(access.poll()).isEqualTo(new AtlasAccess.Poll(Duration.ofSeconds(2), Duration.ofSeconds(60)));
        assertThat(access.downloadHosts())
                .containsExactly(
                        "*.mongodb.net", "*.amazonaws.com", "*.blob.core.windows.net", "storage.googleapis.com");
        assertThat(access.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(access.responseTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.transfer())
                .isEqualTo(new TransferConfig(
                        64L << 20, 4, 4, Duration.ofSeconds(60), OptionalLong.empty(), Path.of("data/spool")));
        assertThat(config.restore())
                .isEqualTo(new RestoreConfig(
                        Path.of("data/restores"),
                        List.of("offsite.replies", "offsite.replies.*"),
                        Optional.empty(),
                        new RestoreConfig.InAtlas(false, Optional.empty(), List.of())));
        assertThat(config.http())
                .isEqualTo(new HttpConfig(8080, 9876, "127.0.0.1", Optional.empty(), Optional.empty()));
        assertThat(config.broker().embedded()).isTrue();
        assertThat(config.network()).isEqualTo(new Network(Optional.empty(), List.of(), Optional.empty()));
    }

    @Test
    void anSftpStoreHasALoginAndAKeyToKnowTheServerBy() throws IOException {
        String file = "{ type: file, directory: /backup/atlas }";
        OffsiteConfig byPassword = ConfigFile.load(
                directory,
                ConfigFile.MINIMAL.replace(
                        file,
                        "{ type: sftp, host: nas, user: u, directory: backup/, password: hush, hostKey: ssh-rsa AAAA }"));
        OffsiteConfig byKey = ConfigFile.load(
                directory,
                ConfigFile.MINIMAL.replace(
                        file,
                        "{ type: sftp, host: nas, port: 2222, user: u, directory: /b, privateKey: id, passphrase: hush,"
                                + " knownHosts: known, requireFsync: false }"));

        assertThat(byPassword.store("disk"))
                .isEqualTo(new SftpStoreConfig(
                        "disk",
                        "nas",
                        22,
                        "backup/",
                        "u",
                        new SftpLogin.Password(Secret.of("hush")),
                        new SftpHostKey.Given("ssh-rsa AAAA"),
                        true));
        assertThat(byPassword.store("disk").location()).isEqualTo("sftp://nas:22/~/backup");
        assertThat(byKey.store("disk"))
                .isEqualTo(new SftpStoreConfig(
                        "disk",
                        "nas",
                        2222,
                        "/b",
                        "u",
                        new SftpLogin.PrivateKey(Path.of("id"), Optional.of(Secret.of("hush"))),
                        new SftpHostKey.KnownHosts(Path.of("known")),
                        false));
        assertThat(byKey.secrets()).contains(Secret.of("hush"));
        assertThat(byKey.toString()).doesNotContain("hush,").doesNotContain("hush]");
    }

    @Test
    void anAdHocPlanHasTheSameDefaultsAsOneOfTheFile() throws IOException {
        Plan written = ConfigFile.load(directory, ConfigFile.MINIMAL).plan("orders");

        Plan adHoc = Plan.adHoc("prod", ConfigFile.PROJECT, "orders", ClusterKind.AUTO, List.of("disk"));

        assertThat(adHoc).usingRecursiveComparison().ignoringFields("name").isEqualTo(written);
        assertThat(adHoc.name()).isEqualTo(Plan.AD_HOC);
    }

    @Test
    void everyKeyOfAnS3StoreArrives() throws IOException {
        OffsiteConfig config = ConfigFile.load(directory, """
                version: 1
                stores:
                  vault:
                    type: s3
                    bucket: acme-offsite
                    prefix: atlas/eu
                    region: eu-west-1
                    endpoint: http://127.0.0.1:9000
                    pathStyle: true
                    storageClass: STANDARD_IA
                    sse: aws:kms
                    kmsKeyId: alias/offsite
                    objectLock: { mode: COMPLIANCE, days: 30 }
                    tags: { team: backup, "cost centre": 4711 }
                    expectedBucketOwner: 012345678901
                    credentials: { accessKey: AK, secretKey: hush-s3, sessionToken: hush-token }
                    pruneCredentials: { profile: pruner }
                    options: { proxyHost: proxy, proxyPort: 3128, proxyProtocol: HTTP }
                """);

        assertThat(config.store("vault"))
                .isEqualTo(new S3StoreConfig(
                        "vault",
                        "acme-offsite",
                        "atlas/eu",
                        "eu-west-1",
                        Optional.of(URI.create("http://127.0.0.1:9000")),
                        true,
                        Optional.of("STANDARD_IA"),
                        Optional.of("aws:kms"),
                        Optional.of("alias/offsite"),
                        Optional.of(new S3StoreConfig.ObjectLock(S3StoreConfig.LockMode.COMPLIANCE, 30)),
                        Map.of("team", "backup", "cost centre", "4711"),
                        Optional.of("012345678901"),
                        new S3Credentials.Keys("AK", Secret.of("hush-s3"), Optional.of(Secret.of("hush-token"))),
                        Optional.of(new S3Credentials.Profile("pruner")),
                        Map.of("proxyHost", "proxy", "proxyPort", "3128", "proxyProtocol", "HTTP")));
        assertThat(config.secrets()).containsExactly(Secret.of("hush-s3"), Secret.of("hush-token"));
        assertThat(config.toString()).doesNotContain("hush");
    }

    @Test
    void numbersAndTruthValuesMayComeFromPlaceholders() throws IOException {
        String yaml = ConfigFile.MINIMAL + """
                http: { port: "{{env:PORT}}" }
                transfer: { memory: "{{env:MEMORY}}", bandwidth: 50MiB/s }
                restore: { inAtlas: { enabled: "{{env:WIPE}}" } }
                """;

        OffsiteConfig config = ConfigFile.load(
                directory, yaml, Map.of("env:PORT", "9090", "env:MEMORY", "134217728", "env:WIPE", "false"));

        assertThat(config.http().port()).isEqualTo(9090);
        assertThat(config.transfer().memory()).isEqualTo(128L << 20);
        assertThat(config.transfer().bandwidth()).hasValue(50L << 20);
    }

    @Test
    void aValueFromAPlaceholderCannotBecomeYaml() throws IOException {
        String yaml = ConfigFile.MINIMAL.replace("hush-client", "\"{{env:S}}\"");
        String evil = "x, type: api-key }, downloadHosts: [\"*\"] # {a: *b";

        OffsiteConfig config = ConfigFile.load(directory, yaml, Map.of("env:S", evil));

        assertThat(config.secrets()).containsExactly(Secret.of(evil));
        assertThat(config.access("prod").downloadHosts()).doesNotContain("*");
    }

    @Test
    void anOptionalPlaceholderWithoutValueLeavesTheKeyOut() throws IOException {
        OffsiteConfig config =
                ConfigFile.load(directory, ConfigFile.MINIMAL + "http: { token: \"{{?offsite.token}}\" }\n");

        assertThat(config.http().token()).isEmpty();
    }

    @Test
    void aProjectIdThatLooksLikeANumberStaysAsItIsWritten() throws IOException {
        for (String id : List.of("123456789012345678901234", "123456789012345e67890123", "0123456789012345678901ab")) {
            String yaml = ConfigFile.MINIMAL.replace(ConfigFile.PROJECT, id);

            assertThat(ConfigFile.load(directory, yaml).plan("orders").project())
                    .isEqualTo(id);
        }
    }

    @Test
    void theProxysPasswordIsDecodedAndSecret() throws IOException {
        OffsiteConfig config = ConfigFile.load(
                directory, ConfigFile.MINIMAL + "network: { proxy: \"http://me:hu%40sh+1@proxy.example.com:3128\" }\n");

        assertThat(config.network().proxy())
                .contains(new Network.Proxy("proxy.example.com", 3128, "me", Secret.of("hu@sh+1")));
        assertThat(config.secrets()).contains(Secret.of("hu@sh+1"));
    }

    @Test
    void f44_aScheduleKeepsItsOwnTimeZone() throws IOException {
        String yaml = ConfigFile.MINIMAL + """
                    schedule: "0 30 2 * * ?"
                    timeZone: Europe/Berlin
                    alertAfter: 1d
                """;

        assertThat(ConfigFile.load(directory, yaml).plan("orders").schedule())
                .contains(new Plan.Schedule("0 30 2 * * ?", ZoneId.of("Europe/Berlin")));
    }

    private static final class UnresolvedAsX {
        private String apply(String text) {
            return text.replaceAll("\\{\\{[^{}]*}}", "xxxxxxxxxxxxxxxxxx");
        }
    }
}

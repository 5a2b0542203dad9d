package io.atlasoffsite.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each wrong file gives one clear line per problem: file, key, what is wrong – what to do. */
class ConfigProblemTest {

    @TempDir
    Path directory;

    @Test
    void aMissingFileSaysWhatToDo() {
        Path missing = directory.resolve("nowhere.yaml");

        assertThat(failure(missing))
                .hasMessage(missing
                        + ": does not exist – name yours with --config FILE, or copy config/offsite.yaml and edit it");
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    cluster: orders                  | clustr: orders | plans.orders.clustr: unknown key – did you mean cluster?
                    cluster: orders                  | cluster: ../etc | plans.orders.cluster: "../etc" does not fit – use the cluster's name as in Atlas
                    project: 32b6e34b3d91647abb20e7b8 | project: 32B6 | plans.orders.project: "32B6" does not fit – copy the project's id, 24 hexadecimal digits
                    atlas: prod                      | atlas: prd | plans.orders.atlas: "prd" is not among atlas – did you mean prod?
                    stores: [disk]                   | stores: [] | plans.orders.stores: does not fit – list 1 to 16 names
                    stores: [disk]                   | stores: [disk, tape] | plans.orders.stores[1]: "tape" is not among stores – add it there
                    cluster: orders                  | `cluster: orders\\n    schedule: 0 15 4 * *\\n    alertAfter: 1d` | plans.orders.schedule: has five fields, but Quartz wants six – write six fields
                    cluster: orders                  | `cluster: orders\\n    schedule: often\\n    alertAfter: 1d` | plans.orders.schedule: is no Quartz cron expression – write six fields
                    cluster: orders                  | `cluster: orders\\n    schedule: 0 0 0 30 2 ?\\n    alertAfter: 1d` | plans.orders.schedule: never fires – write six fields
                    cluster: orders                  | `cluster: orders\\n    schedule: 0 15 4 * * ?` | plans.orders.alertAfter: is missing, but the plan has a schedule – add e.g. alertAfter: 26h
                    cluster: orders                  | `cluster: orders\\n    timeZone: Mars/Base` | plans.orders.timeZone: is no time zone – write e.g. UTC
                    cluster: orders                  | `cluster: orders\\n    rehearse: { schedule: 0 0 6 * * }` | plans.orders.rehearse.schedule: has five fields, but Quartz wants six – write six fields
                    cluster: orders                  | `cluster: orders\\n    rehearse: { store: tape }` | plans.orders.rehearse.store: is no store of the plan – name one of the plan's stores
                    cluster: orders                  | `cluster: orders\\n    rehearse: { command: wt verify }` | plans.orders.rehearse.command: is no list – list the program and its arguments
                    cluster: orders                  | `cluster: orders\\n    rehearse: { often: true }` | plans.orders.rehearse.often: unknown key – remove it; known here: schedule
                    cluster: orders                  | `cluster: orders\\n    deadline: 6 hours` | plans.orders.deadline: "6 hours" does not fit – write a whole number and ms, s, m, h or d
                    cluster: orders                  | `cluster: orders\\n    prune: auto` | plans.orders.keep: is missing, but prune is auto – add e.g. keep
                    cluster: orders                  | `cluster: orders\\n    keep: { last: 0 }` | plans.orders.keep: keeps nothing – set last to 1 or more
                    cluster: orders                  | `cluster: orders\\n    keep: { last: many }` | plans.orders.keep.last: is no whole number – write a whole number from 0 to 10000
                    cluster: orders                  | `cluster: orders\\n    include: [a*]` | plans.orders.include: has no effect on one cluster – write cluster: "*"
                    cluster: orders                  | `cluster: orders\\n    kind:` | plans.orders.kind: has no value – give one, or remove the key
                    cluster: orders                  | `cluster: orders\\n    kind: m10` | plans.orders.kind: "m10" does not fit – write auto, flex, dedicated
                    cluster: orders                  | `cluster: orders\\n    kind: flex\\n    takeSnapshot: true` | plans.orders.takeSnapshot: is for dedicated clusters only, but kind is flex – remove it
                    cluster: orders                  | `cluster: orders\\n    snapshot: all\\n    takeSnapshot: true` | plans.orders.takeSnapshot: takes one snapshot, but snapshot is all – remove one of the two
                    cluster: orders                  | `kind: flex` | plans.orders.cluster: is missing – add it: The cluster's name
                    orders:                          | Orders_1: | plans.Orders_1: is no valid name – names are 1 to 63 lower-case letters
                    auth:                            | `baseUrl: http://atlas.example.com\\n    auth:` | atlas.prod.baseUrl: would send the credential unencrypted – write https://
                    auth:                            | `baseUrl: https://cloud.mongodb.com/api\\n    auth:` | atlas.prod.baseUrl: is no address of an API – write scheme and host alone
                    auth:                            | `retry: { first: 5m }\\n    auth:` | atlas.prod.retry.first: is longer than longest – make first the shorter one
                    clientId: mdb_sa_id_x, | `` | atlas.prod.auth.clientId: is missing – add it: With service-account
                    clientId: mdb_sa_id_x, | `clientId: x, publicKey: y,` | atlas.prod.auth.publicKey: does not belong here – remove it, or change the type beside it
                    type: file, | `type: tape,` | stores.disk.type: "tape" does not fit – write s3, file or sftp
                    type: file, | `type: file, bucket: abc,` | stores.disk.bucket: does not belong here – remove it
                    type: file, directory: /backup/atlas | `type: s3, bucket: abc` | stores.disk.region: is missing – add the bucket's region
                    type: file, directory: /backup/atlas | `type: sftp, host: nas, user: u, directory: /b, hostKey: ssh-ed25519 AAAA` | stores.disk.password: is missing, and so is privateKey – give either
                    type: file, directory: /backup/atlas | `type: sftp, host: nas, user: u, directory: /b, hostKey: ssh-ed25519 AAAA, password: p, privateKey: k` | stores.disk.password: stands beside a private key – give either
                    type: file, directory: /backup/atlas | `type: sftp, host: nas, user: u, directory: /b, hostKey: ssh-ed25519 AAAA, password: p, passphrase: x` | stores.disk.passphrase: opens no privateKey – add privateKey
                    type: file, directory: /backup/atlas | `type: sftp, host: nas, user: u, directory: /b, password: p` | stores.disk.hostKey: is missing, and so is knownHosts – give either
                    type: file, directory: /backup/atlas | `type: sftp, host: nas, user: u, directory: /b, password: p, hostKey: ssh-ed25519 AAAA, knownHosts: k` | stores.disk.hostKey: stands beside knownHosts – give either
                    type: file, directory: /backup/atlas | `type: sftp, host: nas, user: u, directory: /b, password: p, hostKey: nonsense` | stores.disk.hostKey: "nonsense" does not fit – write kind and key as ssh-keyscan prints them
                    type: file, directory: /backup/atlas | `type: sftp, user: u, directory: /b, password: p, knownHosts: k` | stores.disk.host: is missing –
                    type: file, directory: /backup/atlas | `type: sftp, host: nas, user: u, directory: /b, password: p, knownHosts: k, objectLock: { mode: GOVERNANCE, days: 3 }` | stores.disk.objectLock:
                    type: file, directory: /backup/atlas | `type: s3, bucket: abc, region: eu-west-1, options: { trustAllCertificates: true }` | stores.disk.options.trustAllCertificates: unknown key – remove it; known here: profileCredentialsName
                    type: file, directory: /backup/atlas | `type: s3, bucket: abc, region: eu-west-1, options: { secretKey: x }` | stores.disk.options.secretKey: unknown key – remove it
                    type: file, directory: /backup/atlas | `type: s3, bucket: abc, region: eu-west-1, prefix: ../x` | stores.disk.prefix: "../x" does not fit – use letters
                    type: file, directory: /backup/atlas | `type: s3, bucket: abc, region: eu-west-1, kmsKeyId: k` | stores.disk.kmsKeyId: has no effect without sse
                    type: file, directory: /backup/atlas | `type: s3, bucket: abc, region: eu-west-1, tags: { "aws:x": y }` | stores.disk.tags.aws:x: is no valid name – use up to 10 tags
                    type: file, directory: /backup/atlas | `type: s3, bucket: abc, region: eu-west-1, tags: { x: "a?b" }` | stores.disk.tags.x: "a?b" does not fit – use up to 256 letters
                    type: file, directory: /backup/atlas | `type: s3, bucket: abc, region: eu-west-1, objectLock: { mode: GOVERNANCE, days: 0 }` | stores.disk.objectLock.days: "0" does not fit – write a whole number from 1 to 36500
                    type: file, directory: /backup/atlas | `type: s3, bucket: abc, region: eu-west-1, objectLock: { mode: COMPLIANCE }` | stores.disk.objectLock.days: is missing
                    type: file, directory: /backup/atlas | `type: s3, bucket: abc, region: eu-west-1, credentials: { accessKey: k }` | stores.disk.credentials.secretKey: is missing – give accessKey and secretKey together
                    `disk: { type: file`                | `twin: { type: file, directory: /backup/./atlas/ }\\n  disk: { type: file` | stores.disk: is the same place as the store twin – give it another place
                    version: 1                       | version: 2 | version: "2" does not fit – write version: 1
                    version: 1                       | `version: 1\\nhttp: { port: 70000 }` | http.port: "70000" does not fit – write a whole number from 0 to 65535
                    version: 1                       | `version: 1\\nnetwork: { proxy: "http://u:hush@host" }` | network.proxy: is no address of a proxy – write http://host:port
                    version: 1                       | `version: 1\\ntransfer: { memory: 1MiB }` | transfer.memory: is too little to move parts – give at least 16MiB
                    version: 1                       | `version: 1\\nbroker: { user: me }` | broker.user: has no broker to go to – add broker.url
                    version: 1                       | `version: 1\\nplanz: {}` | planz: unknown key – did you mean plans?
                    version: 1                       | `version: 1\\nrestore: { inAtlas: { enabled: true, targets: [ { project: 32b6e34b3d91647abb20e7b8, cluster: other } ] } }` | restore.inAtlas.ledger: is missing, but inAtlas is enabled – name the store
                    version: 1                       | `version: 1\\nrestore: { inAtlas: { targets: [ { project: 32b6e34b3d91647abb20e7b8, cluster: orders } ] } }` | restore.inAtlas.targets[0]: is a cluster the plan orders looks after – remove it
                    """)
    void oneMistakeGivesOneLine(String written, String mistake, String line) throws IOException {
        String yaml = ConfigFile.MINIMAL.replace(written, mistake == null ? "" : mistake.replace("\\n", "\n"));

        ConfigException failure = failure(write(yaml));

        assertThat(failure.getMessage()).startsWith(directory.resolve("offsite.yaml") + ": " + line);
        assertThat(failure.problems()).hasSize(1);
        assertThat(failure.getMessage()).doesNotContain("hush").doesNotContain("\n");
    }

    @Test
    void allProblemsAreToldAtOnce() throws IOException {
        String yaml = ConfigFile.MINIMAL
                        .replace("cluster: orders", "cluster: ../x\n    schedule: often\n    colour: red")
                        .replace("atlas: prod", "atlas: nowhere")
                + "http: { port: high }\n";

        assertThat(failure(write(yaml)).problems())
                .extracting(ConfigProblem::key)
                .containsExactlyInAnyOrder(
                        "plans.orders.atlas",
                        "plans.orders.cluster",
                        "plans.orders.schedule",
                        "plans.orders.alertAfter",
                        "plans.orders.colour",
                        "http.port");
    }

    @Test
    void anUnresolvablePlaceholderIsNamedAndNothingElse() throws IOException {
        String yaml = ConfigFile.MINIMAL.replace("hush-client", "\"{{env:LOST:hush-default}}\"");

        ConfigException failure = failure(write(yaml), Map.of("env:OTHER", "hush-other"));

        assertThat(failure)
                .hasMessage(directory.resolve("offsite.yaml")
                        + ": atlas.prod.auth.clientSecret: the placeholder {{env:LOST}} cannot be resolved"
                        + " – set that variable or property for the process, or write the value here");
    }

    @Test
    void aValueFromAPlaceholderIsCheckedButNotShown() throws IOException {
        String yaml = ConfigFile.MINIMAL.replace("cluster: orders", "cluster: \"{{env:C}}\"");

        assertThat(failure(write(yaml), Map.of("env:C", "../hush")).getMessage())
                .contains("plans.orders.cluster: does not fit – ")
                .doesNotContain("hush");
    }

    @Test
    void f42_aLineBreakAtTheEndOfAValueIsNotOverlooked() throws IOException {
        String yaml = ConfigFile.MINIMAL
                        .replace("cluster: orders", "cluster: \"{{env:V}}\"\n    deadline: \"6h{{env:E}}\"")
                        .replace(ConfigFile.PROJECT, "\"32b6e34b3d91647abb20e7b8{{env:E}}\"")
                        .replace("stores: [disk]", "stores: [\"disk{{env:E}}\"]")
                + "http: { address: \"127.0.0.1{{env:E}}\" }\n";

        assertThat(failure(write(yaml), Map.of("env:V", "orders\n", "env:E", "\n"))
                        .problems())
                .extracting(ConfigProblem::key)
                .containsExactlyInAnyOrder(
                        "plans.orders.cluster",
                        "plans.orders.deadline",
                        "plans.orders.project",
                        "plans.orders.stores[0]",
                        "http.address");
    }

    @Test
    void f42_aLineBreakAtTheEndOfANameIsNotOverlooked() throws IOException {
        String yaml = ConfigFile.MINIMAL.replace("  orders:", "  \"orders\\n\":");

        assertThat(failure(write(yaml)).getMessage())
                .contains("plans.orders?: has a control character in its name – write the key in one line");
    }

    @Test
    void aSecretThatDoesNotFitIsNotShown() throws IOException {
        assertThat(failure(write(ConfigFile.MINIMAL + "http: { token: hush }\n"))
                        .getMessage())
                .contains("http.token: does not fit – ")
                .doesNotContain("hush");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    `version: 1\\nversion: 1`                | line 2 gives a key a second time – remove one of the two
                    `version: 1\\na: &x 1\\nb: *x`            | line 3 uses an alias (*name) – write the value out
                    `version: 1\\n---\\nversion: 1`          | holds more than one document – remove what follows the line ---
                    `- version`                             | is empty or no mapping – begin it with version: 1
                    `# nothing`                             | is empty or no mapping – begin it with version: 1
                    `version: 1\\n  secret: hush: x`         | line 2 is no valid YAML
                    `version: 1\\nx: {{env:HUSH}}`           | line 2 is no valid YAML
                    """)
    void whatIsNoPlainYamlIsRefused(String yaml, String line) throws IOException {
        assertThat(failure(write(yaml.replace("\\n", "\n"))).getMessage())
                .startsWith(directory.resolve("offsite.yaml") + ": " + line)
                .doesNotContain("hush")
                .doesNotContain("\n");
    }

    @Test
    void aFileThatIsTooLargeTooDeepOrNotUtf8IsRefused() throws IOException {
        assertThat(failure(write("# " + "x".repeat(1024 * 1024))).getMessage()).contains("is larger than 1 MiB");
        assertThat(failure(write("a: " + "[".repeat(1000))).getMessage()).contains("is no valid YAML");
        assertThat(failure(Files.write(directory.resolve("latin"), "x: ä".getBytes(StandardCharsets.ISO_8859_1))))
                .hasMessageContaining("is not UTF-8");
        assertThat(failure(directory)).hasMessageContaining("is a directory");
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(directory.resolve("offsite.yaml"), yaml);
    }

    private static ConfigException failure(Path file) {
        return failure(file, Map.of());
    }

    private static ConfigException failure(Path file, Map<String, String> values) {
        ConfigLoader loader = new ConfigLoader(ConfigFile.resolver(values));
        ConfigException failure = catchThrowableOfType(ConfigException.class, () -> loader.load(file));
        assertThat(failure).as("a refusal of %s", file).isNotNull();
        return failure;
    }
}

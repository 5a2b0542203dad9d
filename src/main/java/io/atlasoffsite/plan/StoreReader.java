package io.atlasoffsite.plan;

import io.atlasoffsite.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes stores from a file that was checked. */
final class StoreReader {

    private static final String REGION_OF_ENDPOINTS = "us-east-1";

    private StoreReader() {}

    static StoreConfig read(String name, Section store) {
        return switch (store.text("type")) {
            case "file" -> new FileStoreConfig(name, Path.of(store.text("directory")));
            case "sftp" -> sftp(name, store);
            default -> s3(name, store);
        };
    }

    private static SftpStoreConfig sftp(String name, Section store) {
        return new SftpStoreConfig(
                name,
                store.text("host"),
                store.integer("port"),
                store.text("directory"),
                store.text("user"),
                store.secret("password")
                        .<SftpLogin>map(SftpLogin.Password::new)
                        .orElseGet(() -> new SftpLogin.PrivateKey(
                                Path.of(store.text("privateKey")), store.secret("passphrase"))),
                store.optionalText("hostKey")
                        .<SftpHostKey>map(SftpHostKey.Given::new)
                        .orElseGet(() -> new SftpHostKey.KnownHosts(Path.of(store.text("knownHosts")))),
                store.flag("requireFsync"));
    }

    private static S3StoreConfig s3(String name, Section store) {
        return new S3StoreConfig(
                name,
                store.text("bucket"),
                store.text("prefix"),
                store.optionalText("region").orElse(REGION_OF_ENDPOINTS),
                store.optionalText("endpoint").map(URI::create),
                store.flag("pathStyle"),
                store.optionalText("storageClass"),
                store.optionalText("sse"),
                store.optionalText("kmsKeyId"),
                store.optionalSection("objectLock").map(StoreReader::lock),
                store.namedTexts("tags"),
                store.optionalText("expectedBucketOwner"),
                store.optionalSection("credentials")
                        .map(StoreReader::credentials)
                        .orElseGet(S3Credentials.DefaultChain::new),
                store.optionalSection("pruneCredentials").map(StoreReader::credentials),
                options(store.section("options")));
    }

    private static S3StoreConfig.ObjectLock lock(Section lock) {
        return new S3StoreConfig.ObjectLock(S3StoreConfig.LockMode.valueOf(lock.text("mode")), lock.integer("days"));
    }

    private static S3Credentials credentials(Section credentials) {
        Optional<String> profile = credentials.optionalText("profile");
        if (profile.isPresent()) {
            return new S3Credentials.Profile(profile.get());
        }
        return new S3Credentials.Keys(
                credentials.text("accessKey"),
                Secret.of(credentials.text("secretKey")),
                credentials.secret("sessionToken"));
    }

    private static Map<String, String> options(Section options) {
        Map<String, String> given = new TreeMap<>();
        S3StoreConfig.ADMITTED_OPTIONS.stream()
                .filter(options::has)
                .forEach(option -> given.put(option, options.text(option)));
        return given;
    }
}

package io.atlasoffsite.plan;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Checks of stores, and of the directories, that a schema cannot express. */
final class StoreCheck {

    private final Problems problems;

    StoreCheck(Problems problems) {
        this.problems = problems;
    }

    void check(Section root) {
        paths(root);
        Map<String, String> taken = new LinkedHashMap<>();
        root.named("stores").forEach((name, store) -> {
            if (store.text("type").equals("s3")) {
                s3(store);
                distinct(taken, name, store, s3Location(store));
            }
            if (store.text("type").equals("file") && path(store, "directory")) {
                distinct(taken, name, store, new FileStoreConfig(name, Path.of(store.text("directory"))).location());
            }
            if (store.text("type").equals("sftp")) {
                sftp(store);
                String place =
                        SftpStoreConfig.location(store.text("host"), store.integer("port"), store.text("directory"));
                distinct(taken, name, store, place);
            }
        });
    }

    private void paths(Section root) {
        path(root.section("network"), "caFile");
        path(root.section("transfer"), "spool");
        path(root.section("restore"), "directory");
    }

    private boolean path(Section section, String key) {
        try {
            return !Path.of(section.text(key)).toString().isEmpty();
        } catch (InvalidPathException broken) {
            problems.add(section.path(key), "is no path", "write a path of this system");
            return false;
        }
    }

    private void sftp(Section store) {
        if (store.has("password") == store.has("privateKey")) {
            problems.add(
                    store.path("password"),
                    store.has("password") ? "stands beside a private key" : "is missing, and so is privateKey",
                    "give either the user's password or the file of a private key");
        }
        if (store.has("passphrase") && !store.has("privateKey")) {
            problems.add(store.path("passphrase"), "opens no privateKey", "add privateKey, or remove it");
        }
        if (store.has("hostKey") == store.has("knownHosts")) {
            problems.add(
                    store.path("hostKey"),
                    store.has("hostKey") ? "stands beside knownHosts" : "is missing, and so is knownHosts",
                    "give either the server's key or a file that has it, so that no other server gets the copies");
        }
        path(store, "privateKey");
        path(store, "knownHosts");
    }

    private void s3(Section store) {
        if (!store.has("region") && !store.has("endpoint")) {
            problems.add(store.path("region"), "is missing", "add the bucket's region, e.g. eu-west-1");
        }
        if (store.has("endpoint")
                && Urls.http(store.text("endpoint")).filter(Urls::isPlain).isEmpty()) {
            problems.add(store.path("endpoint"), "is no address of an S3", "write e.g. https://s3.example.com");
        }
        if (store.has("kmsKeyId") && !store.text("sse").startsWith("aws:kms")) {
            problems.add(
                    store.path("kmsKeyId"), "has no effect without sse: aws:kms", "add sse: aws:kms, or remove it");
        }
        store.optionalSection("credentials").ifPresent(this::credentials);
        store.optionalSection("pruneCredentials").ifPresent(this::credentials);
        options(store);
    }

    private void credentials(Section credentials) {
        boolean anyKey =
                credentials.has("accessKey") || credentials.has("secretKey") || credentials.has("sessionToken");
        if (credentials.has("profile") && anyKey) {
            problems.add(credentials.path("profile"), "stands beside a key pair", "keep either profile or the keys");
            return;
        }
        if (anyKey && !credentials.has("accessKey")) {
            problems.add(credentials.path("accessKey"), "is missing", "give accessKey and secretKey together");
        }
        if (anyKey && !credentials.has("secretKey")) {
            problems.add(credentials.path("secretKey"), "is missing", "give accessKey and secretKey together");
        }
    }

    private void options(Section store) {
        Section options = store.section("options");
        if (options.has("proxyHost") != options.has("proxyPort")) {
            problems.add(options.path("proxyHost"), "needs proxyPort, and proxyPort it", "give both or neither");
        }
        boolean provider = options.has("useDefaultCredentialsProvider")
                || options.has("useProfileCredentialsProvider")
                || options.has("profileCredentialsName");
        if (store.has("credentials") && provider) {
            problems.add(options.path(), "chooses credentials beside the key credentials", "keep one of the two");
        }
    }

    private static String s3Location(Section store) {
        return store.text("endpoint").replaceFirst("/$", "") + " " + store.text("bucket") + " " + store.text("prefix");
    }

    private void distinct(Map<String, String> taken, String name, Section store, String location) {
        String other = taken.putIfAbsent(location, name);
        if (other != null) {
            problems.add(
                    store.path(), "is the same place as the store " + other, "give it another place, or remove one");
        }
    }
}

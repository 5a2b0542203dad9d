package io.atlasoffsite.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atlasoffsite.message.Json;
import io.atlasoffsite.plan.ConfigException;
import io.atlasoffsite.plan.ConfigLoader;
import io.atlasoffsite.plan.ConfigProblem;
import io.atlasoffsite.store.CopyId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A copy named by where it lies, {@code s3://bucket/prefix/<project>/<cluster>/<taken-snapshot>} or {@code file:/…}, so that nothing else
 * need be known. Immutable.
 *
 * @param copy which copy
 * @param store its store, as offsite.yaml would have it
 */
record CopyUrl(CopyId copy, ObjectNode store) {

    /** The name of the store that is made up for it. */
    static final String STORE = "url";

    private static final int SEGMENTS = 3;

    /** Whether something typed is meant as a URL. */
    static boolean isOne(String text) {
        return text.startsWith("s3:") || text.startsWith("file:");
    }

    /**
     * What cannot be seen from the URL of an object in S3.
     *
     * @param endpoint the URL of another S3 than AWS's
     * @param region the region
     * @param pathStyle whether the bucket belongs into the path
     */
    record Access(Optional<String> endpoint, Optional<String> region, boolean pathStyle) {

        boolean given() {
            return endpoint.isPresent() || region.isPresent() || pathStyle;
        }
    }

    /**
     * Reads one.
     *
     * @param url as typed
     * @param access how to get there
     * @return the copy and its store
     * @throws CommandFailure when it names no copy
     */
    static CopyUrl parse(String url, Access access) {
        String folder = url.replaceFirst("/+(manifest\\.json)?$", "");
        String[] path = path(folder).split("/", -1);
        String[] last = Arrays.copyOfRange(path, Math.max(0, path.length - SEGMENTS), path.length);
        CopyId copy = CopyId.parse(String.join("/", last)).orElseThrow(() -> noCopy(url));
        String root = String.join("/", Arrays.copyOf(path, path.length - SEGMENTS));
        return new CopyUrl(copy, folder.startsWith("s3:") ? s3(folder, root, access) : file(root, access));
    }

    private static String path(String url) {
        try {
            URI uri = URI.create(url);
            if (uri.getPath() == null || uri.getQuery() != null || uri.getFragment() != null) {
                throw noCopy(url);
            }
            return uri.getPath();
        } catch (IllegalArgumentException broken) {
            throw noCopy(url);
        }
    }

    private static ObjectNode s3(String url, String root, Access access) {
        String bucket = Optional.ofNullable(URI.create(url).getAuthority()).orElseThrow(() -> noCopy(url));
        ObjectNode store = new Json().object().put("type", "s3").put("bucket", bucket);
        String prefix = root.replaceFirst("^/", "");
        if (!prefix.isEmpty()) {
            store.put("prefix", prefix);
        }
        access.endpoint().ifPresent(endpoint -> store.put("endpoint", endpoint));
        Optional<String> region = access.region().or(CopyUrl::regionOfEnvironment);
        if (region.isEmpty() && access.endpoint().isEmpty()) {
            throw CommandFailure.usage("nothing says in which region the bucket is; give --region, or set AWS_REGION");
        }
        region.ifPresent(name -> store.put("region", name));
        return store.put("pathStyle", access.pathStyle());
    }

    private static Optional<String> regionOfEnvironment() {
        return Optional.ofNullable(System.getenv("AWS_REGION"))
                .or(() -> Optional.ofNullable(System.getenv("AWS_DEFAULT_REGION")));
    }

    private static ObjectNode file(String root, Access access) {
        if (access.given()) {
            throw CommandFailure.usage("--endpoint, --region and --path-style are for s3: URLs; leave them away");
        }
        return new Json().object().put("type", "file").put("directory", root.isEmpty() ? "/" : root);
    }

    private static CommandFailure noCopy(String url) {
        return CommandFailure.usage(
                "\"" + Table.plain(url) + "\" is no copy's folder; it ends with"
                        + " <projectId>/<cluster>/<takenAt>-<snapshotId>, e.g. s3://bucket/prefix/32b6…/orders/20260802T170656Z-6a6f…");
    }

    private static String told(ConfigProblem problem) {
        String what = problem.key().substring(problem.key().lastIndexOf('.') + 1);
        return "the copy's URL gives no store: " + what + ": " + problem.problem() + "; " + problem.remedy();
    }

    /**
     * An installation that has this store and nothing else: no offsite.yaml is read, and Atlas is not asked.
     *
     * @param data where this process may keep its files
     * @return the installation
     * @throws CommandFailure when the URL or what was said of its access makes no store
     * @throws IOException when nothing can be written there
     */
    Installation installation(Path data) throws IOException {
        ObjectNode tree = new Json().object().put("version", 1);
        tree.putObject("stores").set(STORE, store);
        tree.putObject("transfer").put("spool", data.resolve("spool").toString());
        Path file = Files.createTempFile(data, "url-", ".yaml");
        try {
            Files.writeString(file, new Json().write(tree));
            return new Installation(
                    new ConfigLoader(UnaryOperator.identity()).load(file), data.toAbsolutePath(), new Secrets());
        } catch (ConfigException unfit) {
            // The file is gone when this is read, and nobody typed it.
            throw CommandFailure.usage(
                    unfit.problems().stream().map(CopyUrl::told).collect(Collectors.joining("; ")));
        } finally {
            Files.delete(file);
        }
    }
}

package io.atlasoffsite.store;

import io.atlasoffsite.store.ArchiveStore.Entry;
import io.atlasoffsite.store.StoreException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists what lies in a folder of a bucket. The client takes any XML for a list, so that an error page with status 200 would be an
 * empty folder: what is no list of just this folder is refused. Thread safe.
 */
final class S3Listing {

    private final S3Client client;
    private final S3Calls calls;

    S3Listing(S3Client client, S3Calls calls) {
        this.client = client;
        this.calls = calls;
    }

    /** As {@link ArchiveStore#list}. */
    List<Entry> of(String folder) throws IOException {
        String key = calls.key(StorePath.checkFolder(folder));
        String prefix = key.isEmpty() || key.endsWith("/") ? key : key + "/";
        List<Entry> entries = new ArrayList<>();
        String token = null;
        do {
            ListObjectsV2Response page = page(folder, prefix, token);
            add(folder, prefix, page, entries);
            token = next(folder, token, page);
        } while (token != null);
        entries.removeIf(entry -> entry.name().isEmpty());
        entries.sort(Comparator.comparing(Entry::name));
        return entries;
    }

    private ListObjectsV2Response page(String folder, String prefix, String token) throws IOException {
        return calls.call(
                "list",
                folder,
                () -> client.listObjectsV2(r -> r.bucket(calls.settings().bucket())
                        .prefix(prefix)
                        .delimiter("/")
                        .continuationToken(token)
                        .expectedBucketOwner(calls.owner())
                        .overrideConfiguration(
                                c -> c.apiCallAttemptTimeout(calls.settings().callTimeout()))));
    }

    private void add(String folder, String prefix, ListObjectsV2Response page, List<Entry> entries) throws IOException {
        if (!isList(page)) {
            throw noList(folder, "it says nothing that a list says");
        }
        for (CommonPrefix child : page.commonPrefixes()) {
            String name = below(folder, prefix, child.prefix());
            entries.add(new Entry(name.endsWith("/") ? name.substring(0, name.length() - 1) : name, true, 0));
        }
        for (S3Object child : page.contents()) {
            String name = below(folder, prefix, child.key());
            if (child.size() == null || child.size() < 0) {
                throw noList(folder, "an object in it has no length");
            }
            entries.add(new Entry(name, false, child.size()));
        }
    }

    /** Every S3 says some of this in every list, an empty one too; not all say all of it. */
    private static boolean isList(ListObjectsV2Response page) {
        return page.name() != null || page.isTruncated() != null || page.keyCount() != null || page.maxKeys() != null;
    }

    private String below(String folder, String prefix, String key) throws StoreException {
        if (key == null || !key.startsWith(prefix)) {
            throw noList(folder, "it holds what was not asked for");
        }
        return key.substring(prefix.length());
    }

    /** Where the next page begins; null after the last. A store that gives the same page again and again has no last. */
    private String next(String folder, String token, ListObjectsV2Response page) throws StoreException {
        if (!Boolean.TRUE.equals(page.isTruncated())) {
            return null;
        }
        String next = page.nextContinuationToken();
        if (next == null || next.equals(token)) {
            throw noList(folder, "it does not say where it goes on");
        }
        return next;
    }

    private StoreException noList(String folder, String why) {
        return StoreException.of(
                Kind.UNAVAILABLE,
                calls.where("list", folder),
                "the answer is no list of it: " + why + "; see what answers in the store's place and try again");
    }
}

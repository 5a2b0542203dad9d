package io.atlasoffsite.store;

import java.io.IOException;
import java.util.Optional;

/** Small files about copies. One that is damaged itself says nothing; the next of its kind takes its place. Stateless. */
final class Records {

    /** The longest that counts, in bytes. */
    static final int LIMIT = 1 << 20;

    private Records() {}

    /** Makes something of the content. */
    interface Parser<T> {
        T parse(byte[] content) throws Json.Malformed;
    }

    static <T> Optional<T> read(ArchiveStore store, String path, Parser<T> parser) throws IOException {
        try {
            Optional<byte[]> content = store.read(path, LIMIT);
            return content.isEmpty() ? Optional.empty() : Optional.of(parser.parse(content.get()));
        } catch (Json.Malformed unreadable) {
            return Optional.empty();
        } catch (StoreException failure) {
            if (failure.kind() == StoreException.Kind.DAMAGED) {
                return Optional.empty();
            }
            throw failure;
        }
    }
}

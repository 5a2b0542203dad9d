package io.atlasoffsite.transfer.inspect;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.bson.BSONException;
import org.bson.BsonBinaryReader;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;

/** Reads {@code storage.bson}, where a {@code mongod} keeps the options its data directory was made with. */
final class StorageBson {

    private static final BsonDocument NONE = new BsonDocument();

    private StorageBson() {}

    /** Reads the options; empty when the bytes are missing, too many, or not what is expected. */
    static Optional<StorageOptions> read(byte[] bytes, int most) {
        if (bytes.length == 0 || bytes.length > most) {
            return Optional.empty();
        }
        try (BsonBinaryReader reader = new BsonBinaryReader(ByteBuffer.wrap(bytes))) {
            BsonDocument document = new BsonDocumentCodec()
                    .decode(reader, DecoderContext.builder().build());
            BsonDocument storage = document.getDocument("storage");
            BsonDocument options = storage.getDocument("options", NONE);
            return Optional.of(new StorageOptions(
                    storage.getString("engine", new BsonString("")).getValue(),
                    flag(options, "directoryPerDB"),
                    flag(options, "directoryForIndexes"),
                    flag(options, "groupCollections")));
        } catch (BSONException | IllegalStateException e) {
            // Not what it should be: the shape check warns, nothing is refused.
            return Optional.empty();
        }
    }

    private static boolean flag(BsonDocument options, String name) {
        return options.getBoolean(name, BsonBoolean.FALSE).getValue();
    }
}

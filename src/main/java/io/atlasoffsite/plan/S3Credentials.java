package io.atlasoffsite.plan;

import io.atlasoffsite.Secret;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who is asking S3. Immutable and thread safe. */
public sealed interface S3Credentials {

    /**
     * What must not be seen of it.
     *
     * @return the secrets, never null
     */
    List<Secret> secrets();

    /** The AWS default chain: environment, profile, container, instance. */
    record DefaultChain() implements S3Credentials {
        @Override
        public List<Secret> secrets() {
            return List.of();
        }
    }

    /**
     * A named profile of the AWS configuration files.
     *
     * @param name the profile
     */
    record Profile(String name) implements S3Credentials {
        @Override
        public List<Secret> secrets() {
            return List.of();
        }
    }

    /**
     * A key pair.
     *
     * @param accessKey the key's id
     * @param secretKey the key
     * @param sessionToken the token of temporary credentials
     */
    record Keys(String accessKey, Secret secretKey, Optional<Secret> sessionToken) implements S3Credentials {
        @Override
        public List<Secret> secrets() {
            return Stream.concat(Stream.of(secretKey), sessionToken.stream()).toList();
        }
    }
}

package io.atlasoffsite.route;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Signature version 4 that signs a part's headers, its checksum among them, and not its bytes, whether or not the endpoint has TLS.
 * Without TLS the SDK would hash every part a second time and send it in chunks of its own; the bytes are proved by the checksum that
 * the store confirms, or by reading them back, either way. Thread safe.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html">UNSIGNED-PAYLOAD</a>
 */
final class UnsignedParts implements AwsV4AuthScheme {

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    @Override
    public String schemeId() {
        return SCHEME_ID;
    }

    @Override
    public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
        return providers.identityProvider(AwsCredentialsIdentity.class);
    }

    @Override
    public AwsV4HttpSigner signer() {
        return new PartSigner();
    }

    private final class PartSigner implements AwsV4HttpSigner {

        @Override
        public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
            if (request.payload().isEmpty() || !isPart(request.request())) {
                return signer.sign(request);
            }
            SignedRequest bare = signer.sign(withoutPayload(request));
            return SignedRequest.builder()
                    .request(bare.request())
                    .payload(request.payload().get())
                    .build();
        }

        @Override
        public CompletableFuture<AsyncSignedRequest> signAsync(
                AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
            return signer.signAsync(request);
        }
    }

    private static <T extends AwsCredentialsIdentity> SignRequest<T> withoutPayload(SignRequest<T> request) {
        return request.copy(builder -> builder.payload(null));
    }

    private static boolean isPart(SdkHttpRequest request) {
        return request.firstMatchingRawQueryParameter("partNumber").isPresent();
    }
}

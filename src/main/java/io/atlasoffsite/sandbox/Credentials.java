package io.atlasoffsite.sandbox;

/**
 * What the sandbox accepts. These are no secrets: they open nothing but a sandbox.
 *
 * @param clientId of the service account
 * @param clientSecret of the service account
 * @param publicKey of the API key
 * @param privateKey of the API key
 */
public record Credentials(String clientId, String clientSecret, String publicKey, String privateKey) {

    /** The fixed ones that the documentation prints. */
    public static Credentials fixed() {
        return new Credentials("mdb_sa_id_sandbox", "mdb_sa_sk_sandbox", "sandbox", "sandbox");
    }
}

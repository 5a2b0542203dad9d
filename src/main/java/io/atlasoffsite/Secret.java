package io.atlasoffsite;

import java.util.Objects;

/**
 * A value that must not be seen: a client secret, a private key, a token, a password. It shows itself only to the caller who
 * asks with {@link #reveal()}; printed, logged or put in a message it reads {@code ***}.
 *
 * <p>Immutable and thread safe.
 */
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * Wraps a value.
     *
     * @param value the value; not null, may be empty
     * @return the wrapped value
     */
    public static Secret of(String value) {
        return new Secret(Objects.requireNonNull(value, "value"));
    }

    /**
     * The value itself, for the one place that sends it.
     *
     * @return the value, never null
     */
    public String reveal() {
        return value;
    }

    /**
     * Two secrets are equal when their values are.
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}

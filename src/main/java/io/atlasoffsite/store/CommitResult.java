package io.atlasoffsite.store;

/** How committing a copy ended: there is a whole copy in either case. */
public sealed interface CommitResult {

    /**
     * The manifest of the copy that is there now.
     *
     * @return never null
     */
    SealedManifest manifest();

    /**
     * This attempt made the copy.
     *
     * @param manifest its own manifest
     */
    record Committed(SealedManifest manifest) implements CommitResult {}

    /**
     * Another attempt had made it already, or at the same time and won.
     *
     * @param manifest the other's manifest
     */
    record AlreadyThere(SealedManifest manifest) implements CommitResult {}
}

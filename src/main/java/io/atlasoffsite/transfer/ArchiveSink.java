package io.atlasoffsite.transfer;

import java.io.IOException;

/**
 * Where one archive's bytes go: the single place where the engine and a store meet. A sink is opened for one
 * attempt at one archive and ends in exactly one of {@link #commit committed} or {@link #abort aborted}.
 *
 * <p>Nothing of the archive is visible under its name before {@code commit} returns. Parts arrive as a seamless sequence of
 * numbers and offsets, but {@link #put} may be called from several threads at once and in any order, up to
 * {@link PartRules#parallel()} calls at a time; {@code commit} and {@code abort} are called by one thread when no {@code put}
 * is running.
 */
public interface ArchiveSink {

    /**
     * How this sink wants the archive cut.
     *
     * @return the rules, the same for the life of the sink, never null
     */
    PartRules partRules();

    /**
     * Stores one part durably enough that {@link #commit} can include it. Retrying a failed write of the part is the sink's
     * business: when this throws, the archive has failed.
     *
     * @param part the part; its content may be read any number of times until this returns
     * @throws IOException when the part could not be stored
     * @throws InterruptedException when the calling thread was interrupted
     */
    void put(Part part) throws IOException, InterruptedException;

    /**
     * Makes the archive visible under its name and durable. It is called after every part was put, once.
     *
     * @param bytes the length of the whole archive; the sum of all parts' lengths
     * @return what the store vouches for
     * @throws IOException when the archive could not be made visible; the caller then calls {@link #abort}
     * @throws InterruptedException when the calling thread was interrupted
     */
    Receipt commit(long bytes) throws IOException, InterruptedException;

    /**
     * Gives the attempt up and removes what it stored so far, as well as the store allows. It may be called at any time,
     * repeatedly, also after a failed {@link #commit}; after a successful one it does nothing.
     *
     * @throws IOException when something could not be removed; the caller adds it to the first failure as suppressed
     */
    void abort() throws IOException;
}

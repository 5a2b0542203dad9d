/**
 * Proves that a stream is a whole, harmless {@code .tar.gz}, and tells whether it looks like a WiredTiger data directory. It
 * uses nothing else of this project.
 */
package io.atlasoffsite.transfer.inspect;

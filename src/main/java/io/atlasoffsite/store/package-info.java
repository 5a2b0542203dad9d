/**
 * Where copies live: the stores, the layout, the manifest, how a copy is committed, found and cleaned up after. It
 * knows neither Atlas nor Camel; with {@code transfer} it shares one sink interface.
 */
package io.atlasoffsite.store;

/** Reads copies back from their stores and proves them. Knows the stores and the transfer engine, neither Atlas nor Camel. */
package io.atlasoffsite.restore;

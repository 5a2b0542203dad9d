/**
 * Reads copies back from their stores, proves them and restores them into directories. Knows the stores and the transfer engine,
 * neither Atlas nor Camel.
 */
package io.atlasoffsite.restore;

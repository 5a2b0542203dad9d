/**
 * The engine that moves one archive and proves it: source → (hash, inspection) → sink. It knows neither Atlas nor Camel, and
 * of this project only itself.
 */
package io.atlasoffsite.transfer;

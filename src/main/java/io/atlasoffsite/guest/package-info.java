/**
 * The pack as a guest of somebody else's Camel context: found by Camel, asked for by one property, and gone with the context. See
 * docs/embedding.md.
 */
package io.atlasoffsite.guest;

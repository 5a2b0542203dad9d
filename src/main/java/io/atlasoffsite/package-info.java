/** The few words every package shares: why something failed, and how a secret is held. Depends on nothing. */
package io.atlasoffsite;

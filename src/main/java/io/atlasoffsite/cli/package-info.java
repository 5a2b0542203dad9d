/** The {@code offsite} command, the service it runs and the broker inside it. Depends on everything, and nothing on it. */
package io.atlasoffsite.cli;

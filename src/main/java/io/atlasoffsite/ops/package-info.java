/** What an operator watches: transfers under way. Depends on the shared words alone. */
package io.atlasoffsite.ops;

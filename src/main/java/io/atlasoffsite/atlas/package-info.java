/**
 * The only package that knows Atlas: its paths, version dates, JSON, authentication and error codes. It sends nothing but the
 * token request itself; the routes do the sending. Depends on the shared words alone.
 */
package io.atlasoffsite.atlas;

package io.atlasoffsite.sandbox;

/** What one sandbox is made of. */
record Parts(
        SandboxOptions options,
        SandboxClock clock,
        RequestLog log,
        Faults faults,
        World world,
        Links links,
        Jobs jobs,
        Tokens tokens,
        Access access,
        RateLimits limits) {}

package io.atlasoffsite.transfer;

/** Looks at what an engine keeps to itself. */
public final class EngineProbe {

    private EngineProbe() {}

    /** Bytes of the memory budget that are in use now. */
    public static long heldBytes(Engine engine) {
        return engine.budget().heldBytes();
    }

    /** The most bytes of the memory budget that were in use at a time. */
    public static long mostHeldBytes(Engine engine) {
        return engine.budget().mostHeldBytes();
    }
}

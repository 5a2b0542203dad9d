package io.atlasoffsite.transfer.inspect;

import java.io.IOException;

/**
 * Two who hear the same, one after the other.
 *
 * @param first hears of everything first
 * @param second hears of what the first did not refuse
 */
record BothReceivers(EntryReceiver first, EntryReceiver second) implements EntryReceiver {

    @Override
    public void entry(String name, boolean directory, long size) throws IOException {
        first.entry(name, directory, size);
        second.entry(name, directory, size);
    }

    @Override
    public void content(byte[] bytes, int offset, int length) throws IOException {
        first.content(bytes, offset, length);
        second.content(bytes, offset, length);
    }

    @Override
    public void hole(long length) throws IOException {
        first.hole(length);
        second.hole(length);
    }

    @Override
    public void end() throws IOException {
        first.end();
        second.end();
    }
}

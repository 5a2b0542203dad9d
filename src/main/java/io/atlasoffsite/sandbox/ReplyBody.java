package io.atlasoffsite.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The bytes of a reply, made while they are written. */
interface ReplyBody {

    /** Bytes it will write. */
    long length();

    void write(OutputStream out) throws IOException;

    static ReplyBody of(byte[] bytes) {
        return new ReplyBody() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void write(OutputStream out) throws IOException {
                out.write(bytes);
            }
        };
    }

    static ReplyBody of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static ReplyBody of(Archive archive, long from, long to) {
        return new ReplyBody() {
            @Override
            public long length() {
                return to - from;
            }

            @Override
            public void write(OutputStream out) throws IOException {
                archive.write(out, from, to);
            }
        };
    }

    static ReplyBody joined(ReplyBody first, ReplyBody second) {
        return new ReplyBody() {
            @Override
            public long length() {
                return first.length() + second.length();
            }

            @Override
            public void write(OutputStream out) throws IOException {
                first.write(out);
                second.write(out);
            }
        };
    }

    /** The same body with the lowest bit of one byte turned over; the same body when it is shorter. */
    static ReplyBody flipped(ReplyBody body, long offset) {
        return new ReplyBody() {
            @Override
            public long length() {
                return body.length();
            }

            @Override
            public void write(OutputStream out) throws IOException {
                body.write(new FlippingStream(out, offset));
            }
        };
    }
}

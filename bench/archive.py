"""An archive like those of Atlas, for a source that serves files: a .tar.gz of one gzip member with a WiredTiger-like directory in it.

Its data compresses to about half, so that checking gzip costs what it costs in earnest; bytes that do not compress are copied, not inflated.
"""

import io
import random
import tarfile
import zlib

BLOCK = 1 << 20
FILE_BLOCKS = 64


class _Counting:
    """A gzip stream that knows how long it has become."""

    def __init__(self, out):
        self._out = out
        self._deflate = zlib.compressobj(1, zlib.DEFLATED, 31)
        self.length = 0

    def write(self, data):
        self._put(self._deflate.compress(data))
        return len(data)

    def close(self):
        self._put(self._deflate.flush())

    def _put(self, data):
        self._out.write(data)
        self.length += len(data)


def build(path, size, seed=20261122):
    """Writes an archive of at least `size` bytes; the same seed and size give the same bytes."""
    chance = random.Random(seed)
    with open(path, "wb") as out:
        gzip = _Counting(out)
        with tarfile.open(fileobj=gzip, mode="w|", format=tarfile.USTAR_FORMAT) as tar:
            for name in ("WiredTiger", "WiredTiger.lock", "WiredTiger.turtle", "WiredTiger.wt", "storage.bson", "sizeStorer.wt"):
                _add(tar, name, b"\0" * 4096)
            number = 0
            while gzip.length < size:
                _add(tar, f"collection-{number}-{seed}.wt", _data(chance, min(FILE_BLOCKS, 1 + (size - gzip.length) * 2 // BLOCK)))
                number += 1
        gzip.close()


def _add(tar, name, data):
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    entry.mode = 0o600
    tar.addfile(entry, io.BytesIO(data))


def _data(chance, blocks):
    """Hexadecimal digits: half a byte of news in each byte."""
    return b"".join(chance.randbytes(BLOCK // 2).hex().encode() for _ in range(blocks))

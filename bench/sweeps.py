"""What a copy costs as it grows, and as more run at once. The sandbox makes the archives while it serves them."""

import json
import os

from contenders import Failed, write_config
from measure import run
from servers import HOME, OFFSITE, Atlas

SIZES = [64 << 20, 256 << 20, 1 << 30, 4 << 30, 16 << 30]
AT_ONCE = [1, 2, 4, 8, 16]
EACH = 512 << 20
GIB = 1 << 30


def run_sweep(which, target, largest, work):
    tables = []
    if which in ("size", "all"):
        tables.append(_table(f"{target.name}: cost against size, one archive, inspection inline", "archive",
                             [_size(target, size, work) for size in SIZES if size <= largest]))
    if which in ("concurrency", "all"):
        tables.append(_table(f"{target.name}: cost against concurrency, archives of {EACH >> 20} MiB, inspection inline", "at once",
                             [_at_once(target, count, work) for count in AT_ONCE]))
    return tables


def _size(target, size, work):
    atlas = Atlas(work, size)
    try:
        return (f"{size >> 20} MiB", *_copy(target, atlas, work, "flex-orders", 1))
    finally:
        atlas.close()


def _at_once(target, count, work):
    atlas = Atlas(work, EACH, generated=2 * count)
    try:
        return (str(count), *_copy(target, atlas, work, "*", count))
    finally:
        atlas.close()


def _copy(target, atlas, work, cluster, count):
    target.clear()
    transfer = f"{{ concurrent: {count}, perProject: {count} }}"
    config = write_config(work, atlas, target, "inline", cluster, transfer)
    done = run([OFFSITE, "copy", "bench", "--config", config, "--data", os.path.join(work, "data"), "--json"], cwd=HOME)
    if done.status:
        raise Failed(f"offsite copy ended with {done.status}: {done.err[-500:]}")
    rows = json.loads(done.out)
    if len(rows) != count or any(row["outcome"] != "copied" for row in rows):
        raise Failed(f"not all of {count} archives were copied: {done.out[:500]}")
    size = sum(row["bytes"] for row in rows)
    target.clear()
    print(f"{target.name} {cluster} {count} × {size // count >> 20} MiB: {done.wall:.1f} s, {done.rss / 1e6:.0f} MB", flush=True)
    return size, done


def _table(title, column, rows):
    lines = [f"### {title}", "", f"| {column} | wall s, whole process | MB/s, whole process | CPU s/GiB, whole process | peak RSS MB |", "|---|---|---|---|---|"]
    for label, size, done in rows:
        lines.append(f"| {label} | {done.wall:.2f} | {size / 1e6 / done.wall:.0f} | {done.cpu * GIB / size:.2f} | {done.rss / 1e6:.0f} |")
    return "\n".join(lines) + "\n"

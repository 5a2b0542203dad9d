"""Who restores: atlas-offsite, and what people would do by hand. Each unpacks one archive of a store into a directory."""

import hashlib
import json
import os
import shutil
import subprocess
from dataclasses import dataclass

from contenders import Failed, Result, aws, s3_env, write_config
from measure import run
from servers import BUCKET, HOME, OFFSITE


@dataclass(frozen=True)
class Copy:
    """A copy in a store. `folder` and `archive` are a path, or a key in the bucket."""

    target: object
    folder: str
    archive: str
    bytes: int

    def in_s3(self):
        return self.target.s3 is not None

    def env(self):
        return dict(os.environ) if not self.in_s3() else s3_env(self.target.s3) | {"AWS_REGION": "us-east-1"}


def copied(target, atlas, work):
    """Has `offsite copy` put the newest snapshot of the stand-in into the target."""
    target.clear()
    config = write_config(work, atlas, target, "after")
    done = run([OFFSITE, "copy", "bench", "--config", config, "--data", os.path.join(work, "data"), "--json"], cwd=HOME)
    if done.status:
        raise Failed(f"offsite copy ended with {done.status}: {done.err[-500:]}")
    row = json.loads(done.out)[0]
    root = "" if target.s3 is not None else target.directory + "/"
    return Copy(target, root + row["copyId"], f"{root}{row['copyId']}/{row['file']}", row["bytes"])


def fresh(into):
    """No directory there, and nothing left of the one before that still has to reach the disk."""
    shutil.rmtree(into, ignore_errors=True)
    shutil.rmtree(into + ".partial", ignore_errors=True)
    os.makedirs(os.path.dirname(into), exist_ok=True)
    subprocess.run(["sync", "-f", os.path.dirname(into)], check=True)


class Ours:
    """`offsite restore`, as somebody runs it who has the store and nothing else."""

    name = "offsite restore"

    def available(self):
        return True

    def run(self, copy, into, work):
        url = f"s3://{BUCKET}/{copy.folder}" if copy.in_s3() else f"file:{copy.folder}"
        more = ["--endpoint", copy.target.s3.url, "--path-style", "--region", "us-east-1"] if copy.in_s3() else []
        command = [OFFSITE, "restore", url, "--into", into, *more, "--data", os.path.join(work, "data"), "--json"]
        done = run(command, env=copy.env(), cwd=HOME)
        if done.status:
            raise Failed(f"offsite restore ended with {done.status}: {done.err[-500:]}")
        said = json.loads(done.out)
        said = said[0] if isinstance(said, list) else said
        if said["outcome"] != "restored":
            raise Failed(f"offsite restore says {said['outcome']}")
        alone = (said["seconds"], said["cpuSeconds"]) if "seconds" in said and "cpuSeconds" in said else None
        return Result(done.wall, done.cpu, done.rss, alone)


class ByHand:
    """A shell command with $ARCHIVE (a path or a key), $TMP (a file's name) and $INTO (an empty directory)."""

    def __init__(self, name, script, needs):
        self.name, self.script, self.needs = name, script, needs

    def available(self):
        return all(shutil.which(tool) for tool in self.needs)

    def run(self, copy, into, work):
        temporary = os.path.join(work, "fetched.tar.gz")
        os.makedirs(into)
        env = copy.env() | {"ARCHIVE": copy.archive, "INTO": into, "TMP": temporary, "BUCKET": BUCKET, "AWS": aws() or "aws"}
        env["ENDPOINT"] = copy.target.s3.url if copy.in_s3() else ""
        done = run(["bash", "-e", "-o", "pipefail", "-c", self.script], env=env, cwd=work)
        if os.path.exists(temporary):
            os.remove(temporary)
        if done.status:
            raise Failed(f"{self.name} ended with {done.status}: {done.err[-300:]}")
        return Result(done.wall, done.cpu, done.rss)


def from_disk(more):
    """Who can unpack what lies in a directory; `more` are stronger than what is promised against, or do more of what ours does."""
    return [Ours(), ByHand("cp, then tar xzf", 'cp "$ARCHIVE" "$TMP"; tar xzf "$TMP" -C "$INTO"', ["tar"])] + more * [
        ByHand("tar xzf", 'tar xzf "$ARCHIVE" -C "$INTO"', ["tar"]),
        ByHand("tar xzf, then sync", 'tar xzf "$ARCHIVE" -C "$INTO"; sync -f "$INTO"', ["tar"]),
    ]


def from_s3(more):
    """Who can unpack what lies in S3."""
    fetch = '"$AWS" --endpoint-url "$ENDPOINT" s3 cp --quiet "s3://$BUCKET/$ARCHIVE"'
    return [Ours(), ByHand("aws s3 cp, then tar xzf", fetch + ' "$TMP"; tar xzf "$TMP" -C "$INTO"', ["aws", "tar"])] + more * [
        ByHand("aws s3 cp - | tar xz", fetch + ' - | tar xz -C "$INTO"', ["aws", "tar"]),
    ]


def lengths(into):
    """Name → length of every data file. Names are without directories: those differ, and the archives have each name once."""
    found = {}
    for folder, _, names in os.walk(into):
        for name in names:
            if name not in ("RESTORE.md", "restored.json"):
                found[name] = os.path.getsize(os.path.join(folder, name))
    return found


def digest(into):
    """Of the names and bytes of every data file."""
    all_files = hashlib.sha256()
    paths = {name: os.path.join(folder, name) for folder, _, names in os.walk(into) for name in names}
    for name in sorted(set(paths) - {"RESTORE.md", "restored.json"}):
        all_files.update(name.encode() + b"\0")
        with open(paths[name], "rb") as file:
            while block := file.read(1 << 20):
                all_files.update(block)
    return all_files.hexdigest()

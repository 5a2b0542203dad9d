"""Who is measured: atlas-offsite, and what people use today. Each stores one archive in a target and can be checked byte by byte."""

import glob
import hashlib
import json
import os
import shutil
import subprocess
from dataclasses import dataclass, field

from measure import run
from servers import BUCKET, HOME, OFFSITE, Atlas

# A pipe into several programs, each waited for, so that its time counts and its verdict is heard.
PIPE = """set -e; t=$(mktemp -d); trap 'rm -rf $t' EXIT; {fifos}
{readers}
curl -sSf "$LINK" | tee {names} {sink}
wait"""


@dataclass(frozen=True)
class Result:
    """One run. `transfer` is wall and CPU seconds of the transfer alone, where a contender can tell."""

    wall: float
    cpu: float
    rss: int
    transfer: tuple = None
    proof: float = 0.0


class Failed(Exception):
    """A run that did not store what it should have."""


@dataclass
class Target:
    """Where archives go: a directory, or a bucket of an S3."""

    name: str
    directory: str = ""
    s3: object = None
    env: dict = field(default_factory=dict)

    def clear(self):
        if self.s3 is None:
            shutil.rmtree(self.directory, ignore_errors=True)
            os.makedirs(self.directory)
        else:
            self.aws(["s3", "rm", "--quiet", "--recursive", f"s3://{BUCKET}/"])

    def aws(self, arguments):
        return subprocess.run([aws(), "--endpoint-url", self.s3.url, *arguments], env=s3_env(self.s3), check=True, capture_output=True).stdout

    def sha256(self):
        """Of the one archive stored there."""
        if self.s3 is None:
            found = [f for f in glob.glob(self.directory + "/**", recursive=True, include_hidden=True) if f.endswith("gz")]
            if len(found) != 1:
                raise Failed(f"{len(found)} archives in {self.directory}")
            with open(found[0], "rb") as stored:
                return _sha256(stored)
        listed = json.loads(self.aws(["s3api", "list-objects-v2", "--bucket", BUCKET, "--output", "json"]) or b"{}")
        keys = [o["Key"] for o in listed.get("Contents", []) if o["Key"].endswith("gz")]
        if len(keys) != 1:
            raise Failed(f"{len(keys)} archives in the bucket")
        get = [aws(), "--endpoint-url", self.s3.url, "s3", "cp", f"s3://{BUCKET}/{keys[0]}", "-"]
        with subprocess.Popen(get, env=s3_env(self.s3), stdout=subprocess.PIPE) as process:
            return _sha256(process.stdout)


def _sha256(stream):
    digest = hashlib.sha256()
    while block := stream.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


def aws():
    """Debian's aws, if there is one, before any other on the path."""
    return "/usr/bin/aws" if os.access("/usr/bin/aws", os.X_OK) else shutil.which("aws")


def s3_env(s3):
    """Keys for aws and rclone, and nothing else of the caller's that would steer them."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "RCLONE_"))}
    return env | {
        "AWS_ACCESS_KEY_ID": s3.key, "AWS_SECRET_ACCESS_KEY": s3.secret, "AWS_DEFAULT_REGION": "us-east-1",
        "RCLONE_S3_PROVIDER": "Other", "RCLONE_S3_ENDPOINT": s3.url, "RCLONE_S3_ENV_AUTH": "true", "RCLONE_S3_FORCE_PATH_STYLE": "true",
        "RCLONE_CONFIG": "/dev/null",
    }


class Peer:
    """A shell command with $LINK and $FILE (a path, or an S3 key)."""

    def __init__(self, name, script, needs):
        self.name, self.script, self.needs = name, script, needs

    def available(self):
        return all(shutil.which(tool) for tool in self.needs)

    def run(self, atlas, target, work):
        env = dict(os.environ) if target.s3 is None else s3_env(target.s3)
        env["LINK"] = atlas.download_link()
        env["FILE"] = os.path.join(target.directory, "archive.tar.gz")
        env["BUCKET"], env["AWS"] = BUCKET, aws() or "aws"
        env["ENDPOINT"] = "" if target.s3 is None else target.s3.url
        done = run(["bash", "-o", "pipefail", "-c", self.script], env=env, cwd=work)
        if done.status:
            raise Failed(f"{self.name} ended with {done.status}: {done.err[-300:]}")
        return Result(done.wall, done.cpu, done.rss)


class Ours:
    """`offsite copy`, as a user runs it."""

    def __init__(self, inspection):
        self.name = f"offsite copy, inspection {inspection}"
        self.inspection = inspection

    def available(self):
        return True

    def run(self, atlas, target, work):
        config = write_config(work, atlas, target, self.inspection)
        done = run([OFFSITE, "copy", "bench", "--config", config, "--data", os.path.join(work, "data"), "--json"], cwd=HOME)
        if done.status:
            raise Failed(f"{self.name} ended with {done.status}: {done.err[-500:]}")
        row = json.loads(done.out)[0]
        if row["outcome"] != "copied":
            raise Failed(f"{self.name} says {row['outcome']}")
        transfer = row["transferSeconds"], row["transferCpuSeconds"]
        return Result(done.wall, done.cpu, done.rss, transfer, row.get("proofSeconds", 0.0))


def write_config(work, atlas, target, inspection, cluster="flex-orders", transfer="{}"):
    """A configuration with one plan, `bench`."""
    if target.s3 is None:
        store = f"{{ type: file, directory: {json.dumps(target.directory)} }}"
    else:
        store = (f"{{ type: s3, bucket: {BUCKET}, region: us-east-1, endpoint: {json.dumps(target.s3.url)}, pathStyle: true, "
                 f"credentials: {{ accessKey: {json.dumps(target.s3.key)}, secretKey: {json.dumps(target.s3.secret)} }} }}")
    name = os.path.join(work, "offsite.yaml")
    with open(name, "w") as out:
        out.write(f"""version: 1
atlas:
  bench:
    baseUrl: {atlas.url}
    auth: {{ type: service-account, clientId: {Atlas.CLIENT[0]}, clientSecret: {Atlas.CLIENT[1]} }}
stores:
  target: {store}
plans:
  bench: {{ atlas: bench, project: {Atlas.PROJECT}, {cluster_key(cluster)}, stores: [target], inspection: {inspection} }}
transfer: {transfer}
""")
    return name


def cluster_key(cluster):
    """The plan's cluster, or every generated flex cluster."""
    return "cluster: \"*\", include: [\"generated-*\"], kind: flex" if cluster == "*" else f"cluster: {cluster}"


def pipe(sink, *readers):
    """A curl whose bytes go to each reader and to `sink`."""
    names = [f'"$t/{number}"' for number in range(len(readers))]
    return PIPE.format(
        fifos="mkfifo " + " ".join(names),
        readers="\n".join(f"{reader} < {name} > /dev/null &" for reader, name in zip(readers, names)),
        names=" ".join(names),
        sink=sink)


def to_disk():
    """Everybody who can store an archive in a file."""
    return [
        Ours("after"),
        Ours("inline"),
        Peer("curl -o", 'curl -sSf -o "$FILE" "$LINK"', ["curl"]),
        Peer("curl -o, then sync", 'curl -sSf -o "$FILE" "$LINK" && sync "$FILE"', ["curl"]),
        Peer("curl | tee >(sha256sum) > file", pipe('> "$FILE"', "sha256sum"), ["curl"]),
        Peer("curl | tee >(gzip -t) > file", pipe('> "$FILE"', "gzip -t"), ["curl"]),
        Peer("curl | tee >(gzip -t) >(sha256sum) > file", pipe('> "$FILE"', "gzip -t", "sha256sum"), ["curl"]),
        Peer("rclone copyurl", 'rclone copyurl "$LINK" "$FILE"', ["rclone"]),
    ]


def to_s3():
    """Everybody who can store an archive in S3."""
    cp = '"$AWS" --endpoint-url "$ENDPOINT" s3 cp - "s3://$BUCKET/archive.tar.gz"'
    return [
        Ours("after"),
        Ours("inline"),
        Peer("rclone copyurl", 'rclone copyurl "$LINK" ":s3:$BUCKET/archive.tar.gz"', ["rclone"]),
        Peer("rclone rcat", 'curl -sSf "$LINK" | rclone rcat ":s3:$BUCKET/archive.tar.gz"', ["curl", "rclone"]),
        Peer("aws s3 cp -", 'curl -sSf "$LINK" | ' + cp, ["curl", "aws"]),
        Peer("tee >(gzip -t) >(sha256sum) | aws s3 cp -", pipe("| " + cp, "gzip -t", "sha256sum"), ["curl", "aws"]),
    ]

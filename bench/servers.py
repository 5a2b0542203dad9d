"""What a benchmark needs around it: a stand-in Atlas, a host that serves the archive, an S3. All on loopback, all ended by pid."""

import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
HOME = os.path.dirname(HERE)
OFFSITE = os.path.join(HOME, "offsite")
KEY, SECRET, BUCKET = "bench-key", "bench-secret", "bench"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_port(port, process, what, seconds=60):
    """Waits until something listens, or says why nothing will."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit(f"bench: {what} ended with {process.returncode}; its log lies in the work directory")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"bench: {what} did not listen on port {port} within {seconds} s")


class Server:
    """A process that listens, until it is closed."""

    def __init__(self, command, port, what, work, env=None):
        self.port = port
        with open(os.path.join(work, what + ".log"), "wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, env=env, start_new_session=True)
        try:
            await_port(port, self._process, what)
        except BaseException:
            self.close()
            raise

    def close(self):
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


class Atlas(Server):
    """The sandbox. Its links name `link_host` when the archive is served by something else."""

    PROJECT = "32b6e34b3d91647abb20e7b8"
    CLIENT = "mdb_sa_id_sandbox", "mdb_sa_sk_sandbox"

    def __init__(self, work, size, link_host=None, generated=0):
        port = free_port()
        command = [OFFSITE, "sandbox", "--port", str(port), "--archive-size", str(size)]
        if link_host:
            command += ["--download-link-host", link_host]
        if generated:
            command += ["--generated-clusters", str(generated), "--snapshots", "1"]
        super().__init__(command, port, "sandbox", work)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def download_link(self, cluster="flex-orders"):
        """A link for the newest snapshot, as a script with curl would get one."""
        headers = {
            "Authorization": "Bearer " + self._token(),
            "Accept": "application/vnd.atlas.2025-03-12+json",
            "Content-Type": "application/json",
        }
        backup = f"{self.url}/api/atlas/v2/groups/{self.PROJECT}/flexClusters/{cluster}/backup"
        listed = _json(backup + "/snapshots", headers)["results"]
        newest = max((s for s in listed if s["status"] == "COMPLETED"), key=lambda s: s["finishTime"])
        body = json.dumps({"snapshotId": newest["id"]}).encode()
        return _json(backup + "/download", headers, body)["snapshotUrl"]

    def _token(self):
        basic = base64.b64encode(":".join(self.CLIENT).encode()).decode()
        headers = {"Authorization": "Basic " + basic, "Content-Type": "application/x-www-form-urlencoded"}
        return _json(self.url + "/api/oauth/token", headers, b"grant_type=client_credentials")["access_token"]


def _json(url, headers, body=None):
    with urllib.request.urlopen(urllib.request.Request(url, data=body, headers=headers)) as answer:
        return json.load(answer)


class Nginx(Server):
    """Serves one file under every path, as an object store does: with a length, ranges and an ETag."""

    def __init__(self, work, port, archive):
        conf = os.path.join(work, "nginx.conf")
        with open(conf, "w") as out:
            out.write(
                f"""daemon off; pid {work}/nginx.pid; error_log {work}/nginx-error.log; user root;
events {{ }}
http {{
  access_log off; sendfile on; client_body_temp_path {work}/nginx-tmp; proxy_temp_path {work}/nginx-tmp;
  fastcgi_temp_path {work}/nginx-tmp; uwsgi_temp_path {work}/nginx-tmp; scgi_temp_path {work}/nginx-tmp;
  server {{ listen 127.0.0.1:{port}; location / {{ default_type application/gzip; root {os.path.dirname(archive)};
    rewrite ^ /{os.path.basename(archive)} break; }} }}
}}
"""
            )
        super().__init__([nginx(), "-p", work, "-c", conf], port, "nginx", work)


def nginx():
    """Where nginx is, or None."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


class S3Proxy(Server):
    """A real S3 front, with its objects in a directory."""

    def __init__(self, work, classpath):
        port = free_port()
        self.root = os.path.join(work, "s3proxy")
        shutil.rmtree(self.root, ignore_errors=True)
        os.makedirs(os.path.join(self.root, BUCKET))
        properties = os.path.join(work, "s3proxy.properties")
        with open(properties, "w") as out:
            out.write(
                f"""s3proxy.endpoint=http://127.0.0.1:{port}
s3proxy.authorization=aws-v4
s3proxy.identity={KEY}
s3proxy.credential={SECRET}
jclouds.provider=filesystem-nio2
jclouds.filesystem.basedir={self.root}
jclouds.identity=unused
jclouds.credential=unused
"""
            )
        quiet = "-Dlogback.configurationFile=" + os.path.join(HOME, "src/test/resources/logback-test.xml")
        command = ["java", quiet, "-cp", classpath, "org.gaul.s3proxy.Main", "--properties", properties]
        super().__init__(command, port, "s3proxy", work)
        self.url, self.name, self.key, self.secret = f"http://127.0.0.1:{port}", "S3Proxy", KEY, SECRET


def test_classpath(work):
    """The test classpath of the project, which has S3Proxy on it."""
    out = os.path.join(work, "classpath.txt")
    subprocess.run(
        ["mvn", "-q", "-B", "dependency:build-classpath", "-Dmdep.outputFile=" + out, "-Dmdep.includeScope=test"],
        cwd=HOME, check=True, stdout=subprocess.DEVNULL)
    with open(out) as classpath:
        return classpath.read().strip()

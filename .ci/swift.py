#!/usr/bin/env python3
"""A real S3 server on loopback for the integration tests: OpenStack Swift of Debian with its S3 interface.

Install: apt-get install --no-install-recommends swift swift-proxy swift-account swift-container swift-object
Run:     .ci/swift.py FOLDER PORT     (also uses the three ports after PORT; ends with SIGTERM or SIGINT)
Client:  endpoint http://127.0.0.1:PORT, access key test:tester, secret key testing, region us-east-1, path addressing

Unlike moto it checks signatures, and the length and type that a presigned PUT binds.
"""

import getpass
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

BACKENDS = ("account", "container", "object")
FILTERS = ("catch_errors", "gatekeeper", "healthcheck", "cache", "listing_formats", "bulk", "s3api", "tempauth", "copy",
           "slo", "dlo", "versioned_writes", "symlink")  # fmt: skip
EGGS = {"cache": "memcache"}
OPTIONS = {
    # No memcached runs there; the only cost is that containers are looked up each time.
    "cache": {"memcache_servers": "127.0.0.1:9"},
    "s3api": {"location": "us-east-1", "s3_acl": "false", "check_bucket_owner": "false"},
    "tempauth": {"user_test_tester": "testing .admin"},
    "slo": {"allow_async_delete": "false"},
    "versioned_writes": {"allow_object_versioning": "true"},
}


def section(name: str, /, **options: object) -> str:
    """One section of a configuration file."""
    return "".join([f"[{name}]\n", *(f"{key} = {value}\n" for key, value in options.items()), "\n"])


def write_configuration(folder: Path, port: int) -> None:
    """Rings of one device each, three back ends, and a proxy with the S3 filter."""
    etc, devices = folder / "etc", folder / "devices"
    for path in (etc, devices / "d1", folder / "cache"):
        path.mkdir(parents=True, exist_ok=True)
    common = {"bind_ip": "127.0.0.1", "swift_dir": etc, "user": getpass.getuser(), "workers": 0, "log_level": "WARNING"}
    disk = {"devices": devices, "mount_check": "false", "disable_fallocate": "true", "fallocate_reserve": 0}
    (etc / "swift.conf").write_text(
        section("swift-hash", swift_hash_path_prefix="listmatch", swift_hash_path_suffix="tests")
        + section("storage-policy:0", name="default", default="yes")
    )
    for number, kind in enumerate(BACKENDS, start=1):
        (etc / f"{kind}.conf").write_text(
            section("DEFAULT", bind_port=port + number, recon_cache_path=folder / "cache", **common, **disk)
            + section("pipeline:main", pipeline=f"{kind}-server")
            + section(f"app:{kind}-server", use=f"egg:swift#{kind}")
        )
        if (etc / f"{kind}.builder").exists():
            continue  # it starts again, with what it holds
        ring = [
            ["create", "4", "1", "1"],
            ["add", f"r1z1-127.0.0.1:{port + number}/d1", "1"],
            ["rebalance"],
        ]
        for step in ring:
            command = ["swift-ring-builder", f"{kind}.builder", *step]
            subprocess.run(command, cwd=etc, check=True, stdout=subprocess.DEVNULL)
    (etc / "proxy.conf").write_text(
        section("DEFAULT", bind_port=port, **common)
        + section("pipeline:main", pipeline=" ".join([*FILTERS, "proxy-server"]))
        + section("app:proxy-server", use="egg:swift#proxy", account_autocreate="true", allow_account_management="true")
        + "".join(
            section(f"filter:{name}", use=f"egg:swift#{EGGS.get(name, name)}", **OPTIONS.get(name, {}))
            for name in FILTERS
        )
    )


def is_healthy(port: int) -> bool:
    """Whether the proxy answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthcheck", timeout=1) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def main(folder: Path, port: int) -> int:
    """Start the four servers, say so when they answer, and stop them with this process."""
    write_configuration(folder, port)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    servers = []
    try:
        for kind in (*BACKENDS, "proxy"):
            with (folder / f"{kind}.log").open("wb") as log:
                command = [f"/usr/bin/swift-{kind}-server", str(folder / "etc" / f"{kind}.conf")]
                servers.append(subprocess.Popen(command, stdout=log, stderr=log))
        deadline = time.monotonic() + 60
        while not is_healthy(port):
            if time.monotonic() > deadline or any(server.poll() is not None for server in servers):
                print(f"Swift did not start; see the logs in {folder}.", file=sys.stderr)
                return 1
            time.sleep(0.2)
        print("ready", flush=True)
        signal.pause()
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait(timeout=20)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).absolute(), int(sys.argv[2])))

"""A real object store on loopback: SeaweedFS with its S3 gateway, from the wheel."""

from __future__ import annotations

import json
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pyarrow import fs

from likewise.storage import Location

BUCKET = "books"
_START_SECONDS = 60


class ObjectStore:
    """An S3 store with one bucket, for whoever has the key."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key, self._secret = secrets.token_hex(8), secrets.token_hex(16)
        self._port = 0
        self._ports: list[int] = []
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, path: str) -> str:
        """The address of a folder in the bucket, with all that it takes to get there."""
        return (
            f"s3://{self._key}:{self._secret}@{BUCKET}/{path}"
            f"?endpoint_override=127.0.0.1:{self._port}&scheme=http&region=us-east-1"
        )

    @property
    def secret(self) -> str:
        """What must never be shown."""
        return self._secret

    def start(self) -> None:
        """Start it, and wait until the bucket is there."""
        roles = ("master", "master.grpc", "volume", "volume.grpc", "filer", "filer.grpc")
        self._ports = ports = free_ports(len(roles) + 3)
        names = [_option(role) for role in (*roles, "s3", "s3.grpc")]
        self._port = ports[len(roles)]
        config = self._folder / "s3.json"
        config.write_text(json.dumps(self._identities()))
        words = [
            *(str(Path(sys.executable).with_name("weed")), f"-logdir={self._folder}", "server"),
            f"-dir={self._folder}",
            *("-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3", f"-s3.config={config}"),
            *("-master.volumeSizeLimitMB=64", "-volume.max=20", "-master.telemetry=false"),
            *("-s3.port.iceberg=0", "-s3.port.lance=0", f"-metricsPort={ports[-1]}"),
            *(f"-{name}={port}" for name, port in zip(names, ports, strict=False)),
        ]
        log = (self._folder / "log").open("wb")
        self._process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        log.close()
        self._await_bucket()

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        for port in self._ports:  # sockets whose place cannot be chosen
            for socket_path in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):
                socket_path.unlink()

    def objects(self, path: str) -> list[str]:
        """The names of what lies in a folder of the bucket."""
        location = Location.parse(self.url(path))
        found = location.filesystem.get_file_info(fs.FileSelector(location.path))
        return sorted(each.base_name for each in found)

    def _identities(self) -> dict[str, object]:
        credentials = [{"accessKey": self._key, "secretKey": self._secret}]
        return {
            "identities": [
                {"name": "likewise", "credentials": credentials, "actions": ["Admin"]},
            ]
        }

    def _await_bucket(self) -> None:
        store = fs.S3FileSystem(
            access_key=self._key,
            secret_key=self._secret,
            endpoint_override=f"127.0.0.1:{self._port}",
            scheme="http",
            region="us-east-1",
            allow_bucket_creation=True,
        )
        until = time.monotonic() + _START_SECONDS
        while True:
            try:
                store.create_dir(BUCKET)
            except OSError:
                assert self._process is not None
                if self._process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError((self._folder / "log").read_text()) from None
                time.sleep(0.1)
            else:
                return


@contextmanager
def object_store(folder: Path) -> Iterator[ObjectStore]:
    """A store that ends with the block."""
    store = ObjectStore(folder)
    try:
        store.start()
        yield store
    finally:
        store.stop()


def free_ports(count: int) -> list[int]:
    """So many ports of this machine that nobody listens on."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def _option(role: str) -> str:
    name, _, kind = role.partition(".")
    return f"{name}.port.{kind}" if kind else f"{name}.port"

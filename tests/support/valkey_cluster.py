"""A real cluster of three Valkey servers from the wheel, for one test: to be struck and mended."""

from __future__ import annotations

import asyncio
import json
import secrets
import socket
from pathlib import Path
from typing import Any

from likewise.demo.embedded import EmbeddedValkey
from likewise.subscriptions.homes import Homes
from likewise.subscriptions.links import open_link

SLOTS = 16_384
_NODE_TIMEOUT_MS = 1000
_FORMS_WITHIN_SECONDS = 30.0
_LOOK_SECONDS = 0.02
# Below the ports that systems give to outgoing connections.
_FIRST_PORT, _LAST_PORT = 20_000, 32_000


class ClusterNode(EmbeddedValkey):
    """One of them. Restarted, it is the same node with the same slots."""

    def __init__(self, data_dir: Path, password: str) -> None:
        super().__init__(data_dir)
        self.password = password
        self._bus_port = 0
        self._has_run = False

    def start(self) -> bool:
        """Start it; from the first time on the others know where it is."""
        started = super().start()
        self._has_run = True
        return started

    def prepare(self) -> None:
        """Write the configuration of a node of a cluster."""
        super().prepare()
        if not self._has_run:  # and somebody may have taken the one of the attempt before
            self._bus_port = _free_port(besides=self.port)
        lines = {
            "primaryauth": self.password,
            "cluster-enabled": "yes",
            "cluster-config-file": "nodes.conf",
            "cluster-port": self._bus_port,
            "cluster-node-timeout": _NODE_TIMEOUT_MS,
            "cluster-require-full-coverage": "yes",
        }
        with self.trade_mark.open("a") as file:
            file.writelines(f"{name} {json.dumps(str(value))}\n" for name, value in lines.items())

    @property
    def bus_port(self) -> int:
        """Where the nodes talk to each other."""
        return self._bus_port

    @property
    def node_url(self) -> str:
        """The address of this node alone."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}"


class ValkeyCluster:
    """Three nodes, each with a third of the slots."""

    def __init__(self, folder: Path) -> None:
        self._password = secrets.token_urlsafe(16)
        self._folder = folder
        self.nodes = [self._node(number) for number in range(3)]

    @property
    def url(self) -> str:
        """As LIKEWISE_REDIS_URL would have it."""
        return self.url_of(*self.nodes)

    def url_of(self, *nodes: ClusterNode) -> str:
        """The same cluster, looked for at some of its nodes."""
        seeds = ",".join(f"127.0.0.1:{node.port}" for node in nodes)
        return f"redis+cluster://:{self._password}@{seeds}"

    def start(self) -> None:
        """Start the nodes; they know nothing of each other yet."""
        for node in self.nodes:
            node.start()

    def stop(self) -> None:
        """Stop them all."""
        for node in self.nodes:
            node.stop()

    async def form(self) -> None:
        """Give out the slots and let the nodes meet; returns when each knows them all."""
        first = self.nodes[0]
        for number, node in enumerate(self.nodes):
            low, high = SLOTS * number // 3, SLOTS * (number + 1) // 3 - 1
            await self.ask(node, "CLUSTER ADDSLOTSRANGE", low, high)
            # Else two nodes that were never told apart argue about who is right.
            await self.ask(node, "CLUSTER SET-CONFIG-EPOCH", number + 1)
        for node in self.nodes[1:]:
            await self.ask(node, "CLUSTER MEET", "127.0.0.1", first.port, first.bus_port)
        await self.is_whole()

    async def add_replica_of(self, primary: ClusterNode) -> ClusterNode:
        """A fourth node, that takes the place of another when it is lost."""
        replica = self._node(len(self.nodes))
        self.nodes.append(replica)
        await asyncio.to_thread(replica.start)
        await self.ask(replica, "CLUSTER MEET", "127.0.0.1", primary.port, primary.bus_port)
        await self.is_whole()
        await self.ask(replica, "CLUSTER REPLICATE", await self.ask(primary, "CLUSTER MYID"))
        async with asyncio.timeout(_FORMS_WITHIN_SECONDS):
            while not await self._follows(replica, primary):  # noqa: ASYNC110 - as above
                await asyncio.sleep(_LOOK_SECONDS)
        return replica

    def _node(self, number: int) -> ClusterNode:
        folder = self._folder / f"node-{number}"
        folder.mkdir(mode=0o755)
        return ClusterNode(folder, self._password)

    async def _follows(self, replica: ClusterNode, primary: ClusterNode) -> bool:
        told = await self.ask(replica, "INFO", "replication")
        known = await self.ask(primary, "INFO", "replication")
        return told["master_link_status"] == "up" and known["connected_slaves"] == 1

    async def is_whole(self) -> None:
        """Wait until every node says that the cluster works."""
        async with asyncio.timeout(_FORMS_WITHIN_SECONDS):
            for node in self.nodes:
                while not await self._works(node):  # noqa: ASYNC110 - another process's
                    await asyncio.sleep(_LOOK_SECONDS)

    async def _works(self, node: ClusterNode) -> bool:
        told = await self.ask(node, "CLUSTER INFO")
        known = str(len(self.nodes))
        return (told["cluster_state"], told["cluster_known_nodes"]) == ("ok", known)

    async def home_of(self, channel: str) -> ClusterNode:
        """The node that serves a channel's slot."""
        (home,) = await Homes(self.url, [channel]).find()
        return next(node for node in self.nodes if home.endswith(f":{node.port}"))

    async def move_slot(self, slot: int, source: ClusterNode, target: ClusterNode) -> None:
        """Give a slot to another node, as whoever operates a cluster does."""
        source_id = await self.ask(source, "CLUSTER MYID")
        target_id = await self.ask(target, "CLUSTER MYID")
        await self.ask(target, "CLUSTER SETSLOT", slot, "IMPORTING", source_id)
        await self.ask(source, "CLUSTER SETSLOT", slot, "MIGRATING", target_id)
        for node in (target, source, *self.nodes):
            await self.ask(node, "CLUSTER SETSLOT", slot, "NODE", target_id)

    async def ask(self, node: ClusterNode, command: str, *arguments: object) -> Any:
        """Say something to one node."""
        async with open_link(node.node_url) as client:
            return await client.execute_command(command, *arguments)


def _free_port(besides: int) -> int:
    # By default it is 10,000 above the other, where systems give ports to connections.
    while True:
        port = _FIRST_PORT + secrets.randbelow(_LAST_PORT - _FIRST_PORT)
        if port == besides:
            continue
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port

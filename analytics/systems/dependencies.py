"""Which system needs which, and the order in which they can come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import pandas as pd

from analytics.recovery.inventory import inventory_on, valid_from_days

_SEPARATOR = ";"


@dataclass(frozen=True)
class Dependencies:
    """The dependency graph as of a day.

    Attributes
    ----------
    graph : an edge from each system to every one that needs it. Nodes are the systems of the
        inventory and what they name; a node's `row_key` is that of the inventory row that says
        what it depends on.
    order : the recovery order: systems of step 0 need nothing, those of a later step only what
        stands in earlier ones. Systems of a circle share a step.
    circles : systems that need one another, each circle sorted; it has no order within.
    strangers : names that are depended on and are not in the inventory.
    """

    graph: nx.DiGraph
    order: tuple[tuple[str, ...], ...]
    circles: tuple[tuple[str, ...], ...]
    strangers: tuple[str, ...]

    def needs(self, system: str) -> list[str]:
        """What a system depends on directly, by name."""
        return sorted(self.graph.predecessors(system)) if system in self.graph else []

    def needed_by(self, system: str) -> list[str]:
        """What depends on it directly, by name."""
        return sorted(self.graph.successors(system)) if system in self.graph else []

    def all_needs(self, system: str) -> set[str]:
        """What a system depends on, directly or through others; never itself."""
        if system not in self.graph:
            return set()
        return {str(one) for one in nx.ancestors(self.graph, system)} - {system}

    def step(self, system: str) -> int | None:
        """Its place in the recovery order, from 0; None for one that is not in the graph."""
        return next((at for at, names in enumerate(self.order) if system in names), None)

    @property
    def edge_count(self) -> int:
        """How many dependencies are declared."""
        return int(self.graph.number_of_edges())


def dependencies_on(
    system: pd.DataFrame, inventory: pd.DataFrame, day: pd.Timestamp, alias: pd.DataFrame
) -> Dependencies:
    """The graph of what the inventory said on a day.

    Parameters
    ----------
    system : the system record. inventory : `inventory_on` the day. alias : other names: a
        dependency may be written as any of them, in any case.

    A row that says nothing of dependencies leaves those of an earlier row in force. A system that
    names itself needs nothing by that.
    """
    known = {_folded(name): str(name) for name in inventory["system"]}
    others = _aliases(alias)
    graph: nx.DiGraph = nx.DiGraph()
    graph.add_nodes_from(sorted(known.values()))
    valid_from = valid_from_days(system)
    stated = system.assign(valid_from=valid_from)[
        (valid_from <= day) & system["depends_on"].notna() & system["system"].isin(known.values())
    ]
    newest = stated.sort_values("valid_from", kind="stable").drop_duplicates("system", keep="last")
    for name, listed, row_key in zip(
        newest["system"], newest["depends_on"], newest["row_key"], strict=True
    ):
        graph.nodes[str(name)]["row_key"] = str(row_key)
        for needed in _names(str(listed), known, others):
            if needed != name:
                graph.add_edge(needed, str(name))
    strangers = tuple(sorted(set(graph) - set(known.values())))
    return Dependencies(graph, *_order(graph), strangers)


def circle_with(
    system: pd.DataFrame, alias: pd.DataFrame, name: str, needs: Sequence[str], day: pd.Timestamp
) -> tuple[str, ...]:
    """The circle that a system would close if from a day on it needed these; empty without one.

    Each needs the one after it, the last needs the first: the shortest such circle, from `name` on.
    """
    network = dependencies_on(system, inventory_on(system, day), day, alias).graph
    known = {_folded(one): str(one) for one in network}
    own = known.get(_folded(name), name)
    found = [
        tuple(reversed(nx.shortest_path(network, own, one)))
        for needed in needs
        if (one := known.get(_folded(needed), needed)) in network
        and own in network
        and nx.has_path(network, own, one)
    ]
    shortest = min(found, key=len, default=())
    return (own, *shortest[:-1]) if shortest else ()


def _names(listed: str, known: Mapping[str, str], others: Mapping[str, str]) -> list[str]:
    """The systems a cell names, under the inventory's own names where it has them."""
    written = [part.strip() for part in listed.split(_SEPARATOR) if part.strip()]
    meant = [others.get(_folded(one), one) for one in written]
    return [known.get(_folded(one), one) for one in meant]


def _aliases(alias: pd.DataFrame) -> dict[str, str]:
    rows = alias[alias["kind"] == "system"]
    return {
        _folded(written): str(means)
        for written, means in zip(rows["written"], rows["means"], strict=True)
    }


def _folded(name: object) -> str:
    return " ".join(str(name).casefold().split())


def _order(
    graph: nx.DiGraph,
) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]:
    """Steps and circles: circles are drawn together to one node, then layers are counted."""
    whole = nx.condensation(graph)
    members: Sequence[set[str]] = [whole.nodes[node]["members"] for node in whole]
    circles = sorted(tuple(sorted(one)) for one in members if len(one) > 1)
    steps = [
        tuple(sorted(name for node in layer for name in whole.nodes[node]["members"]))
        for layer in nx.topological_generations(whole)
    ]
    return tuple(steps), tuple(circles)

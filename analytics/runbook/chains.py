"""What every step of a runbook waited for, as plain numbers: many chains are walked at no cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

_UTC = "datetime64[us, UTC]"
FIRST = -1  # the holder of a step that waited for none


@dataclass(frozen=True)
class Chains:
    """The steps of a runbook by their places in it, from 0.

    Attributes
    ----------
    names : of the steps. place_of : by name.
    held_by : the place of the step each one waited for; `FIRST` where it waited for none.
    finished : when each ended [µs since 1970]; counted_seconds, lead_seconds : of `critical_path`,
        NaN where missing. finished means nothing where a step has none: then it holds nobody, and
        stands in no `ends_of`.
    ends_of : by system, the places of its finished steps, in their order, and when they ended.
    """

    names: list[str]
    place_of: dict[str, int]
    held_by: list[int]
    finished: list[int]
    counted_seconds: list[float]
    lead_seconds: list[float]
    ends_of: dict[str, tuple[np.ndarray, np.ndarray]]

    def back_from(self, end: int) -> list[int]:
        """The places of the chain that held the step at a place, last to first."""
        chain = [end]
        while (before := self.held_by[chain[-1]]) != FIRST:
            chain.append(before)
        return chain


def chains_of(tasks: pd.DataFrame) -> Chains:
    """The chains of the tasks of `critical_path`."""
    names = tasks["task"].tolist()
    place_of = {name: place for place, name in enumerate(names)}
    held_by = [
        place_of[name] if isinstance(name, str) else FIRST for name in tasks["held_by"].tolist()
    ]
    finished = tasks["finished_at"].astype(_UTC).astype("int64").to_numpy()
    of_system = tasks["system"].astype(object).where(tasks["finished_at"].notna())
    codes, systems = pd.factorize(of_system)
    order = np.argsort(codes, kind="stable")
    parts = np.split(order, np.searchsorted(codes[order], np.arange(len(systems))))[1:]
    return Chains(
        names,
        place_of,
        held_by,
        finished.tolist(),
        tasks["counted_seconds"].astype("float64").tolist(),
        tasks["lead_seconds"].astype("float64").tolist(),
        {
            str(system): (places, finished[places])
            for system, places in zip(systems, parts, strict=True)
        },
    )

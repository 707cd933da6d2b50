"""Measures that are worked out when somebody asks for them: a closed tab costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from analytics.metric import Metric
from analytics.targets import Targets, judged


class MetricsWhenAsked(Mapping[str, Metric]):
    """Measures by id, each worked out once, when it is first asked for, and judged by its target.

    made : by id, how it is worked out. targets : those in force.
    """

    def __init__(self, made: Mapping[str, Callable[[], Metric]], targets: Targets) -> None:
        self._made, self._targets = made, targets
        self._known: dict[str, Metric] = {}

    def __getitem__(self, metric_id: str) -> Metric:
        if metric_id not in self._known:
            self._known[metric_id] = judged(self._made[metric_id](), self._targets)
        return self._known[metric_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

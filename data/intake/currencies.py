"""The currency of a table's amounts, where no column says it: by its headings, cells or title."""

from __future__ import annotations

import re

from data.intake.around import GivenFact
from data.intake.pairs import Coded
from data.intake.parsing.numbers import currency_of
from data.intake.worktable import WorkTable

_IN_TITLE = re.compile(r"[(\[]\s*(?:in )?(ZAR|USD|EUR|GBP)\s*[)\]]")


def name_currencies(table: WorkTable) -> None:
    """Gives each row of amounts its currency, as they name it; nothing is taken for granted.

    `R 250 000` in one row and a bare 80000 in the next are of one currency where the whole table
    names but one. Where it names several, each row has what its own cells, else its headings, say.
    """
    record = table.record
    if not record.has("currency") or "currency" in table.values:
        return
    amounts = [
        one for (owner, name), one in table.typed.items()
        if owner == record.name and record.field(name).kind == "money"
    ]  # fmt: skip
    headed = {match.currency for one in amounts for match in one.matches if match.currency}
    columns = [place for one in amounts for place in one.columns]
    in_rows = [
        {named for place in columns if (named := currency_of(table.text(row, place)))}
        for row in range(table.count)
    ]
    every = headed.union(*in_rows)
    if not every:
        every = {named for line in table.found.title for named in _IN_TITLE.findall(line)}
    if len(every) == 1:
        one_for_all = every.pop()
        table.values["currency"] = Coded.same(one_for_all, table.count)
        table.fixed["currency"] = GivenFact(one_for_all, None, "", "the amounts name it")
    elif every and columns:
        of_rows = [named if len(named) == 1 else headed if not named else set()
                   for named in in_rows]  # fmt: skip
        table.values["currency"] = Coded.of(
            [next(iter(named)) if len(named) == 1 else None for named in of_rows]
        )
        table.fixed["currency"] = GivenFact(None, None, "", "each row's amounts name it")

"""The dictionary: everything is in it, and a search finds it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from wording.terms import TERMS

Run = Callable[..., AppTest]


@pytest.mark.usefixtures("database")
def test_every_measure_is_listed(run_screen: Run) -> None:
    app = run_screen("dictionary")
    assert app.title[0].value == "What every number means"
    heads = " ".join(one.label for one in app.expander)
    assert all(term.name in heads for term in TERMS.values())


@pytest.mark.usefixtures("database")
def test_a_search_narrows_it(run_screen: Run) -> None:
    app = run_screen("dictionary", find="median age")
    assert [one.label.split("**")[1] for one in app.expander] == ["Median age of open gaps"]
    app.text_input(key="find").set_value("zebra [x](y)").run()
    assert len(app.expander) == 0
    assert app.caption[0].value.replace("\u00a0", " ") == (
        "0 measures, 0 fields with “zebra \\[x\\]\\(y\\)”"
    )

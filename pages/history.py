"""Who loaded what, when, and what did it change?"""

import streamlit as st

from data.store import StoreError
from ui import session
from ui.empty import empty_screen
from ui.history import kept
from ui.history.detail import show_import
from ui.history.register import chosen, kind_of, show_cards, show_list
from ui.history.turn import show_turned
from ui.history.waiting import show_waiting
from ui.sample_notice import sample_notice
from wording import history as words
from wording.markdown import escape

now = session.opened()
sample_notice(now)
show_turned()
try:
    listed = kept.listing(now)
    waiting = int(kept.waiting_tables(now)["row_count"].sum())
    with st.container(gap="xxsmall"):
        st.title(words.title(len(listed), waiting), anchor=False)
        if listed.empty:
            st.markdown(words.EMPTY_TEXT)
        else:
            newest = listed.iloc[0]
            what = words.what_code(
                kind_of(str(newest["source"]), newest["options"]),
                newest["file_name"],
                newest["person"],
            )
            st.markdown(words.newest(what, newest["imported_at"], now.organisation.zone))
    if listed.empty:
        empty_screen("Upload a drill's results, and the import is told here.")
    else:
        show_cards(listed)
        view: str | None = words.IMPORTS
        if waiting or st.query_params.get("view") == words.WAITING:
            view = st.segmented_control(
                "Show",
                words.VIEWS,
                default=words.IMPORTS,
                required=True,
                key="view",
                bind="query-params",
                label_visibility="collapsed",
            )
        if view == words.WAITING:
            show_waiting(now)
        else:
            line = show_list(listed, now.organisation.zone)
            if line is not None:
                show_import(now, line, listed)
            elif chosen() is not None:
                st.warning(words.GONE, icon=":material/search_off:")
except StoreError as error:
    st.error(escape(str(error)), icon=":material/error:")

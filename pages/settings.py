"""What are our targets? Targets, the organisation, systems, names: each change can be undone."""

import streamlit as st

from ui import session
from ui.sample_notice import sample_notice
from ui.settings.names import show_names, show_remembered
from ui.settings.organisation import show_organisation
from ui.settings.saving import show_last
from ui.settings.systems import show_systems
from ui.settings.targets import chosen_quarter, own_targets, show_targets
from wording import settings as words

now = session.opened()
sample_notice(now)
head = st.container(gap="xxsmall")
show_last(now.version)
targets, organisation, systems, names, remembered = st.tabs(
    list(words.TABS), key="settings_part", on_change="rerun"
)
with targets:
    quarter = chosen_quarter(now)
    if targets.open:
        show_targets(now, quarter)
if organisation.open:
    with organisation:
        show_organisation(now)
if systems.open:
    with systems:
        show_systems(now)
if names.open:
    with names:
        show_names(now)
if remembered.open:
    with remembered:
        show_remembered(now)
with head:
    st.title(words.title(len(own_targets(now, quarter)), quarter), anchor=False)
    st.markdown(words.INTRODUCTION)

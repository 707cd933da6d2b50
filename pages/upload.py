"""Will my file go in right? Choose files, check what was read by cell, load it, undo it."""

from ui import session
from ui.sample_notice import sample_notice
from ui.upload import plan
from ui.upload.check import show_check
from ui.upload.choose import show_choose
from ui.upload.loaded import show_loaded

opened = plan.current()
if opened is None:
    show_choose()
else:
    now = session.opened()
    sample_notice(now)
    if opened.loaded is not None:
        show_loaded(opened, opened.loaded, session.store())
    else:
        show_check(opened, session.store(), now.organisation.zone)

"""Where the person was in each dossier, and what stood unsaved in the line when they left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ui.models.field_rows import FieldRow
from ui.screens.verification.keying import Keying
from ui.widgets.field_form import FieldForm
from ui.widgets.page_view import PageView, Pose


class Whereabouts:
    """Remembers the field by dossier; puts back what was typed if nobody has saved since."""

    def __init__(self, form: FieldForm, keying: Keying, page: PageView) -> None:
        self._form = form
        self._keying = keying
        self._page = page
        self._values: dict[str, int] = {}
        self._poses: dict[str, Pose] = {}
        self._unsaved: dict[str, str] = {}

    def note(self, code: str, value_id: int) -> None:
        """Remember the field the person is in."""
        self._values[code] = value_id

    def note_pose(self) -> None:
        """Remember how the page lies, if the person has moved or enlarged it."""
        if self._keying.code and self._keying.moved:
            self._poses[self._keying.code] = self._page.pose()

    def last_pose(self, code: str) -> Pose | None:
        """Return how the page lay when the person left the dossier, if they had moved it."""
        return self._poses.pop(code, None)

    def last_value(self, code: str) -> int | None:
        """Return the field of a dossier in which the person was last."""
        return self._values.get(code)

    def forget(self, code: str) -> None:
        """Forget a dossier that is done with."""
        self._values.pop(code, None)

    def place(self, rows: Sequence[FieldRow]) -> dict[str, str]:
        """Return the dossier, the field and what stands unsaved in its line."""
        here = self._form.current
        if not self._keying.code or not 0 <= here < len(rows):
            return {}
        view = self._form.view(here)
        typed = view.editor.text() if view.dirty and not self._keying.read_only else ""
        pose = self._page.pose() if self._keying.moved else ()
        return {
            "pose": " ".join(map(str, pose)),
            "dossier": self._keying.code,
            "value": str(rows[here].value.id),
            "version": str(rows[here].value.version),
            "typed": typed,
        }

    def expect(self, place: Mapping[str, str]) -> bool:
        """Take a place that was kept; return whether it names a field of a dossier."""
        code, value = place.get("dossier", ""), place.get("value", "")
        if not code or not value.isdigit():
            return False
        self._values[code] = int(value)
        pose = _pose_in(place.get("pose", ""))
        if pose is not None:
            self._poses[code] = pose
        self._unsaved = dict(place)
        return True

    def put_unsaved(self, rows: Sequence[FieldRow]) -> None:
        """Put what was typed before into its line, once, if nobody has saved since."""
        place, self._unsaved = self._unsaved, {}
        here = self._form.current
        if not place.get("typed") or self._keying.read_only or not 0 <= here < len(rows):
            return
        value = rows[here].value
        if (str(value.id), str(value.version)) == (place["value"], place.get("version")):
            self._form.view(here).put(place["typed"])


def _pose_in(text: str) -> Pose | None:
    """Return the pose that ``place`` wrote, or None where there is none."""
    try:
        zoom, turned, across, along = text.split()
        return (float(zoom), int(turned), int(across), int(along))
    except ValueError:
        return None

"""Forms that the product ships as suggestions: the receivers' own forms are the commune's to load.

`index.json` and the files beside it are made by `tools/forms.py` from one description; a test makes them anew and compares.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from thidua.outgoing.forms_apart import Looked, Use


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`about` says what is in it; `names` are the fields that it asks for, as `forms_apart.look_at` tells them."""

    name: str
    title: str
    receiver: str
    way: str
    subject: str
    file_name: str
    about: str
    names: tuple[str, ...]

    @property
    def content(self) -> bytes:
        return (resources.files("thidua.outgoing.suggested") / self.file_name).read_bytes()

    @property
    def looked(self) -> Looked:
        """What looking at it told when it was made."""
        suffix = f".{self.file_name.rpartition('.')[2]}"
        uses = tuple(Use(name, name, "", "field") for name in self.names)
        return Looked(suffix, uses, (), hashlib.sha256(self.content).hexdigest())


@cache
def load() -> Mapping[str, Suggestion]:
    """Every shipped form by its name, in the order of the index."""
    body = (resources.files("thidua.outgoing.suggested") / "index.json").read_text(encoding="utf-8")
    found = [Suggestion(**{**row, "names": tuple(row["names"])}) for row in json.loads(body)]
    return {one.name: one for one in found}

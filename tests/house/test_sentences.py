"""The sentences of Django's forms as we say them: the catalogue that is read is the one that is written."""

import gettext
import re
from pathlib import Path

import pytest
from django.utils import translation

import thidua

FOLDER = Path(thidua.__file__).parent / "core" / "locale" / "vi" / "LC_MESSAGES"
ENTRY = re.compile(r'^msgid "(.+)"\n(?:msgid_plural "(.+)"\n)?msgstr(?:\[0\])? "(.+)"$', re.MULTILINE)


def written() -> list[tuple[str, str, str]]:
    """English, its plural where it has one, and ours."""
    return ENTRY.findall((FOLDER / "django.po").read_text(encoding="utf-8"))


def test_catalogue_is_compiled_as_written() -> None:
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    found = [compiled.ngettext(one, many, 3) if many else compiled.gettext(one) for one, many, _ in written()]
    assert found == [said for _, _, said in written()]
    assert (FOLDER / "django.po").read_text(encoding="utf-8").count("\nmsgid ") == len(written()) + 1


@pytest.mark.parametrize(("one", "many", "said"), written())
def test_sentence_is_what_pages_say(one: str, many: str, said: str) -> None:
    with translation.override("vi"):
        assert (translation.ngettext(one, many, 3) if many else translation.gettext(one)) == said

"""Templates refer downwards, to what exists; none is unused; none carries code or looks of its own."""

import re

import pytest

from tests.house import source
from tests.house.pages import pages

TEMPLATES = source.templates()
OWNER = {template.name: template.app for template in TEMPLATES}
REFERENCE = re.compile(r"""{%-?\s*(?:include|extends|pieces)\s+["']([^"'#]+)""")
PIECE = re.compile(r"""{%-?\s*pieces\s+["']([^"'#]+)""")
# What changes while the shown values stay the same, or belongs to one reader.
UNFIT_FOR_PIECES = re.compile(r"{%-?\s*(?:now|csrf_token|seen)\b|\b(?:request|actor|csrf_token|messages)\b")
URL = re.compile(r"""{%-?\s*url\s+["']([^"']+)["']""")
INLINE = re.compile(
    r"""<style|<script(?![^>]*\bsrc=)|<[^>]*\s(?:style|on[a-z]+)\s*=|(?:href|src|action)\s*=\s*["']?\s*javascript:""",
    re.IGNORECASE,
)
LOGIC = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
each_template = pytest.mark.parametrize("template", TEMPLATES, ids=[template.name for template in TEMPLATES])


def bad_references(app: str, text: str) -> list[str]:
    """Templates that do not exist or belong to an app that `app` may not know."""
    return [
        name for name in REFERENCE.findall(text) if name not in OWNER or not source.may_use(app, OWNER[name])
    ]


def bad_addresses(app: str, text: str, known: set[str]) -> list[str]:
    return [
        name
        for name in URL.findall(text)
        if name not in known or not source.may_link(app, name.partition(":")[0])
    ]


@each_template
def test_references_go_down(template: source.Template) -> None:
    assert bad_references(template.app, template.text) == []


@each_template
def test_addresses_exist_and_go_down(template: source.Template) -> None:
    assert bad_addresses(template.app, template.text, {page.name for page in pages()}) == []


def test_upward_references_are_found() -> None:
    text = (
        '{% extends "base.html" %}{% include "gone.html" %}{% url "web:home_show" %}{% url "core:x_show" %}'
    )
    assert bad_references("core", text) == ["gone.html"]
    assert bad_addresses("core", text, {"web:home_show", "core:x_show"}) == ["web:home_show"]


@each_template
def test_no_inline_code_or_style(template: source.Template) -> None:
    assert INLINE.findall(LOGIC.sub("", template.text)) == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="a">',
        "<style>",
        "<script>x",
        '<a onclick="x">',
        '<a\n  onClick = "x">',
        '<a href=" javascript:x">',
    ],
)
def test_inline_code_is_found(text: str) -> None:
    assert INLINE.search(text)


@pytest.mark.parametrize("text", ['<script src="x" defer></script>', "<p>on = style=</p>", '<p data-on="1">'])
def test_plain_markup_passes(text: str) -> None:
    assert not INLINE.search(text)


def test_pieces_show_what_they_are_given_and_nothing_else() -> None:
    """They are remembered by the values they show (core/pieces.py)."""
    named = {name for template in TEMPLATES for name in PIECE.findall(template.text)}
    assert named
    unfit = {one.name: UNFIT_FOR_PIECES.findall(one.text) for one in TEMPLATES if one.name in named}
    assert {name: found for name, found in unfit.items() if found} == {}


@pytest.mark.parametrize(
    "text", ["{% csrf_token %}", "{%now 'd'%}", "{{ actor.name }}", "{% if request.GET %}"]
)
def test_unfit_pieces_are_found(text: str) -> None:
    assert UNFIT_FOR_PIECES.search(text)


def test_every_template_is_used() -> None:
    everything = "\n".join(template.text for template in TEMPLATES)
    everything += "\n".join(path.read_text(encoding="utf-8") for path in source.python_files())
    unused = [
        template.where
        for template in TEMPLATES
        if not re.search(rf"""["']{re.escape(template.name)}["'#]""", everything)
    ]
    assert unused == []


def test_a_template_lies_in_the_folder_of_its_app() -> None:
    """Only core may offer templates without the name of an app in front."""
    wrong = [
        template.where
        for template in TEMPLATES
        if template.app != "core" and not template.name.startswith(f"{template.app}/")
    ]
    assert wrong == []


def tables_missing(text: str) -> int:
    """Rows put straight into a table_shell fall out of any table: browsers drop their tags."""
    shells = re.findall(r"{% table_shell .*?{% endtable_shell %}", text, re.DOTALL)
    return sum("<table" not in shell for shell in shells)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.where)
def test_a_table_shell_holds_a_table(template: source.Template) -> None:
    assert tables_missing(template.text) == 0


def test_a_shell_without_a_table_is_found() -> None:
    assert tables_missing('{% table_shell "A" %}<tbody></tbody>{% endtable_shell %}') == 1

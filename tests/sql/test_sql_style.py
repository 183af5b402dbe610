"""What STYLE asks of every model, where the linter does not look."""

import re
from pathlib import Path

import pytest

from listmatch.settings import CHECKOUT

ROOT = CHECKOUT / "dbt_like_sql"
MODELS = sorted(ROOT.glob("*/*.sql*"))


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def named(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def test_models_lie_in_the_four_layers() -> None:
    assert {path.parent.name for path in MODELS} == {"staging", "core", "marts", "tests"}
    assert {path.name for path in ROOT.iterdir()} == {"staging", "core", "marts", "tests"}


@pytest.mark.parametrize("path", MODELS, ids=named)
def test_the_first_line_says_the_grain(path: Path) -> None:
    word = "lines" if path.parent.name == "tests" else "grain"
    assert text_of(path).startswith(f"-- {word}: ")


@pytest.mark.parametrize("path", MODELS, ids=named)
def test_a_model_ends_with_its_final_lines(path: Path) -> None:
    assert re.search(r"^final as \($|^with final as \($", text_of(path), re.MULTILINE)
    assert re.search(r"^select \* from final\n(order by [a-z_, ]+\n)?\Z", text_of(path), re.MULTILINE)


@pytest.mark.parametrize("path", MODELS, ids=named)
def test_a_file_is_a_template_only_where_something_is_filled_in(path: Path) -> None:
    assert path.name.endswith(".jinja") == bool(re.search(r"\{[{%]", text_of(path)))


@pytest.mark.parametrize("path", [path for path in MODELS if path.name.endswith(".jinja")], ids=named)
def test_names_of_columns_are_quoted_in_templates(path: Path) -> None:
    """Everything from the list passes ``identifier``; ``dimension.sql`` is quoted where it is built."""
    for inserted in re.findall(r"\{\{(.*?)\}\}", text_of(path)):
        is_ours = re.fullmatch(
            r"\s*(dimension\.sql|top_values( \+ 1)?|review_from_tenths|loop\.index0|\".*\" if .*)\s*", inserted
        )
        assert is_ours or inserted.rstrip().endswith("| identifier")

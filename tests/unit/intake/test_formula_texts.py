"""``="0123"``: digits that an exporter kept from Excel are the digits; any other formula stays what it is."""

from typing import Any

import pytest


@pytest.mark.parametrize("form", ['="{}"', '"=""{}"""', ' ="{}" '])
def test_a_text_that_was_written_as_a_formula_is_that_text(read: Any, form: str) -> None:
    lines = [f"Ann,{form.format('0123')},x", f"Ben,{form.format('+49 151')},y", "Cem,0456,="]
    found = read("Name,Phone,Note\n" + "\n".join(lines) + "\n")
    assert [cells[1] for cells in found.cells] == ["0123", "+49 151", "0456"]
    assert 'Cells written as formulas of a text (="0123"), read as that text: 2.' in found.result.repairs


def test_an_empty_one_is_an_empty_cell(read: Any) -> None:
    assert read('Name,Phone\nAnn,"="""""\nBen,"=""1"""\n').cells == [("Ann", None), ("Ben", "1")]


@pytest.mark.parametrize("cell", ['"=A1&""x"""', '"=HYPERLINK(""a"")"', '"a=""b"""', '"=""a""&""b"""'])
def test_any_other_formula_stays_as_it_is(read: Any, cell: str) -> None:
    found = read(f"Name,Phone\nAnn,{cell}\n")
    assert found.cells == [("Ann", cell[1:-1].replace('""', '"'))]


@pytest.mark.parametrize(
    ("line", "kept"), [("=HYPERLINK(1),Ann,Rome,x", "'="), ("-5,Ann,Rome,x", "'-"), ("7,a,b,c", "7")]
)
def test_a_quarantined_line_is_no_formula_either(read: Any, line: str, kept: str) -> None:
    found = read("id,name,city\n1,Bob,Bern\n2,Eve,Bonn\n" + line + "\n3,Kim,Ulm\n")
    [(_, _, raw)] = found.quarantine
    assert raw == (f"'{line}" if kept.startswith("'") else line)

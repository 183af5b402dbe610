"""Which worksheet of a workbook holds the list."""

from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from listmatch.errors import FileUnreadable, InputError
from listmatch.intake.sheet_extent import refuse_far_cells


def choose_sheet(path: Path, *, wanted: str) -> tuple[CalamineSheet, tuple[str, ...]]:
    """The sheet asked for, else the one with most cells, visible ones first, and a note when there was a choice.

    Raises InputError when there is no such sheet, FileUnreadable when none has cells or one's lie too far apart.
    """
    book = CalamineWorkbook.from_path(str(path))
    sheets = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    names = [meta.name for meta in sheets]
    if wanted:
        if wanted not in names:
            listed = ", ".join(names)
            raise InputError(
                f"there is no sheet {wanted!r}; there are: {listed}.", place="option sheet", cure="Name one of them."
            )
        return _read_sheet(book, path, wanted), ()
    for is_visible in (True, False):
        best: CalamineSheet | None = None
        for meta in sheets:
            if (meta.visible == SheetVisibleEnum.Visible) == is_visible:
                sheet = _read_sheet(book, path, meta.name)
                best = sheet if best is None or sheet.height * sheet.width > best.height * best.width else best
        if best is not None and best.height:
            note = f"Of {len(names)} sheets {best.name!r} was read, which has most cells; option sheet chooses another."
            return best, (note,) if len(names) > 1 else ()
    raise FileUnreadable("the workbook has no worksheet with cells in it.", cure="Save the list as a sheet of its own.")


def _read_sheet(book: CalamineWorkbook, path: Path, name: str) -> CalamineSheet:
    refuse_far_cells(path, name)
    return book.get_sheet_by_name(name)

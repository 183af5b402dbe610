"""A large worksheet into rows.parquet, against the reading library alone: ``python -m benchmarks.workbooks [rows]``.

The bar (issue 3): at most twice the time of the library. Both run in this process, alternately, on one thread; of the
rounds the fastest counts, in seconds of the processor and of the clock. Library: calamine, every cell of every row.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from listmatch.duck import Compute
from listmatch.intake import read_list

ROWS = 100_000
ROUNDS = 3
HEADER = ("id", "first", "last", "email", "phone", "company", "street", "city", "state", "zip", "joined", "amount")


def write_workbook(path: Path, *, rows: int) -> None:
    """A worksheet of twelve columns: ten of text, a date and an amount; nothing in it is anybody's."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet("Leads"), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADER)
        for n in range(1, rows + 1):
            sheet.write_row(n, 0, [f"C-{n:07}", f"Ann{n % 997}", f"Lee{n % 4999}", f"ann.{n}@example.org"])
            sheet.write_row(n, 4, [f"(415) 555-{n % 10000:04}", f"Company {n % 20011} Inc", f"{n % 9000} Main Street"])
            sheet.write_row(n, 7, ["Springfield", "IL", f"{n % 99999:05}"])
            sheet.write_number(n, 10, 40_000 + n % 5000, day)
            sheet.write_number(n, 11, n / 4)


def with_library(path: Path) -> int:
    """Every cell by calamine alone; the number of rows."""
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    return sum(1 for _ in sheet.iter_rows())


def with_listmatch(path: Path) -> int:
    """The same worksheet through intake: the sheet chosen, the header found, rows.parquet and ledger written."""
    with tempfile.TemporaryDirectory() as folder:
        compute = Compute(Path(folder) / "scratch", threads=1)
        return read_list(path, name=path.name, into=Path(folder) / "out", compute=compute).rows + 1


def fastest(runs: list[tuple[float, float]]) -> tuple[float, float]:
    """The least seconds of the processor and of the clock."""
    return min(cpu for cpu, _ in runs), min(wall for _, wall in runs)


def timed(run: Callable[[Path], int], path: Path, *, expected: int) -> tuple[float, float]:
    """Seconds of the processor and of the clock for one run."""
    cpu, wall = time.process_time(), time.perf_counter()
    if run(path) != expected:
        raise RuntimeError("a row is missing")
    return time.process_time() - cpu, time.perf_counter() - wall


def main() -> None:
    """Measure and print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leads.xlsx"
        write_workbook(path, rows=rows)
        rounds = [
            (timed(with_library, path, expected=rows + 1), timed(with_listmatch, path, expected=rows + 1))
            for _ in range(ROUNDS)
        ]
    library, ours = fastest([one for one, _ in rounds]), fastest([two for _, two in rounds])
    print(f"{rows:,} rows x {len(HEADER)} columns      cpu s   wall s")
    print(f"calamine alone              {library[0]:7.2f}  {library[1]:7.2f}")
    print(f"listmatch to rows.parquet   {ours[0]:7.2f}  {ours[1]:7.2f}")
    print(f"ratio                       {ours[0] / library[0]:7.2f}  {ours[1] / library[1]:7.2f}")


if __name__ == "__main__":
    main()

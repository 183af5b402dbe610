"""What the architecture tests look at: the files that git knows, or would know."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE_LOCATION = ("assets", "resources", "sensors", "schedules", "pipelines")


@cache
def files() -> tuple[Path, ...]:
    """Every file of the checkout that is committed or could be (git does not ignore it)."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(sorted({path for path in paths if path.is_file()}))


def python_files(*folders: str) -> list[Path]:
    """The Python files below these top-level folders, or all of them."""
    return [f for f in files() if f.suffix == ".py" and (not folders or f.relative_to(ROOT).parts[0] in folders)]


def name(path: Path) -> str:
    """A file's name as a test shows it."""
    return path.relative_to(ROOT).as_posix()

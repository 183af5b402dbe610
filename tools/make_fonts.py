"""Cut the fonts of the reports out of Noto, as Debian packages it.

    apt-get download fonts-noto-core fonts-noto-extra fonts-noto-cjk
    for package in *.deb; do dpkg-deb -x $package noto; done
    .venv/bin/python tools/make_fonts.py noto/usr/share/fonts

The fonts are under the SIL Open Font License 1.1 and reserve no name. CJK is cut down to the characters of the national
standards (GB 2312, Big5 level 1, JIS X 0208, KS X 1001): 10,570 ideographs, each in the shapes that readers of Chinese
(in both scripts), Japanese and Korean are used to, and 2,350 Hangul syllables, in 5 MB.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parent.parent / "listmatch" / "exports" / "fonts"

CJK_CODECS = {
    "gb2312": (0xA1, 0xF8, 0xA1),
    "big5": (0xA1, 0xC7, 0x40),
    "euc_jp": (0xA1, 0xF5, 0xA1),
    "euc_kr": (0xA1, 0xFE, 0xA1),
}
"""codec -> first and end of the lead bytes, first of the trail bytes"""

REGULAR_STYLE, BOLD_STYLE = 0x40, 0x20
"""Bits of OS/2.fsSelection."""

SYMBOLS = {0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2260, 0x2264, 0x2265, 0x25CF, 0xFFFD}


SHARED = {0x20, 0xA0, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
"""Blanks and marks of direction: they are drawn with the font of the letters beside them."""


def span(*ranges: tuple[int, int]) -> set[int]:
    """The code points of half-open ranges."""
    return {point for start, end in ranges for point in range(start, end)}


def european() -> set[int]:
    """Latin with Vietnamese, Greek, Cyrillic, punctuation."""
    return span((0x20, 0x250), (0x2B0, 0x530), (0x1E00, 0x2190)) | SYMBOLS


def web() -> set[int]:
    """What the HTML page embeds: the usual letters of the same scripts."""
    return span((0x20, 0x180), (0x370, 0x460), (0x2010, 0x2030)) | SYMBOLS


def east_asian() -> set[int]:
    """The two-byte characters of the national standards, without those that the European fonts have."""
    points = set()
    for codec, (start, end, trail) in CJK_CODECS.items():
        for lead in range(start, end):
            for last in range(trail, 0xFF):
                text = bytes([lead, last]).decode(codec, errors="ignore")
                points |= {ord(text)} if len(text) == 1 else set()
    return {point for point in points if point >= 0x2E80} | SHARED


def cut(source: Path, target: Path, points: Iterable[int], *, features: list[str] | None = None) -> None:
    """Write the glyphs for *points* of *source* to *target*, without hints, in the format of its name."""
    options = subset.Options(hinting=False, notdef_outline=True, font_number=2)
    options.flavor = "woff2" if target.suffix == ".woff2" else None
    if features is not None:
        options.layout_features = features
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    subset.save_font(font, target, options)


def declare_bold(path: Path) -> None:
    """Make the semi-bold face the bold one of its family: Pango does not find it as a weight of its own."""
    font = TTFont(path, recalcTimestamp=False)
    for name in font["name"].names:
        name.string = {1: "Noto Sans", 2: "Bold"}.get(name.nameID, str(name))
    font["OS/2"].usWeightClass = 700
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~REGULAR_STYLE | BOLD_STYLE
    font["head"].macStyle |= 1
    font.save(path)


def main(fonts: Path) -> None:
    """Write every font of the reports."""
    noto, cjk = fonts / "truetype" / "noto", fonts / "opentype" / "noto"
    for name in ("NotoSans-Regular", "NotoSans-SemiBold", "NotoSerifDisplay-Medium"):
        cut(noto / f"{name}.ttf", TARGET / f"{name}.ttf", european())
        cut(noto / f"{name}.ttf", TARGET / f"{name}.woff2", web())
    declare_bold(TARGET / "NotoSans-SemiBold.ttf")
    cut(
        noto / "NotoSansArabic-Regular.ttf",
        TARGET / "NotoSansArabic-Regular.ttf",
        span((0x600, 0x700), (0x750, 0x780)) | SHARED,
    )
    cut(noto / "NotoSansHebrew-Regular.ttf", TARGET / "NotoSansHebrew-Regular.ttf", span((0x590, 0x600)) | SHARED)
    # Face 2 of the collection is Simplified Chinese; locl holds the shapes of the other languages, 10,000 glyphs.
    cut(cjk / "NotoSansCJK-Regular.ttc", TARGET / "NotoSansCJK-Regular.otf", east_asian(), features=["vert", "locl"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))

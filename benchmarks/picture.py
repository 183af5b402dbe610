"""The results as a picture: one row per set, one dot per peer at its F1. Plain SVG, so that it needs no library."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

COLOURS = ("#1f4e79", "#c0504d", "#9a7d0a", "#7f6084", "#4f8f6f", "#777777")
LEFT, WIDTH, ROW, TOP = 130, 560, 44, 70
LOWEST = 0.3
"""F1 at the left end; what lies below is drawn there"""


def draw(points: Sequence[tuple[str, str, float]], path: Path) -> None:
    """Write *points* (set, peer, F1; NaN where there is none) as an SVG to *path*."""
    sets = list(dict.fromkeys(name for name, _, _ in points))
    peers = list(dict.fromkeys(peer for _, peer, _ in points))
    height = TOP + ROW * len(sets) + 30
    parts = [_legend(place, peer) for place, peer in enumerate(peers)]
    for tick in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0):
        parts.append(f'<line x1="{_x(tick)}" y1="{TOP}" x2="{_x(tick)}" y2="{height - 30}" stroke="#ddd"/>')
        parts.append(f'<text x="{_x(tick)}" y="{height - 12}" text-anchor="middle">{tick:.1f}</text>')
    for place, name in enumerate(sets):
        y = TOP + ROW * place + ROW // 2
        parts.append(f'<text x="{LEFT - 12}" y="{y + 4}" text-anchor="end">{escape(name)}</text>')
        parts.append(f'<line x1="{LEFT}" y1="{y}" x2="{LEFT + WIDTH}" y2="{y}" stroke="#eee"/>')
        parts += [_dot(peers.index(peer), peer, f1, y) for at, peer, f1 in points if at == name and f1 == f1]
    body = "\n".join(parts)
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 30}" height="{height}" '
        f'font-family="sans-serif" font-size="12">\n<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n',
        encoding="utf-8",
    )


def _x(f1: float) -> float:
    return round(LEFT + WIDTH * (max(f1, LOWEST) - LOWEST) / (1 - LOWEST), 1)


def _dot(peer: int, name: str, f1: float, y: int) -> str:
    radius = 7 if peer == 0 else 5
    return (
        f'<circle cx="{_x(f1)}" cy="{y}" r="{radius}" fill="{COLOURS[peer % len(COLOURS)]}" fill-opacity=".85">'
        f"<title>{escape(name)}: {f1:.3f}</title></circle>"
    )


def _legend(place: int, peer: str) -> str:
    x, y = LEFT + 190 * (place % 3), 22 + 22 * (place // 3)
    colour = COLOURS[place % len(COLOURS)]
    return f'<circle cx="{x}" cy="{y - 4}" r="5" fill="{colour}"/><text x="{x + 12}" y="{y}">{escape(peer)}</text>'

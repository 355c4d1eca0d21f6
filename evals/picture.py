"""A picture of bars, as SVG: how much of each kind is right."""

from collections.abc import Sequence
from pathlib import Path

_ROW, _LEFT, _WIDTH = 22, 170, 500
_LOW = 80.0
"""Where the bars begin, in percent; what is below ends there."""


def draw(path: Path, bars: Sequence[tuple[str, float]]) -> None:
    """One bar for each name and its percents. It is read on light and dark pages alike."""
    height = _ROW * (len(bars) + 2)
    rows = "\n".join(_bar(place, name, percent) for place, (name, percent) in enumerate(bars))
    marks = "\n".join(_mark(percent, height) for percent in (80, 85, 90, 95, 100))
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + 70} {height}" '
        f'font-family="system-ui, sans-serif" font-size="13" fill="#5b7083" role="img">\n'
        f"<title>How much is right, in percent</title>\n{marks}\n{rows}\n</svg>\n",
        encoding="utf-8",
    )


def _x(percent: float) -> float:
    return _LEFT + _WIDTH * (max(percent, _LOW) - _LOW) / (100 - _LOW)


def _bar(place: int, name: str, percent: float) -> str:
    top = _ROW * (place + 1)
    return (
        f'<text x="{_LEFT - 8}" y="{top + 13}" text-anchor="end">{name}</text>'
        f'<rect x="{_LEFT}" y="{top + 2}" width="{_x(percent) - _LEFT:.1f}" height="{_ROW - 6}" rx="3" fill="#2b7a78"/>'
        f'<text x="{_x(percent) + 6:.1f}" y="{top + 13}">{percent:g}</text>'
    )


def _mark(percent: float, height: int) -> str:
    x = _x(percent)
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="18" y2="{height - 18}" stroke="#8a9aa9" stroke-opacity="0.35"/>'
        f'<text x="{x:.1f}" y="13" text-anchor="middle">{percent:g} %</text>'
    )

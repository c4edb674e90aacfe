"""Draws the overview sheet of the kit for authors: `python -m eduplatform.curriculum.drawing.sheet courses/_kit`."""

import sys
from pathlib import Path

from . import faces, held_objects
from .geometry import num
from .kit import Kit

WIDE = 1600
LABEL = '<text x="{x}" y="{y}" font-size="{size}" text-anchor="middle" fill="#2b3646">{text}</text>'
HEAD = '<text x="24" y="{y}" font-size="28" font-weight="700" fill="#2b3646">{text}</text>'


def people_sections(kit: Kit) -> list[tuple[str, list[tuple[str, str]]]]:
    """Sections of people: (title, [(label, reference)])."""
    extra = {
        "phone": "&hold=phone",
        "sit-phone": "&hold=phone",
        "prone-reach": "&hold=pole",
        "squat-hold": "&hold=pole",
        "extinguish": "&hold=extinguisher",
        "umbrella": "&hold=umbrella",
        "head-bag": "&hold=bag",
        "sweep": "&hold=broom",
        "drowning": "&face=gasp",
    }
    return [
        ("people/ …", [(who, f"people/{who}") for who in kit.cast]),
        (
            "?wear=casual, scarf, backpack, lifevest, helmet, yellow, hardhat, goggles",
            [("casual " + w, f"people/{w}?wear=casual") for w, row in kit.cast.items() if "casual" in row]
            + [
                (w, f"people/girl-b?wear={w}")
                for w in ("scarf", "backpack", "lifevest", "helmet", "yellow", "hardhat", "goggles")
            ],
        ),
        (
            "?pose=",
            [
                (p, f"people/{'boy-a' if i % 2 else 'girl-a'}?pose={p}{extra.get(p, '')}")
                for i, p in enumerate(kit.poses)
            ],
        ),
        ("?face=", [(f, f"people/{'boy-b' if i % 2 else 'girl-b'}?face={f}") for i, f in enumerate(faces.BROWS)]),
        ("?hold=", [(h, f"people/boy-b?hold={h}&pose=stand") for h in held_objects.HELD]),
    ]


def boxed(kit: Kit, group: str) -> list[tuple[str, str]]:
    """Every file of a group, and every value of its options that a data-if names."""
    cells = []
    for name in kit.names(group):
        path = f"{group}/{name}"
        values = kit.values(path)
        cells += [(f"{name}?{k}={v}", f"{path}?{k}={v}") for k, v in values] or [(name, path)]
    return cells


def cell(kit: Kit, ref: str, x: float, y: float, w: float, h: float) -> str:
    bx, by, bw, bh = kit.box(ref)
    s = min(w / bw, h / bh)
    return f'<g transform="translate({num(x - s * (bx + bw / 2))} {num(y - s * (by + bh))}) scale({s:.3g})">{kit.symbol(ref)}</g>'


def in_water(kit: Kit, label: str) -> float:
    """How far a swimmer's pose hangs below its anchor, in cm: such poses are drawn above the label."""
    pose = kit.poses.get(label, [{}])[0]
    if "surface" not in pose and pose.get("hip_up", 1):
        return 0
    return 24 if abs(pose["torso"]) > 60 else 45 if "hip_up" in pose else 96


def draw_kit_sheet(kit: Kit) -> str:
    """The whole sheet as one SVG text."""
    out, y = [], 0
    for title, cells in people_sections(kit):
        out.append(HEAD.format(y=y + 40, text=title.replace("&", "&amp;")))
        y += 50
        step, high, scale = (200, 205, 1.15) if "pose" in title or "hold" in title else (145, 220, 1.1)
        across = WIDE // step
        for i, (label, ref) in enumerate(cells):
            cx, foot = (i % across + 0.5) * step, y + (i // across) * high + high - 34
            raised = foot - (in_water(kit, label) * scale if "pose" in title else 0)
            out.append(f'<g transform="translate({num(cx)} {num(raised)}) scale({scale})">{kit.symbol(ref)}</g>')
            out.append(LABEL.format(x=num(cx), y=num(foot + 22), size=15, text=label))
        y += -(-len(cells) // across) * high
    for group, step, high in (("things", 145, 150), ("marks", 145, 150), ("places", 395, 260)):
        out.append(HEAD.format(y=y + 40, text=f"{group}/ …"))
        y += 60
        across = WIDE // step
        cells = boxed(kit, group)
        for i, (label, ref) in enumerate(cells):
            cx, foot = (i % across + 0.5) * step, y + (i // across) * high + high - 34
            out.append(cell(kit, ref, cx, foot, step - 18, high - 44))
            out.append(LABEL.format(x=num(cx), y=num(foot + 22), size=13, text=label))
        y += -(-len(cells) // across) * high
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {y + 20}" font-family="Noto Sans CJK SC, sans-serif">'
        f'<path d="M0 0H{WIDE}V{y + 20}H0Z" fill="#f6f3ec"/>{"".join(out)}</svg>\n'
    )


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "courses/_kit")
    (folder / "sheet.svg").write_text(draw_kit_sheet(Kit(folder)), "utf-8")
    print(folder / "sheet.svg")

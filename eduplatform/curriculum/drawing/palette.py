"""The kit's colours, by the name that the YAML files and the README use.

Chosen in light/dark pairs, so that neighbours still differ in brightness for colour-blind viewers.
"""

PALETTE = {
    "ink": "#2b3646",
    "navy": "#2a4a7b",
    "blue": "#3f7fc1",
    "sky": "#cfe7f3",
    "mist": "#eaf4f8",
    "teal": "#2b9c8e",
    "sign-green": "#00894a",
    "leaf": "#8cc07a",
    "grass": "#a9d08e",
    "yellow": "#f7c548",
    "orange": "#ee8b3a",
    "red": "#d6483f",
    "pink": "#f2a4a0",
    "plum": "#8d5a8f",
    "cream": "#fff6e6",
    "sand": "#ecdab8",
    "wood": "#cb9258",
    "brown": "#8a5a3c",
    "cloud": "#e4e9ee",
    "stone": "#b7c1ca",
    "slate": "#6d7884",
    "white": "#ffffff",
    "skin": "#f8d2ae",
    "skin-2": "#f0c096",
    "skin-shade": "#e3a27a",
    "blush": "#f19a84",
    "hair": "#33292a",
    "hair-2": "#4a352c",
    "hair-grey": "#b9b4b2",
    "water": "#86c8de",
    "deep": "#4a9cc0",
    "hi-vis": "#d9e84a",
}


def colour(name: str) -> str:
    """The hex value of a palette name; a value that is already `#rrggbb` passes through."""
    return name if name.startswith("#") else PALETTE[name]

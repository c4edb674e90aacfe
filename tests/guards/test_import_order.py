"""Left may be imported by right, never back."""

from .sources import imported, modules

ORDER = ["settings", "extensions", "shared", "accounts", "org", "notices", "curriculum", "teaching", "learning", "activities",
         "safetywork", "assessment", "upkeep", "tables", "pages", "cli"]  # fmt: skip
FLASK_ROOMS = {"pages", "cli", "extensions", "__init__"}
FLASK = ("flask", "flask_babel", "flask_wtf", "werkzeug")


def room(name: str) -> str:
    parts = name.split(".")
    return parts[1] if parts[0] == "eduplatform" and len(parts) > 1 else ""


def test_rooms_import_only_what_stands_before_them():
    wrong = []
    for path, tree in modules():
        own = path.split("/")[0].removesuffix(".py")
        if own == "__init__":
            continue
        assert own in ORDER, f"{path}: a new room; put it into its place in ORDER"
        for name, line in imported(path, tree):
            other = room(name)
            if other in ORDER and ORDER.index(other) > ORDER.index(own):
                wrong.append(f"{path}:{line} imports {name}: news travels upward as a stale mark or a job, never by import")
    assert not wrong, "\n".join(wrong)


def test_flask_stays_at_the_edge():
    wrong = [
        f"{path}:{line} imports {name}: rules and verbs know nothing of requests"
        for path, tree in modules()
        if path.split("/")[0].removesuffix(".py") not in FLASK_ROOMS
        for name, line in imported(path, tree)
        if name.split(".")[0] in FLASK
    ]
    assert not wrong, "\n".join(wrong)

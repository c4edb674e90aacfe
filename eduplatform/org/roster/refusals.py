"""The one exception of roster reading: the file as a whole cannot be used."""

#: what fills a sentence, by name: short texts and counts
Values = dict[str, str | int]


class RosterRefused(Exception):
    """A file is refused. `code` is a key of `words.SENTENCES`; `values` fill its sentence and never hold cell text."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values: Values = values

    def __repr__(self) -> str:
        return f"RosterRefused({self.code!r}, {self.values!r})"

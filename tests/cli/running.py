"""A `flask …` command as a test runs it."""

from __future__ import annotations

from click.testing import Result
from flask import Flask


def invoke(app: Flask, *words: str) -> Result:
    """What a command said (`output`, with what it said on stderr) and ended with (`exit_code`)."""
    return app.test_cli_runner().invoke(args=list(words))


def refused(app: Flask, *words: str) -> str:
    """What a command said that ends with 1 and a plain word, never a traceback."""
    result = invoke(app, *words)
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit), (words, result.output, result.exception)
    return result.output


def misused(app: Flask, *words: str) -> str:
    """What a command said about wrong words on its line."""
    result = invoke(app, *words)
    assert result.exit_code == 2 and "Usage:" in result.output, (words, result.output)
    return result.output

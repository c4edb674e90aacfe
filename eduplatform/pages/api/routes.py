"""Every file of the API that hangs routes, or words of refusals, on its blueprint: importing them does it."""

from . import messages, openapi, views

"""The application for `flask …` and any WSGI server; `python app.py` serves with the worker inside."""

import gc

gc.disable()  # nothing made while starting is garbage: looking for it costs a tenth of the start

from eduplatform import create_app  # noqa: E402

app = create_app()
gc.freeze()  # nor later: collections look only at what requests leave behind
gc.enable()

if __name__ == "__main__":
    from eduplatform.cli.worker import serve_with_worker

    serve_with_worker(app)

"""The application for `flask …` and any WSGI server; `python app.py` serves with the worker inside."""

from eduplatform import create_app

app = create_app()

if __name__ == "__main__":
    from eduplatform.cli.worker import serve

    serve(app)

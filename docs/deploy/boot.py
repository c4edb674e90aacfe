"""Start Anxue on a machine where nobody knows a shell: make the environment, install, open the browser, serve.

Called by start.bat, start.ps1 and start.sh with a Python they have found; needs nothing but Python itself.
A folder wheels/ beside start.sh is used instead of the network (`pip download -r requirements.txt -d wheels`).
"""

import os
import subprocess
import sys
import threading
import time
import urllib.request
import webbrowser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LEAST = (3, 11)


def say(chinese, english):
    print(chinese + "\n" + english, flush=True)


def python_of(folder):
    """The Python of an environment, on Windows and elsewhere."""
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def works(python):
    """Whether an environment can be used: one that was copied from another computer cannot."""
    try:
        return (
            subprocess.call(
                [str(python), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            == 0
        )
    except OSError:
        return False


def is_ready(root):
    """Whether everything was installed after the last change of what is to be installed: the same mark as the Makefile's."""
    mark = root / ".venv" / "ready"
    asked = [root / "requirements.txt", *(root / "eduplatform" / "translations").glob("*/LC_MESSAGES/*.po")]
    return (
        mark.exists()
        and works(python_of(root / ".venv"))
        and all(each.stat().st_mtime <= mark.stat().st_mtime for each in asked)
    )


def install(root):
    """Make .venv and put the libraries in, from wheels/ where there is one. Raises CalledProcessError when a step fails."""
    folder = root / ".venv"
    if not works(python_of(folder)):
        say("正在建运行环境…", "Making the environment…")
        subprocess.check_call([sys.executable, "-m", "venv", "--clear", str(folder)])
    python = str(python_of(folder))
    local = ["--no-index", "--find-links", str(root / "wheels")] if (root / "wheels").is_dir() else []
    say(
        "正在安装需要的库" + ("（用 wheels 文件夹，不上网）…" if local else "，第一次要几分钟，请不要关窗口…"),
        "Installing the libraries…",
    )
    subprocess.check_call(
        [
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            *local,
            "-r",
            str(root / "requirements.txt"),
        ]
    )
    subprocess.check_call(
        [python, "-m", "babel.messages.frontend", "-q", "compile", "-d", str(root / "eduplatform" / "translations")]
    )
    (folder / "ready").touch()


def answers(port):
    """Whether Anxue answers on this computer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return answer.status == 200 and b'"ok"' in answer.read(200)
    except (OSError, ValueError):
        return False


def show(port):
    """Open the browser as soon as the pages are there."""
    for _ in range(600):
        if answers(port):
            webbrowser.open(f"http://127.0.0.1:{port}/")
            return
        time.sleep(0.5)


def main(words):
    if sys.version_info < LEAST:
        say(
            f"需要 Python 3.11 或更新的版本，现在是 {sys.version_info[0]}.{sys.version_info[1]}。",
            "Python 3.11 or newer is needed.",
        )
        return 1
    port = int(os.environ.get("PORT") or 5000)
    quiet = "--no-browser" in words
    if answers(port):
        say(f"安学已经开着：http://127.0.0.1:{port}/", "Anxue is running already.")
        if not quiet:
            webbrowser.open(f"http://127.0.0.1:{port}/")
        return 0
    if not is_ready(ROOT):
        try:
            install(ROOT)
        except (subprocess.CalledProcessError, OSError) as broken:
            say(f"没有装好：{broken}", "The installation failed.")
            say(
                "有网络就再试一次；没有网络，请在别的电脑上备好 wheels 文件夹，见 docs/安装.md。\nDebian、Ubuntu 请先运行：sudo apt-get install python3-venv",
                "Try again with a network, or bring a wheels folder from another computer: see docs/安装.md.",
            )
            return 1
    os.environ.setdefault("HOST", "0.0.0.0")  # so that phones and classroom computers can open it
    if not quiet:
        threading.Thread(target=show, args=(port,), daemon=True).start()
    try:
        return subprocess.call([str(python_of(ROOT / ".venv")), "app.py"], cwd=str(ROOT))
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

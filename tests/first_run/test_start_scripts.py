"""Start scripts for people who have never seen a shell: readable by their systems, naming what exists, really run where that can be."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from bench.serving import ROOT, free_port
from tests.conftest import NOW

DEPLOY = ROOT / "docs" / "deploy"
POWERSHELL = [ROOT / "start.ps1", DEPLOY / "windows-autostart.ps1"]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Coordinates]:
    """Here time runs."""
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


def test_the_batch_file_is_read_alike_in_every_code_page():
    raw = (ROOT / "start.bat").read_bytes()
    assert raw.isascii() and raw.count(b"\r\n") == raw.count(b"\n") > 5, "ASCII, CRLF"
    assert b"start.ps1" in raw and b"ExecutionPolicy Bypass" in raw and b"boot.py" in raw


@pytest.mark.parametrize("script", POWERSHELL, ids=lambda path: path.name)
def test_powershell_of_windows_reads_the_chinese(script):
    raw = script.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf"), "5.1 reads a file without BOM in the code page of the machine"
    assert raw.count(b"\r\n") == raw.count(b"\n") and re.search("[\u4e00-\u9fff]", raw.decode("utf-8-sig"))
    code = re.sub(r"(?m)^#.*$|'[^']*'", "", raw.decode("utf-8-sig"))
    for opened, closed in ("()", "{}", "[]"):
        assert code.count(opened) == code.count(closed), f"{opened}{closed} do not pair"
    assert code.count("'") == 0 and not re.search(r"&&|\|\|", code), "5.1 knows no && and no ||"


@pytest.mark.parametrize(
    "script", [ROOT / "start.bat", ROOT / "start.sh", *POWERSHELL, DEPLOY / "anxue.service"], ids=lambda path: path.name
)
def test_what_a_script_names_exists(script):
    text = script.read_bytes().decode("utf-8-sig").replace("\\", "/")
    named = set(re.findall(r"(?:docs/deploy/\w+\.py|start\.\w+|app\.py)", text)) - {"start.it"}
    assert named
    for name in named:
        assert (ROOT / name).exists(), name


def test_the_service_is_understood_by_systemd(tmp_path):
    systemd = shutil.which("systemd-analyze")
    if systemd is None:
        pytest.skip("no systemd-analyze on this machine")
    copy = tmp_path / "anxue.service"
    text = (DEPLOY / "anxue.service").read_text(encoding="utf-8")
    copy.write_text(text.replace("/opt/anxue/.venv/bin/python", sys.executable), encoding="utf-8")
    done = subprocess.run([systemd, "verify", str(copy)], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "anxue.service" not in done.stderr, done.stderr


def test_without_python_it_is_said_what_to_do(tmp_path):
    for name in ("dirname", "sh"):
        (tmp_path / name).symlink_to(shutil.which(name))  # type: ignore[arg-type]
    done = subprocess.run(
        [str(tmp_path / "sh"), str(ROOT / "start.sh")],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1 and "没有 Python 3.11" in done.stdout and "apt-get install" in done.stdout


def skeleton(folder: Path) -> Path:
    """A copy of what start.sh needs, with one small library from wheels/ and a program that serves /healthz."""
    (folder / "docs").mkdir(parents=True)
    shutil.copytree(DEPLOY, folder / "docs" / "deploy")
    shutil.copy(ROOT / "start.sh", folder)
    words = folder / "eduplatform" / "translations" / "en" / "LC_MESSAGES"
    words.mkdir(parents=True)
    (words / "messages.po").write_text('msgid ""\nmsgstr ""\n', encoding="utf-8")
    (folder / "requirements.txt").write_text("babel==9.9.9\n")
    (folder / "wheels").mkdir()
    with zipfile.ZipFile(folder / "wheels" / "babel-9.9.9-py3-none-any.whl", "w") as wheel:
        wheel.writestr("babel/__init__.py", "")
        wheel.writestr("babel/messages/__init__.py", "")
        wheel.writestr("babel/messages/frontend.py", "import sys; print('compiled', sys.argv[1:])")
        wheel.writestr("babel-9.9.9.dist-info/METADATA", "Metadata-Version: 2.1\nName: babel\nVersion: 9.9.9\n")
        wheel.writestr(
            "babel-9.9.9.dist-info/WHEEL",
            "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        wheel.writestr("babel-9.9.9.dist-info/RECORD", "")
    (folder / "app.py").write_text(
        "import os, http.server\n"
        "class H(http.server.BaseHTTPRequestHandler):\n"
        "    def do_GET(self):\n"
        "        self.send_response(200); self.end_headers(); self.wfile.write(b'{\"ok\":true}')\n"
        "print('HOST is', os.environ['HOST'], flush=True)\n"
        "http.server.HTTPServer(('127.0.0.1', int(os.environ['PORT'])), H).serve_forever()\n"
    )
    return folder


@pytest.mark.slow
def test_start_sh_installs_offline_serves_and_a_second_one_only_opens(tmp_path):
    folder, port = skeleton(tmp_path / "安 学"), free_port()  # Chinese and a gap in the way there
    env = {name: value for name, value in os.environ.items() if name not in ("HOST", "PIP_INDEX_URL")} | {
        "PORT": str(port),
        "PYTHON": sys.executable,
    }
    first = start(folder, env)
    wait(port, first)
    second = subprocess.run(
        ["./start.sh", "--no-browser"], cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=60
    )
    assert second.returncode == 0 and "安学已经开着" in second.stdout
    said = stop(first)
    assert "不上网" in said and "compiled" in said and "HOST is 0.0.0.0" in said
    again = start(folder, env | {"HOST": "127.0.0.1"})
    wait(port, again)
    said = stop(again)
    assert "正在安装" not in said and "HOST is 127.0.0.1" in said, (
        "what is installed is not installed again, what is set stays"
    )
    shutil.rmtree(folder / "wheels")
    (folder / ".venv" / "bin" / "python").unlink()  # as after a copy from another computer
    (folder / "wheels").mkdir()
    broken = subprocess.run(
        ["./start.sh", "--no-browser"], cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=120
    )
    assert broken.returncode == 1 and "没有装好" in broken.stdout and "Traceback" not in broken.stderr


def start(folder: Path, env: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        ["./start.sh", "--no-browser"],
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def wait(port: int, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"start.sh served nothing: {stop(process)}")


def stop(process: subprocess.Popen[str]) -> str:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
    return process.communicate(timeout=20)[0]

#!/bin/sh
# ralph-malph 5.1.0: `ralph validate -f xapi` knows the events of a few profiles (video, LMS, virtual classroom) and nothing else. A correct
# plain xAPI 1.0.3 statement is left out of the output as "unknown" and counted among the "Invalid events", with exit 0; its own model of
# a statement (BaseXapiStatement, without a selector) accepts it. That model in turn lets a timestamp without a zone and a duration
# "1:30:00" pass, neither of which is ISO 8601 as the specification asks (Part Two, 4.5, 4.6).
# What we do: hold files against a table of the specification (tests/learning/xapi_rules.py), and ralph's model by hand.
# Exits 0 while that is so, 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check 'ralph-malph[full]==5.1.0'
"$folder/venv/bin/python" - "$folder" <<'PY'
import json, os, subprocess, sys
from importlib.metadata import version
from ralph.models.xapi.base.statements import BaseXapiStatement

ADL = "http://adlnet.gov/expapi"
plain = {
    "id": "5f0d3d3e-1b51-5c0e-9b7a-0a4f0c0d2e11",
    "actor": {"objectType": "Agent", "account": {"homePage": "https://school.invalid/", "name": "a1"}},
    "verb": {"id": f"{ADL}/verbs/completed", "display": {"en-US": "completed"}},
    "object": {"objectType": "Activity", "id": "https://school.invalid/quiz/1", "definition": {"type": f"{ADL}/activities/assessment"}},
    "result": {"score": {"scaled": 0.8}, "completion": True, "duration": "PT95S"},
    "timestamp": "2026-11-02T03:00:00.000Z",
    "version": "1.0.3",
}

def accepted(statement):
    try:
        BaseXapiStatement(**statement)
        return True
    except Exception:
        return False

def validated(statement):
    tool = os.path.join(sys.argv[1], "venv", "bin", "ralph")
    done = subprocess.run([tool, "validate", "-f", "xapi"], input=json.dumps(statement) + "\n", capture_output=True, text=True)
    return done.returncode, done.stdout.strip(), done.stderr.strip().splitlines()[-1].partition("validator ")[2]

print("ralph-malph", version("ralph-malph"))
no_zone = plain | {"timestamp": "2026-11-02T03:00:00"}
odd_time = plain | {"result": {"duration": "1:30:00"}}
code, out, said = validated(plain)
print("model, correct statement:     ", accepted(plain))
print("model, time without a zone:   ", accepted(no_zone))
print("model, duration 1:30:00:      ", accepted(odd_time))
print(f"ralph validate, correct one:   exit {code}, output {out!r}, says {said!r}")
same = accepted(plain) and accepted(no_zone) and accepted(odd_time) and (code, out) == (0, "") and "Invalid events: 1" in said
sys.exit(0 if same else 1)
PY
# Seen: True, True, True; exit 0, output '', "Total events: 1, Invalid events: 1".

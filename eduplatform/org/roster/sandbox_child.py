"""The child process of `sandbox`: run by file path, so that nothing but this package and python-calamine is loaded.

stdin: one JSON line {"filename", "encoding", "seconds",}, then the file. stdout: JSON {"book"} or {"refused", "values"}.
"""

import json
import os
import resource
import sys

MEMORY = 512 * 1024 * 1024


def limit(seconds: int) -> None:
    """512 MB of addresses, `seconds` of CPU, no file may be written, no core dump."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    # At the end of the path: modules beside this package must not shadow the standard library.
    sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    header = json.loads(sys.stdin.buffer.readline())
    limit(int(header["seconds"]))
    from roster.read import read_file
    from roster.refusals import RosterRefused

    try:
        book = read_file(header["filename"], sys.stdin.buffer.read(), header["encoding"])
        answer = json.dumps({"book": book.to_json()})
    except RosterRefused as refused:
        answer = json.dumps({"refused": refused.code, "values": refused.values})
    except (MemoryError, RecursionError):
        answer = json.dumps({"refused": "file_too_heavy", "values": {}})
    sys.stdout.write(answer)


if __name__ == "__main__":
    main()

"""Runs `python -m assistant …` many times without importing torch each time: heavy libraries are imported once, then each run is a fork.

Each run is a new process in a session of its own, so a test can kill it with everything it started. Orders come on stdin, one JSON line a run:
`{"argv": […], "env": {…}, "stdout": PATH, "stderr": PATH, "file_size_limit": BYTES or null}`. The pid comes back at once, the exit status at the end.
"""

from __future__ import annotations

import contextlib
import json
import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent


class Run:
    """One run under way."""

    def __init__(self, runner: CommandRunner, pid: int, stdout: Path, stderr: Path) -> None:
        self._runner, self.pid, self._stdout, self._stderr = runner, pid, stdout, stderr

    def kill(self) -> None:
        """SIGKILL to the process and all that it started."""
        with contextlib.suppress(ProcessLookupError):  # it has just ended
            os.killpg(self.pid, 9)

    def wait(self) -> tuple[int, str, str]:
        """(exit status, negative when a signal ended it; stdout; stderr)."""
        status = int(self._runner.read()["status"])
        return status, self._stdout.read_text(encoding="utf-8"), self._stderr.read_text(encoding="utf-8")


class CommandRunner:
    """The parent's side. One run at a time."""

    def __init__(self, scratch: Path) -> None:
        self._scratch, self._count = scratch, 0
        self._process = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY)
        assert self.read() == {"ready": True}

    def read(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "the runner died"
        answer: dict[str, Any] = json.loads(line)
        return answer

    def start(self, *argv: str, env: dict[str, str] | None = None, file_size_limit: int | None = None) -> Run:
        self._count += 1
        stdout, stderr = self._scratch / f"{self._count}.out", self._scratch / f"{self._count}.err"
        order = {"argv": argv, "env": env or {}, "stdout": str(stdout), "stderr": str(stderr), "file_size_limit": file_size_limit}
        assert self._process.stdin
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return Run(self, int(self.read()["pid"]), stdout, stderr)

    def run(self, *argv: str, env: dict[str, str] | None = None, file_size_limit: int | None = None) -> tuple[int, str, str]:
        return self.start(*argv, env=env, file_size_limit=file_size_limit).wait()

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=30)


def _serve() -> None:
    sys.path.insert(0, str(REPOSITORY))
    import chromadb  # noqa: F401
    import langchain_chroma  # noqa: F401
    import sentence_transformers  # noqa: F401

    import assistant.adapters.onnx_encoder
    import assistant.answering
    import assistant.cli
    import assistant.indexing  # noqa: F401

    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _command(order)
        print(json.dumps({"pid": pid}), flush=True)
        _, status = os.waitpid(pid, 0)
        print(json.dumps({"status": os.waitstatus_to_exitcode(status)}), flush=True)


def _command(order: dict[str, Any]) -> None:
    """In the child: become `python -m assistant argv…`."""
    os.setsid()
    os.environ.update(order["env"])
    for path, number in ((order["stdout"], 1), (order["stderr"], 2)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    if order["file_size_limit"]:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (order["file_size_limit"], order["file_size_limit"]))
    sys.argv = ["assistant", *order["argv"]]
    code: object = 0
    try:
        runpy.run_module("assistant", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code
    except BaseException:
        import traceback

        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


if __name__ == "__main__":
    _serve()

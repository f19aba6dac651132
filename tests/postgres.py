"""A PostgreSQL of the tests' own, on the loopback; skipped aloud where there is none."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

USER = "reader"
# Every sign that a URL or a connection string could trip over.
PASSWORD = "Zq7'%@/:} {;=pw"
UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class Postgres:
    """A running server."""

    port: int
    folder: Path

    @property
    def url(self) -> str:
        """Its address, as release.yml has it."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/postgres"

    @property
    def url_with_password(self) -> str:
        """Its address for the bare driver."""
        return f"{self.url}?password={quote(PASSWORD)}"

    @property
    def variable(self) -> str:
        """The environment variable that holds the password."""
        return "QA_CHECKS_PASSWORD_127_0_0_1"

    def execute(self, sql: str) -> list[tuple[object, ...]]:
        """Run statements of a test's own."""
        import psycopg

        with psycopg.connect(
            host="127.0.0.1", port=self.port, user=USER, password=PASSWORD, dbname="postgres"
        ) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []


@contextmanager
def running() -> Iterator[Postgres]:
    """Start a server and stop it in the end."""
    programs = _find_programs()
    if programs is None:
        pytest.skip("There is no PostgreSQL server on this machine: it is not tested.")
    folder = Path(tempfile.mkdtemp(prefix="qa-checks-pg-"))
    account = _choose_account()
    try:
        (folder / "password").write_text(PASSWORD)
        for path in (folder, folder / "password"):
            if account:
                shutil.chown(path, account)
        words = ["-D", str(folder / "data"), "-U", USER, "--auth=scram-sha-256", "--no-sync",
                 "-E", "UTF8", "--locale=C", f"--pwfile={folder / 'password'}"]  # fmt: skip
        _run([programs / "initdb", *words], account)
        port = _free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": folder,
            "fsync": "off",
        }
        with (folder / "data" / "postgresql.conf").open("a") as stream:
            stream.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        control = [programs / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w"]
        _run([*control, "start"], account)
        try:
            yield Postgres(port, folder)
        finally:
            _run([*control, "-m", "immediate", "stop"], account)
    finally:
        shutil.rmtree(folder)


def _find_programs() -> Path | None:
    program = shutil.which("initdb")
    if program:
        return Path(program).resolve().parent
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return newest[-1] if newest else None


def _choose_account() -> str | None:
    """Who runs it: it refuses to be run by root."""
    if os.geteuid() != 0:
        return None
    import pwd

    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in known)


def _run(command: list[object], account: str | None) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=120,
        user=account,
        group=_group_of(account) if account else None,
        extra_groups=[] if account else None,
    )
    assert done.returncode == 0, done.stderr


def _group_of(account: str) -> int:
    import pwd

    return pwd.getpwnam(account).pw_gid


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])

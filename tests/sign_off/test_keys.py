"""OpenSSH keys: in files, protected or not, and in the ssh-agent; and no secret ever shows."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa_checks.cli.app import COMMANDS, load_command
from qa_checks.errors import UsageError
from qa_checks.sign_off.agent import AgentSigner
from qa_checks.sign_off.keys import open_key
from qa_checks.sign_off.passphrase import PASSPHRASE, take_passphrase
from tests.cli.running import qa_checks
from tests.cli.terminal import at_terminal
from tests.sign_off.making import ANALYST, ID, Place, public_key, run_ssh

pytestmark = pytest.mark.skipif(
    shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed"
)
SECRET = "correct horse battery staple"


def keygen(path: Path, *words: str, passphrase: str = "") -> Path:
    """Make a key, an Ed25519 one unless told otherwise; one round makes a passphrase a secret."""
    told = words or ("-t", "ed25519")
    done = run_ssh(
        *("ssh-keygen", "-q", *told, "-a", "1", "-N", passphrase, "-C", "me", "-f"), path
    )
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture
def protected(tmp_path: Path) -> Path:
    return keygen(tmp_path / "protected", passphrase=SECRET)


@pytest.fixture
def agent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An ssh-agent of our own, and its socket."""
    if shutil.which("ssh-agent") is None:
        pytest.skip("ssh-agent is not installed")
    socket = tmp_path / "agent"
    server = subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.PIPE)
    assert server.stdout
    server.stdout.readline()  # printed once it listens
    monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
    yield socket
    server.terminate()
    server.wait()
    server.stdout.close()


def add(key: Path) -> None:
    """Give the agent a key, by way of a copy without a passphrase."""
    plain = key.with_name("plain-copy")
    shutil.copy(key, plain)
    run_ssh("ssh-keygen", "-q", "-p", "-P", SECRET, "-N", "", "-f", plain)
    done = run_ssh("ssh-add", "-q", plain)
    assert done.returncode == 0, done.stderr
    plain.unlink()


def test_a_key_without_a_passphrase(tmp_path: Path) -> None:
    path = keygen(tmp_path / "id_ed25519")
    public, signer = open_key(path, None)
    assert public.line == " ".join(path.with_suffix(".pub").read_text().split()[:2])
    assert signer.public_key == public.verifier()
    public.verifier().verify_signature(signer.sign(b"text"), b"text")
    assert open_key(path, SECRET)[0] == public  # a passphrase it does not need does no harm


def test_a_protected_key_and_its_passphrase(protected: Path) -> None:
    public, signer = open_key(protected, SECRET)
    public.verifier().verify_signature(signer.sign(b"text"), b"text")


def test_a_wrong_passphrase(protected: Path) -> None:
    with pytest.raises(UsageError) as caught:
        open_key(protected, "wrong")
    assert str(caught.value) == f"{protected}: The passphrase does not open the key."
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("given", [None, ""])
def test_no_passphrase_and_nobody_to_ask(
    protected: Path, monkeypatch: pytest.MonkeyPatch, given: str | None
) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(UsageError) as caught:
        open_key(protected, given)
    assert str(caught.value) == (
        f"{protected}: The key is protected by a passphrase, and there is no terminal to ask for "
        "it. Add the key to the ssh-agent (`ssh-add`), or give QA_CHECKS_PASSPHRASE in the "
        "environment."
    )


def test_the_passphrase_leaves_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSPHRASE, SECRET)
    assert take_passphrase() == SECRET
    assert PASSPHRASE not in os.environ
    assert take_passphrase() is None


@pytest.mark.parametrize("given", ["protected", "protected.pub"])
def test_the_agent_signs(agent: Path, protected: Path, given: str) -> None:
    add(protected)
    assert agent.exists()
    public, signer = open_key(protected.with_name(given), None)
    signature = signer.sign(b"text")
    assert len(bytes.fromhex(signature.signature)) == 64  # plain Ed25519, as any tool verifies it
    public.verifier().verify_signature(signature, b"text")


def test_a_key_of_the_agent_has_no_address() -> None:
    key = public_key("analyst")
    with pytest.raises(ValueError, match="no address such as 'file:key'"):
        AgentSigner.from_priv_key_uri("file:key", key.verifier())


def test_the_agent_does_not_hold_the_key(agent: Path, tmp_path: Path) -> None:
    path = keygen(tmp_path / "other")
    with pytest.raises(UsageError, match=r"The ssh-agent does not hold the key SHA256:") as caught:
        open_key(path.with_suffix(".pub"), None)
    assert caught.value.remedy == "Add it with `ssh-add`, or give the file of the private key."
    assert agent.exists()


@pytest.mark.parametrize("kind", [("-t", "rsa", "-b", "1024"), ("-t", "ecdsa")])
def test_a_key_of_another_kind(tmp_path: Path, kind: tuple[str, ...]) -> None:
    path = keygen(tmp_path / "key", *kind)
    for given in (path, path.with_suffix(".pub")):
        with pytest.raises(UsageError, match="a release is signed with an Ed25519 key"):
            open_key(given, None)


@pytest.mark.parametrize("text", ["", "nonsense", "-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_a_file_that_is_no_key(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key"
    path.write_text(text)
    with pytest.raises(UsageError, match=r"Make one with `ssh-keygen -t ed25519`"):
        open_key(path, None)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        open_key(tmp_path / "none", None)
    assert str(caught.value) == (
        f"{tmp_path / 'none'}: The key cannot be read: No such file or directory. Give another "
        "one with --key. Make one with `ssh-keygen -t ed25519`."
    )


@pytest.fixture
def ready(unsigned: Place, protected: Path) -> Place:
    """A release to be signed with the protected key."""
    key = " ".join(protected.with_suffix(".pub").read_text().split()[:2])
    line = f'{ANALYST} namespaces="qa-checks/second-analyst" {key}\n'
    (unsigned.folder / "allowed_signers").write_text(line)
    return unsigned


def sign(place: Place, key: Path, *words: str, **more: str) -> tuple[int, str]:
    done = qa_checks(
        *("sign-off", "--catalogue", "catalogue", "--key", key, *words), cwd=place.folder, **more
    )
    return done.code, done.out + done.err


def test_signed_with_the_passphrase_of_the_environment(ready: Place, protected: Path) -> None:
    code, printed = sign(ready, protected, QA_CHECKS_PASSPHRASE=SECRET)
    assert code == 0, printed
    assert ready.gate() == (0, {})
    private = protected.read_text().split("\n")[1]
    for path in [*ready.report.rglob("*"), *Path(protected.parent).glob("*.log")]:
        if path.is_file():
            content = path.read_text("utf-8", errors="replace")
            assert SECRET not in content, path
            assert private not in content, path
    assert SECRET not in printed


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "sign-off"])
def test_no_other_command_passes_the_passphrase_on(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSPHRASE, SECRET)
    load_command(command)
    assert PASSPHRASE not in os.environ


def test_the_signing_process_leaves_no_core_dump(
    ready: Place, protected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = []
    monkeypatch.setattr(
        "qa_checks.operating_system.forbid_core_dumps", lambda: steps.append("forbid")
    )
    monkeypatch.setattr(
        "qa_checks.sign_off.passphrase.take_passphrase", lambda: steps.append("take")
    )
    qa_checks("sign-off", "--key", protected, cwd=ready.folder)
    assert steps == ["forbid", "take"]


def test_a_secret_is_in_no_traceback(ready: Place, protected: Path) -> None:
    code, printed = sign(ready, protected, "--debug", QA_CHECKS_PASSPHRASE=f"{SECRET}!")
    assert code == 2
    assert "Traceback" in printed
    assert "The passphrase does not open the key" in printed
    assert SECRET not in printed
    assert protected.read_text().split("\n")[2] not in printed


@pytest.mark.parametrize(
    ("answer", "message"),
    [("", "No passphrase was given."), ("wrong", "The passphrase does not open the key.")],
)
def test_a_bad_answer_at_the_terminal(
    ready: Place, protected: Path, monkeypatch: pytest.MonkeyPatch, answer: str, message: str
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("getpass.getpass", lambda prompt: asked.append(prompt) or answer)
    words = ("sign-off", "--catalogue", "catalogue", "--key", protected)
    done = at_terminal(*words, cwd=ready.folder)
    assert asked == [f"Passphrase of {protected}: "]
    assert done.code == 2
    assert f"Cannot run: {protected}: {message}" in done.out


def test_the_agent_signs_a_release(ready: Place, protected: Path, agent: Path) -> None:
    add(protected)
    code, printed = sign(ready, protected, SSH_AUTH_SOCK=str(agent))
    assert code == 0, printed
    assert (ready.folder / "reports" / ID / "sign-off.html").is_file()
    assert ready.gate() == (0, {})

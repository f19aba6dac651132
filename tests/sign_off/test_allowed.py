"""allowed_signers means here what it means to ssh-keygen."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from qa_checks.errors import SignersError
from qa_checks.sign_off.allowed import read_allowed, read_revoked
from tests.sign_off.making import public, public_key, run_ssh, write_key

KEYGEN = shutil.which("ssh-keygen")
KEY = public("analyst")
NOON = dt.datetime(2022, 6, 1, 12, tzinfo=dt.UTC)
ROLE = "qa-checks/approver"


def read(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "allowed_signers"
    path.write_text(text)
    return path


def accepts(path: Path, principal: str, moment: dt.datetime) -> bool:
    """Whether some line lets a person sign with the analyst's key as an approver, then."""
    return any(
        signer.key == public_key("analyst")
        and signer.is_for(principal)
        and (signer.namespaces is None or signer.gives(ROLE))
        and not signer.refuses(moment)
        for signer in read_allowed(path)
    )


LINES = [
    f"a@x.org {KEY}",
    f"a@x.org {KEY} a comment of words",
    f"b@x.org,a@x.org {KEY}",
    f"*@x.org {KEY}",
    f"?@x.org {KEY}",
    f"[a]@x.org {KEY}",
    f"!a@x.org,*@x.org {KEY}",
    f"*@x.org,!a@x.org {KEY}",
    f"!b@x.org,*@x.org {KEY}",
    f"A@x.org {KEY}",
    f'"a@x.org" {KEY}',
    f'a@x.org namespaces="{ROLE}" {KEY}',
    f'a@x.org NAMESPACES="{ROLE}" {KEY}',
    f'a@x.org namespaces="git,{ROLE}" {KEY}',
    f'a@x.org namespaces="git" {KEY}',
    f'a@x.org namespaces="qa-checks/*" {KEY}',
    f'a@x.org namespaces="!{ROLE},qa-checks/*" {KEY}',
    f'a@x.org valid-after="20220601120000Z" {KEY}',
    f'a@x.org valid-after="20220601120001Z" {KEY}',
    f'a@x.org valid-after="202206011201Z" {KEY}',
    f'a@x.org valid-after="20220602Z" {KEY}',
    f'a@x.org valid-before="20220601120000Z" {KEY}',
    f'a@x.org valid-before="20220601115959Z" {KEY}',
    f'a@x.org valid-before="20220601Z" {KEY}',
    f'a@x.org valid-before="20220602" {KEY}',
    f'a@x.org namespaces="{ROLE}",valid-after="20220101Z",valid-before="20230101Z" {KEY}',
    f"a@x.org {public('approver')}",
    f"a@x.org {public('approver')}\na@x.org {KEY}",
    f"# a@x.org {KEY}",
    f"\n  \na@x.org {KEY}",
    f"a@x.org\t{KEY}",
]


@pytest.fixture(scope="module")
def message(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A message signed by ssh-keygen with the analyst's key."""
    folder = tmp_path_factory.mktemp("message")
    path = folder / "message"
    path.write_text("Text.")
    done = run_ssh("ssh-keygen", "-Y", "sign", "-n", ROLE, "-f", write_key(folder, "analyst"), path)
    assert done.returncode == 0, done.stderr
    return path


@pytest.mark.skipif(KEYGEN is None, reason="ssh-keygen is not installed")
@pytest.mark.parametrize("line", LINES)
def test_each_line_means_what_it_means_to_ssh_keygen(
    message: Path, tmp_path: Path, line: str
) -> None:
    path = read(tmp_path, f"{line}\n")
    with message.open() as text:
        done = run_ssh(
            *("ssh-keygen", "-Y", "verify", "-n", ROLE, "-I", "a@x.org", "-f", path),
            *("-s", f"{message}.sig", "-O", f"verify-time={NOON:%Y%m%d%H%M%S}Z"),
            stdin=text,
        )
    assert accepts(path, "a@x.org", NOON) is (done.returncode == 0), done.stderr + done.stdout


def test_the_lines_are_of_both_kinds(tmp_path: Path) -> None:
    accepted = [accepts(read(tmp_path, f"{line}\n"), "a@x.org", NOON) for line in LINES]
    assert (accepted.count(True), accepted.count(False)) == (18, 13)


def test_a_line_without_namespaces_gives_no_role(tmp_path: Path) -> None:
    [signer] = read_allowed(read(tmp_path, f"a@x.org {KEY}\n"))
    assert signer.is_for("a@x.org")
    assert not signer.gives(ROLE)


def test_a_pattern_names_no_one_person(tmp_path: Path) -> None:
    lines = [f"{words} {KEY}\n" for words in ("a@x.org", "*@x.org", "a@x.org,b@x.org")]
    assert [signer.person for signer in read_allowed(read(tmp_path, "".join(lines)))] == [
        "a@x.org",
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            f"*@x.org cert-authority {KEY}",
            "The line accepts whatever a certificate authority certifies (cert-authority). Name "
            "the key of each person instead: a release is signed by people.",
        ),
        (
            f'*@x.org CERT-AUTHORITY,namespaces="git" {KEY}',
            "The line accepts whatever a certificate authority certifies (cert-authority). Name "
            "the key of each person instead: a release is signed by people.",
        ),
        (
            f'a@x.org namespace="git" {KEY}',
            "'namespace=\"git\"' is not an option of allowed_signers, or is given twice. Known: "
            'namespaces="…", valid-after="…", valid-before="…".',
        ),
        (
            f'a@x.org namespaces="git",namespaces="{ROLE}" {KEY}',
            f"'namespaces=\"{ROLE}\"' is not an option of allowed_signers, or is given twice. "
            'Known: namespaces="…", valid-after="…", valid-before="…".',
        ),
        (f'a@x.org namespaces="" {KEY}', "namespaces needs a value."),
        (
            f'a@x.org valid-before="20221301Z" {KEY}',
            "'20221301Z' is not a time. Write it as 20211231Z or 202112311700Z.",
        ),
        (
            f'a@x.org valid-before="2022-12-01" {KEY}',
            "'2022-12-01' is not a time. Write it as 20211231Z or 202112311700Z.",
        ),
        (
            f'a@x.org valid-after="2023Z",valid-before="2022Z" {KEY}',
            "'2023Z' is not a time. Write it as 20211231Z or 202112311700Z.",
        ),
        (
            f'a@x.org valid-after="20230101Z",valid-before="20220101Z" {KEY}',
            "valid-before is not after valid-after.",
        ),
        (
            "a@x.org",
            "There is no public key in this line. It is two words, as in id_ed25519.pub: "
            "ssh-ed25519 AAAA….",
        ),
        (
            '"',
            "There is no public key in this line. It is two words, as in id_ed25519.pub: "
            "ssh-ed25519 AAAA….",
        ),
        (
            "a@x.org ssh-ed25519 not-base64",
            "There is no public key in this line. It is two words, as in id_ed25519.pub: "
            "ssh-ed25519 AAAA….",
        ),
        *(
            (
                f"x@example.org {key}",
                "There is no public key in this line. It is two words, as in id_ed25519.pub: "
                "ssh-ed25519 AAAA….",
            )
            for key in (
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5",  # the kind alone
                f"ssh-ed25519 {KEY.split()[1][:-4]}",
                f"ssh-ed25519 {KEY.split()[1]}AAAA",
                "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ==",
                "ssh-ed25519 AAA=",
            )
        ),
        *(
            (
                f'a@x.org valid-after="{stamp}" {KEY}',
                f"'{stamp}' is not a time. Write it as 20211231Z or 202112311700Z.",
            )
            for stamp in ("00000101", "00000101Z", "00010101", "99999999")
        ),
        (
            f"a@x.org {KEY.replace('ssh-ed25519', 'ssh-rsa')}",
            "The key is not of the kind 'ssh-rsa' it says it is.",
        ),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = read(tmp_path, f"# who may sign\n{line}\n")
    with pytest.raises(SignersError) as caught:
        read_allowed(path)
    assert str(caught.value) == f"{path}:2: {message}"


def test_a_list_of_revoked_keys(tmp_path: Path) -> None:
    path = read(tmp_path, f"# lost\n{KEY} laptop\n\n{public('approver')}\n")
    assert read_revoked(path) == {public_key("analyst"), public_key("approver")}
    path.write_bytes(b"SSHKRL\n\0\0\0\0\1")
    with pytest.raises(SignersError, match="binary key revocation list"):
        read_revoked(path)
    path.write_text("analyst\n")
    with pytest.raises(SignersError, match=":1: There is no public key in this line"):
        read_revoked(path)


def test_a_byte_order_mark_hides_no_line(tmp_path: Path) -> None:
    text = f"\ufeff{KEY}\n"
    assert read_revoked(read(tmp_path, text)) == {public_key("analyst")}
    [signer] = read_allowed(read(tmp_path, f"\ufeffa@x.org {KEY}\n"))
    assert signer.person == "a@x.org"


@pytest.mark.skipif(KEYGEN is None, reason="ssh-keygen is not installed")
def test_a_fingerprint_is_what_ssh_keygen_prints(tmp_path: Path) -> None:
    write_key(tmp_path, "analyst")
    done = run_ssh("ssh-keygen", "-l", "-f", tmp_path / "analyst.pub")
    assert done.stdout.split()[1] == public_key("analyst").fingerprint

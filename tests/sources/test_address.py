from __future__ import annotations

import pytest

from qa_checks.errors import InputError
from qa_checks.sources.address import Address, parse


def test_a_url_is_taken_apart() -> None:
    url = "postgresql+psycopg://re%40der@db.example:5433/care?sslmode=require"
    assert parse(url) == Address(
        url, "postgresql+psycopg", "re@der", "db.example", 5433, "care", {"sslmode": "require"}
    )
    assert parse(url).backend == "postgresql"
    assert parse(url).dialect == "postgres"


def test_options_are_not_shown() -> None:
    shown = parse("postgresql://reader@db.example/care?sslmode=require").shown
    assert shown == "postgresql://reader@db.example/care"


@pytest.mark.parametrize(
    ("host", "variable"),
    [
        ("db.example", "QA_CHECKS_PASSWORD_DB_EXAMPLE"),
        ("db-2.example", "QA_CHECKS_PASSWORD_DB_2_EXAMPLE"),
        ("127.0.0.1:5433", "QA_CHECKS_PASSWORD_127_0_0_1"),
        ("[::1]", "QA_CHECKS_PASSWORD___1"),
        ("", "QA_CHECKS_PASSWORD_LOCALHOST"),
    ],
)
def test_a_host_has_one_variable(host: str, variable: str) -> None:
    assert parse(f"postgresql://reader@{host}/care").variable == variable


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("postgresql://reader:hunter2@db.example/care", "no password"),
        ("postgresql://reader:@db.example/care", "no password"),
        ("postgresql://reader:hun@ter2@db.example/care", "no password"),
        ("postgresql://reader@db.example/care?password=hunter2", "no password"),
        ("postgresql://reader@db.example/care?sslpassword=hunter2", "no sslpassword"),
        ("mssql://reader@db.example/care?PWD=hunter2&AccessToken=hunter2", "no AccessToken or PWD"),
    ],
)
def test_a_url_with_a_secret_is_refused(url: str, what: str) -> None:
    with pytest.raises(InputError) as refused:
        parse(url)
    assert refused.value.what == f"The URL of a database holds {what}."
    assert refused.value.remedy == (
        "Take it out; it stands in the environment variable QA_CHECKS_PASSWORD_DB_EXAMPLE."
    )


@pytest.mark.parametrize(
    "url",
    [
        "care.db",
        "postgresql:reader:hunter2@db.example",
        "postgresql://reader:12/hunter2@db.example/care",
        "postgresql://reader:hunter2#x@db.example/care",
        "postgresql://reader:12?hunter2@db.example/care",
        "postgresql://reader@db.example/care?hunter2",
        "postgresql://reader@db.example/care#hunter2",
        "postgresql://reader@db.example:port/care",
        "postgresql://reader@[db/care",
        "://db.example/care",
    ],
)
def test_what_is_no_url_is_not_repeated(url: str) -> None:
    with pytest.raises(InputError) as refused:
        parse(url)
    assert refused.value.what == "This is no URL of a database."
    assert "hunter2" not in str(refused.value)

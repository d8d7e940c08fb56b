"""A password in the address is used; without one, Azure's PostgreSQL gets a token, and no other host does."""

import ssl

import pytest

from shared.db.entra import connect_options, entra_token


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://app:secret@psql-augeo.postgres.database.azure.com/augeo",
        "postgresql://app@127.0.0.1:5432/augeo",
        "postgresql://app@/augeo?host=/tmp/socket",
        "postgresql://app@postgres.database.azure.com.example.org/augeo",
    ],
)
def test_a_password_or_another_host_needs_no_token(url: str) -> None:
    assert connect_options(url) == {}


def test_azure_without_a_password_gets_a_token_over_checked_tls() -> None:
    options = connect_options("postgresql://app@psql-augeo.postgres.database.azure.com:5432/augeo")
    assert options["password"] is entra_token
    assert options["ssl"].verify_mode == ssl.CERT_REQUIRED
    assert options["ssl"].check_hostname

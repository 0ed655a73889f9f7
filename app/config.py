"""Every setting of Earshot, with its default. All come from the environment; docs list them from here."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Annotated, Literal

from click import ClickException
from pydantic import AliasChoices, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")


def _env(name: str) -> AliasChoices:
    return AliasChoices(name)


class Settings(BaseSettings):
    """The settings, read once when the app is made. ``description`` says what each does."""

    model_config = SettingsConfigDict(extra="ignore", populate_by_name=True, frozen=True)

    data: Path = Field(
        Path("var"),
        validation_alias=_env("EARSHOT_DATA"),
        description="Folder of everything that lasts: embedded graph, uploads, queue, secret key.",
    )
    host: str = Field(
        "127.0.0.1",
        validation_alias=_env("EARSHOT_HOST"),
        description="Address to listen on. Until accounts exist only this machine's own are accepted.",
    )
    port: int = Field(
        8000, ge=0, le=65535, validation_alias=_env("EARSHOT_PORT"), description="Port to listen on."
    )
    demo: bool = Field(
        False,
        validation_alias=_env("EARSHOT_DEMO"),
        description="1: load the example when the graph is empty. `make run` sets it.",
    )
    neo4j_uri: str = Field(
        "",
        validation_alias=_env("NEO4J_URI"),
        description="A Neo4j server, cluster or Aura. Empty: the embedded graph in EARSHOT_DATA.",
    )
    neo4j_username: str = Field(
        "neo4j", validation_alias=_env("NEO4J_USERNAME"), description="User name on that server."
    )
    neo4j_password: str = Field(
        "", repr=False, validation_alias=_env("NEO4J_PASSWORD"), description="Password on that server."
    )
    neo4j_database: str = Field(
        "neo4j", validation_alias=_env("NEO4J_DATABASE"), description="Database on that server."
    )
    secret_key: str = Field(
        "",
        repr=False,
        validation_alias=_env("EARSHOT_SECRET_KEY"),
        description="Signs forms and cookies. Empty: a random one, kept in EARSHOT_DATA/secret_key (0600).",
    )
    trusted_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        LOOPBACK_HOSTS,
        validation_alias=_env("EARSHOT_TRUSTED_HOSTS"),
        description="Host names that a request may name, separated by commas; others are refused.",
    )
    https: bool = Field(
        False,
        validation_alias=_env("EARSHOT_HTTPS"),
        description="1 when people reach Earshot by https: cookies become Secure, HSTS is sent.",
    )
    max_upload_mb: int = Field(
        64,
        ge=1,
        validation_alias=_env("EARSHOT_MAX_UPLOAD_MB"),
        description="Largest upload, in megabytes.",
    )
    threads: int = Field(
        6,
        ge=1,
        validation_alias=_env("EARSHOT_THREADS"),
        description="Threads that answer pages in `flask serve`.",
    )
    workers: int = Field(
        2,
        ge=1,
        validation_alias=_env("EARSHOT_WORKERS"),
        description="Threads that carry out long work (imports).",
    )
    jobs: Literal["queue", "inline"] = Field(
        "queue",
        validation_alias=_env("EARSHOT_JOBS"),
        description="inline: carry long work out within the request that asks for it (tests, scripts).",
    )
    held_for: float = Field(
        60,
        ge=1,
        validation_alias=_env("EARSHOT_HELD_FOR"),
        description="Seconds without a sign of life after which another worker takes an import over.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", validation_alias=_env("EARSHOT_LOG_LEVEL"), description="How much goes to the log (stderr)."
    )

    @property
    def uploads(self) -> Path:
        """Folder of uploaded files."""
        return self.data / "uploads"

    @property
    def queue_file(self) -> Path:
        """SQLite file of the job queue."""
        return self.data / "queue.db"

    def environment_name(self, field: str) -> str:
        """Return the environment variable behind a field, such as EARSHOT_PORT for ``port``."""
        alias = type(self).model_fields[field].validation_alias
        assert isinstance(alias, AliasChoices)  # noqa: S101 - a mistake in this file, not in input
        return str(alias.choices[0])


class BadSetting(ClickException):
    """A setting has a value that can't be. Commands say it in a sentence and exit 1."""


def load_settings(**given: object) -> Settings:
    """Return the settings from the environment, those given taking precedence.

    Raises BadSetting naming the variable when one has a value that can't be.
    """
    hosts = os.environ.get("EARSHOT_TRUSTED_HOSTS")
    if hosts is not None and "trusted_hosts" not in given:
        given["trusted_hosts"] = tuple(part.strip() for part in hosts.split(",") if part.strip())
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise BadSetting(f"The setting {name} has a value that can't be: {first['msg']}.") from error


def secret_key(settings: Settings) -> str:
    """Return the key that signs forms and cookies, made once and readable by its owner only."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.data / "secret_key"
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text()

"""A test office: one embedded cluster a run, one template, one cloned database a module."""

import functools
import hashlib
import itertools
import os
import pickle
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import create_engine, text

from app.models.migrations.roles import Roles
from app.services.database import scram
from app.services.database.connect import Database
from app.services.database.embedded import EmbeddedServer
from app.services.database.enrolment import Enrolment
from app.services.refusals import REFUSALS
from app.services.server.provision import Provisioned, close_gates, init
from app.services.training.furnish import first_administrator, furnish
from app.services.training.office import training_office
from tests.personas import PASSWORD, PERSONAS

ROOT = Path(__file__).parents[1]
_numbers = itertools.count(1)


@dataclass
class TestDatabase:
    """One database of the test office.

    ``as_person("operator")`` is that person's own connection; ``superuser()`` is for provisioning only.
    """

    __test__ = False

    server: EmbeddedServer
    provisioned: Provisioned
    name: str
    _open: list[Database] = field(default_factory=list)
    _seats: dict[str, Database] = field(default_factory=dict)

    @property
    def enrolment(self) -> Enrolment:
        return replace(self.provisioned.enrolment, database=self.name)

    @property
    def roles(self) -> Roles:
        return Roles(self.provisioned.enrolment.installation)

    @property
    def superuser_url(self) -> str:
        return self.server.superuser_url(self.name)

    def login(self, persona: str) -> str:
        return self.enrolment.login_for(PERSONAS[persona].staff_number)

    def as_person(self, persona: str, **options: Any) -> Database:
        """Sign in as one of tests.personas.PERSONAS, once a module; closed with it."""
        if not options and persona in self._seats:
            return self._seats[persona]
        found = Database(self.enrolment, self.login(persona), PASSWORD, refusals=REFUSALS, **options)
        self._open.append(found)
        if not options:
            self._seats[persona] = found
        return found

    def as_worker(self) -> Database:
        found = Database(self.enrolment, self.provisioned.worker_login, self.provisioned.worker_password)
        self._open.append(found)
        return found

    def psql(self, persona: str) -> "psycopg.Connection[Any]":
        """Sign in as a persona with the bare driver, as with psql; autocommit. Close it."""
        return Database(self.enrolment, self.login(persona), PASSWORD).connection(autocommit=True)

    def superuser(self) -> "psycopg.Connection[Any]":
        """Connect as the cluster's superuser, autocommit; for fixtures and for looking behind the doors. Close it."""
        return psycopg.connect(self.superuser_url, autocommit=True)

    def sign_out(self) -> None:
        """Close every connection; whoever is asked for next signs in anew."""
        for database in self._open:
            database.close()
        self._open.clear()
        self._seats.clear()

    def close(self) -> None:
        """Sign everybody out and drop the database."""
        self.sign_out()
        if self.name.startswith(f"office_{os.getpid()}_"):
            with psycopg.connect(self.server.superuser_url(), autocommit=True) as connection:
                connection.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


def build_template(server: EmbeddedServer) -> TestDatabase:
    """Provision the template once, with everybody of tests.personas; a kept cluster may have it from an earlier run."""
    name = f"office_template_{_digest()}"
    note = server.folder.parent / f"{name}.pickle"
    with psycopg.connect(server.superuser_url(), autocommit=True) as connection:
        known = connection.execute("SELECT FROM pg_database WHERE datname = %s", (name,)).fetchone()
        if known is not None and note.exists():
            return TestDatabase(server, pickle.loads(note.read_bytes()), name)  # noqa: S301 written below by ourselves
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    office = training_office()
    provisioned = init(server.superuser_url(name), "金河市 12315 中心", first_administrator(office, PASSWORD))
    template = TestDatabase(server, provisioned, name)
    settle_in(template)
    note.write_bytes(pickle.dumps(provisioned))
    return template


def _digest() -> str:
    """Tell by content whether what a template is made of has changed."""
    found = hashlib.sha256()
    for folder, pattern in (
        ("app/models", "*.py"),
        ("app/models", "*.sql"),
        ("resources", "*.toml"),
        ("app/services/training", "*.py"),
    ):
        for path in sorted((ROOT / folder).rglob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()[:12]


def settle_in(office: TestDatabase) -> None:
    """Furnish the practice office through the administrator's own doors."""
    administrator = office.as_person("administrator")
    furnish(administrator, training_office(), PASSWORD)
    office.close()


def clone(template: TestDatabase) -> TestDatabase:
    """Return a fresh copy of the template."""
    name = f"office_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(template.server.superuser_url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template.name}")
    found = TestDatabase(template.server, template.provisioned, name)
    engine = create_engine(found.superuser_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        close_gates(connection, found.roles)
        connection.execute(text("SELECT 1"))
    engine.dispose()
    _open_to_everybody(found)
    return found


@functools.cache
def _verifier() -> str:
    return scram.verifier(PASSWORD)


def _open_to_everybody(office: TestDatabase) -> None:
    """Give every persona the known password again: an earlier module may have shut a login of the cluster."""
    with office.superuser() as connection:
        for persona in PERSONAS:
            connection.execute("SELECT office.set_verifier(%s, %s)", (office.login(persona), _verifier()))

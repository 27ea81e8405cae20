"""A test office: one embedded cluster a run, one template, one cloned database a module."""

import itertools
from dataclasses import dataclass, field, replace
from typing import Any

import psycopg
from sqlalchemy import create_engine, text

from app.models.migrations.apply import Roles
from app.services.database import scram
from app.services.database.connect import Database
from app.services.database.embedded import EmbeddedServer
from app.services.database.enrolment import Enrolment
from app.services.server.provision import FirstAdmin, Provisioned, close_gates, init
from tests.personas import PASSWORD, PERSONAS

TEMPLATE = "office_template"
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
        """Sign in as one of tests.personas.PERSONAS; closed with the module."""
        found = Database(self.enrolment, self.login(persona), PASSWORD, **options)
        self._open.append(found)
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

    def close(self) -> None:
        for database in self._open:
            database.close()
        self._open.clear()


def build_template(server: EmbeddedServer) -> TestDatabase:
    """Provision the template once, with everybody of tests.personas."""
    with psycopg.connect(server.superuser_url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0 ENCODING 'UTF8'")
    administrator = PERSONAS["administrator"]
    provisioned = init(
        server.superuser_url(TEMPLATE),
        "海州市 12315 中心",
        FirstAdmin(
            staff_number=administrator.staff_number, name=administrator.name, password=PASSWORD, must_change=False
        ),
    )
    template = TestDatabase(server, provisioned, TEMPLATE)
    furnish(template)
    return template


def furnish(office: TestDatabase) -> None:
    """Give every persona a login."""
    with office.superuser() as connection:
        for persona in PERSONAS.values():
            if persona.key != "administrator":
                connection.execute(
                    "SELECT office.create_login(%s, %s, %s)",
                    (office.login(persona.key), scram.verifier(PASSWORD), persona.kind),
                )


def clone(template: TestDatabase) -> TestDatabase:
    """Return a fresh copy of the template."""
    name = f"office_{next(_numbers)}"
    with psycopg.connect(template.server.superuser_url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template.name}")
    found = TestDatabase(template.server, template.provisioned, name)
    engine = create_engine(found.superuser_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        close_gates(connection, found.roles)
        connection.execute(text("SELECT 1"))
    engine.dispose()
    return found

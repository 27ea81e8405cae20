"""A centre's shared server as it stands in a real one: PostgreSQL 15 over TCP, SCRAM, TLS with an own authority."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest

from app.services.clock import SystemClock
from app.services.database.connect import Database
from app.services.database.embedded import EmbeddedServer
from app.services.database.enrolment import Enrolment
from app.services.database.programs import Programs, server_user
from app.services.errors import OutageError, UserError
from app.services.server import main
from app.services.server.backup import backup
from app.services.server.check import check
from app.services.server.people import NewPerson, add_person
from app.services.server.provision import Provisioned, init
from tests.services.server.conftest import SYSTEM_15, new_database
from tests.services.server.test_provision import ADMIN, signs_in

pytestmark = pytest.mark.edge

HBA = """\
hostssl all all 127.0.0.1/32 scram-sha-256
hostssl all all ::1/128 scram-sha-256
"""


@dataclass(frozen=True)
class Centre:
    server: EmbeddedServer
    made: Provisioned
    url: str
    ca: Path
    other_ca: Path


def authority(folder: Path, name: str) -> Path:
    """Make a certificate authority; return its certificate."""
    run(folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
        "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.pem")  # fmt: skip
    return folder / f"{name}.pem"


def run(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


def certify(folder: Path, ca: str, data: Path, user: str | None) -> None:
    """Lay a key and a certificate for the name localhost beside the server's data."""
    (folder / "names").write_text("subjectAltName = DNS:localhost\n", encoding="ascii")
    run(folder, "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost",
        "-keyout", "server.key", "-out", "server.csr")  # fmt: skip
    run(folder, "x509", "-req", "-in", "server.csr", "-CA", f"{ca}.pem", "-CAkey", f"{ca}.key", "-CAcreateserial",
        "-days", "30", "-extfile", "names", "-out", "server.crt")  # fmt: skip
    for name in ("server.key", "server.crt"):
        shutil.copy(folder / name, data / name)
        (data / name).chmod(0o600)
        if user:
            shutil.chown(data / name, user)


@pytest.fixture(scope="module")
def centre() -> Iterator[Centre]:
    if not (SYSTEM_15 / "initdb").exists() or shutil.which("openssl") is None:
        pytest.skip("no PostgreSQL 15 or no openssl on this machine")
    with tempfile.TemporaryDirectory(prefix="hotline-desk-centre-") as name:
        folder = Path(name)
        server = EmbeddedServer(folder / "cluster", sync=False, programs=Programs(SYSTEM_15))
        server.start()
        server.stop()
        ca, other = authority(folder, "centre-ca"), authority(folder, "other-ca")
        certify(folder, "centre-ca", server.data, server_user(server.programs, server.folder))
        (server.data / "pg_hba.conf").write_text(HBA, encoding="ascii")
        with (server.data / "postgresql.conf").open("a", encoding="ascii") as settings:
            settings.write("\nssl = on\nssl_min_protocol_version = 'TLSv1.2'\n")
        server.start()
        place = server.superuser_url(new_database(server)).replace("127.0.0.1", "localhost")
        url = f"{place}?sslmode=verify-full&sslrootcert={ca}"
        yield Centre(server, init(url, "海州市 12315 中心", ADMIN, ca=ca), url, ca, other)
        server.stop()


def test_people_sign_in_over_tls_with_the_authority_checked(centre: Centre):
    enrolment = centre.made.enrolment
    assert (enrolment.sslmode, enrolment.host) == ("verify-full", "localhost")
    assert signs_in(enrolment, "A001", ADMIN.password)
    assert not signs_in(enrolment, "A001", "wrong")

    desk = Database(enrolment, enrolment.login_for("A001"), ADMIN.password)
    with desk.connection() as connection:
        assert connection.pgconn.ssl_in_use
    desk.close()


def test_the_enrolment_file_carries_the_authority_to_the_desk(centre: Centre, tmp_path: Path):
    person = NewPerson(staff_number="1001", name="王小梅", roles=("operator",))
    enrolled = add_person(centre.url, person, SystemClock(), ca=centre.ca)
    enrolled.enrolment.save(tmp_path / "1001.json")
    loaded = Enrolment.load(tmp_path / "1001.json")

    assert loaded.ca is not None
    assert loaded.ca.parent == tmp_path
    assert signs_in(loaded, "1001", enrolled.first_password)


@pytest.mark.parametrize("wrong", ["authority", "name"])
def test_a_server_that_is_not_the_centres_is_not_given_the_password(centre: Centre, wrong: str):
    enrolment = centre.made.enrolment
    enrolment = replace(enrolment, ca=centre.other_ca) if wrong == "authority" else replace(enrolment, host="127.0.0.1")
    desk = Database(enrolment, enrolment.login_for("A001"), ADMIN.password)
    with pytest.raises(UserError) as caught:
        desk.check()

    assert caught.value.code == "08P01"


def test_a_line_without_tls_is_refused_by_the_server(centre: Centre):
    enrolment = replace(centre.made.enrolment, sslmode="disable", ca=None)
    desk = Database(enrolment, enrolment.login_for("A001"), ADMIN.password)
    with pytest.raises(UserError) as caught:
        desk.check()

    assert caught.value.code == "28000"
    assert caught.value.field is None


def test_a_desk_never_gives_its_password_to_a_server_that_asks_for_it_in_clear(centre: Centre):
    hba = centre.server.data / "pg_hba.conf"
    hba.write_text(HBA.replace("scram-sha-256", "password"), encoding="ascii")
    with psycopg.connect(centre.url, autocommit=True) as connection:
        connection.execute("SELECT pg_reload_conf()")
    try:
        desk = Database(centre.made.enrolment, centre.made.enrolment.login_for("A001"), ADMIN.password)
        with pytest.raises((UserError, OutageError)) as caught:
            desk.check()
        assert getattr(caught.value, "code", "28000") == "28000"
    finally:
        hba.write_text(HBA, encoding="ascii")
        with psycopg.connect(centre.url, autocommit=True) as connection:
            connection.execute("SELECT pg_reload_conf()")


def test_the_check_says_that_the_line_is_encrypted_and_the_backup_goes_over_it(centre: Centre, tmp_path: Path):
    findings = {finding.name: finding.fine for finding in check(centre.url, SystemClock())}
    assert findings["line"]

    assert backup(centre.url, tmp_path / "office.zip", SystemClock()).rows > 0


def test_the_whole_way_from_the_command_line(centre: Centre, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    words = ["add-person", "--url", centre.url, "--number", "1002", "--name", "李敏", "--role", "operator"]
    assert main([*words, "--ca", str(centre.ca), "--out", str(tmp_path / "1002.json")]) == 0
    password = capsys.readouterr().out.strip().rsplit(" ", 1)[-1]

    assert signs_in(Enrolment.load(tmp_path / "1002.json"), "1002", password)

"""What lies in the folder of an install is for the service's own user only."""

import os
import stat

from eduplatform.org.roster_uploads import Uploads
from eduplatform.shared import private_files
from tests.conftest import make_app


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_an_install_of_an_earlier_release_is_closed_at_start(tmp_path):
    place = tmp_path / "instance"
    (place / "backups").mkdir(parents=True)
    place.chmod(0o755)
    (place / "backups").chmod(0o755)
    for name in ("anxue.db", "secret.key", "demo-accounts.txt"):
        (place / name).touch(mode=0o644)
    make_app(f"sqlite:///{place / 'anxue.db'}", place)
    assert mode(place) == 0o700 and mode(place / "backups") == 0o700
    assert {mode(each) for each in place.iterdir() if each.is_file()} == {0o600}


def test_new_files_are_closed_whatever_the_umask(tmp_path):
    old = os.umask(0)
    try:
        place = tmp_path / "new"
        make_app(f"sqlite:///{place / 'anxue.db'}", place)
        private_files.write_private(place / "heads.json", "{}")
        Uploads(place).put_raw(1, b"names")
    finally:
        os.umask(old)
    assert mode(place) == 0o700 and mode(place / "uploads") == 0o700
    assert mode(place / "heads.json") == 0o600 and mode(place / "uploads" / "1.raw") == 0o600


def test_a_folder_others_share_is_left_alone(tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    private_files.folder(shared)
    assert mode(shared) == 0o1777

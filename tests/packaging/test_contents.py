"""What the frozen program holds, and what is left out of it."""

import subprocess
import sys
from pathlib import Path

import botocore
import moto
import pytest
from botocore.loaders import Loader
from botocore.session import Session

from building import contents
from building.reaching import reached
from sqs_explorer.aws.small_models import SmallLoader
from tests.architecture.sources import CHECKOUT

QT = "PySide6/Qt/plugins"

LOADS_WITHOUT_THE_REST = """
import importlib.abc, sys

class Refusing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if any(name == left_out or name.startswith(left_out + ".") for left_out in sys.argv[1:]):
            raise ModuleNotFoundError(f"{name} is left out", name=name)

sys.meta_path.insert(0, Refusing())
import sqs_explorer.app, sqs_explorer.worker.child, sqs_explorer.sandbox.server
import sqs_explorer.sandbox.demo.order_demo, moto.iam.access_control, keyring.core
"""


@pytest.mark.parametrize(
    "path",
    [
        "botocore/data/endpoints.json",
        "botocore/data/partitions.json",
        "botocore/data/sqs/2012-11-05/service-2.json.gz",
        "botocore/data/ec2/2016-11-15/endpoint-rule-set-1.json.gz",
        "botocore/cacert.pem",
        f"{QT}/platforms/libqxcb.so",
        f"{QT}/platforms/libqwayland.so",
        f"{QT}/platforminputcontexts/libcomposeplatforminputcontextplugin.so",
        f"{QT}/wayland-shell-integration/libxdg-shell.so",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6\\plugins\\styles\\qmodernwindowsstyle.dll",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "resources/icons/queue.svg",
        "keyring-25.7.0.dist-info/entry_points.txt",
    ],
)
def test_what_is_used_is_kept(path: str) -> None:
    assert contents.is_wanted(path)


@pytest.mark.parametrize(
    "path",
    [
        "botocore/data/s3/2006-03-01/service-2.json.gz",
        "botocore/data/ec2/2016-11-15/service-2.json.gz",
        "botocore/data/sqs/2012-11-05/examples-1.json",
        "boto3/data/sqs/2012-11-05/resources-1.json",
        f"{QT}/platformthemes/libqgtk3.so",
        f"{QT}/tls/libqopensslbackend.so",
        f"{QT}/imageformats/libqjpeg.so",
        "PySide6\\plugins\\platforms\\qminimal.dll",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/qml/QtQuick/libqtquick2plugin.so",
    ],
)
def test_what_nobody_uses_is_left_out(path: str) -> None:
    assert not contents.is_wanted(path)


def test_the_program_loads_without_what_is_left_out() -> None:
    parts = [path.stem for path in Path(moto.__path__[0]).iterdir()]
    left_out = [*contents.EXCLUDED_MODULES, *contents.excluded_moto(parts)]
    command = [sys.executable, "-c", LOADS_WITHOUT_THE_REST, *left_out]
    result = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert "moto.ec2" in left_out


def test_every_client_can_be_made_from_the_descriptions_that_are_kept(tmp_path: Path) -> None:
    described = Path(botocore.__file__).parent / "data"
    for path in described.rglob("*"):
        inside = path.relative_to(described)
        if path.is_file() and contents.is_wanted(f"botocore/data/{inside.as_posix()}"):
            (tmp_path / inside).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / inside).symlink_to(path)
    loader: Loader = SmallLoader(extra_search_paths=[str(tmp_path)], include_default_search_paths=False)
    session = Session()
    session.register_component("data_loader", loader)
    for service in sorted(contents.BOTOCORE_SERVICES):
        client = session.create_client(
            service, region_name="eu-west-1", aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="made-up"
        )
        assert client.meta.endpoint_url.startswith("https://")
        client.close()


@pytest.mark.parametrize(
    "library", ["libpython3.13.so.1.0", "libbz2.so.1.0", "libsqlite3.so.0", "libssl.so.3"]
)
def test_what_python_and_qt_lack_on_a_bare_desktop_is_brought_along(library: str) -> None:
    assert contents.is_brought_along(library, of_python=False, platform="linux")


def test_what_belongs_to_the_desktop_is_left_to_it() -> None:
    for library in ("libfontconfig.so.1", "libX11.so.6", "libxcb.so.1", "libglib-2.0.so.0", "libstdc++.so.6"):
        assert not contents.is_brought_along(library, of_python=False, platform="linux")
    assert contents.is_brought_along("libQt6Core.so.6", of_python=True, platform="linux")
    assert contents.is_brought_along("vcruntime140.dll", of_python=False, platform="win32")


def test_a_library_that_only_a_left_out_plugin_needs_is_not_reached() -> None:
    linked = {
        "/p/xcb": ["a.so", "libc.so"],
        "/l/a.so": ["/elsewhere/b.so"],
        "/l/b.so": ["a.so"],
        "/l/gtk.so": [],
    }
    libraries = {"a.so": "/l/a.so", "b.so": "/l/b.so", "gtk.so": "/l/gtk.so"}
    assert reached(libraries, ["/p/xcb"], linked.__getitem__) == {"a.so", "b.so"}

"""Every file made by others is listed with its version, licence and checksum."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "static" / "vendor"
ICONS = ROOT / "templates" / "components" / "icons"


def packages() -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads((VENDOR / "manifest.json").read_text())
    return listed


def files_on_disk() -> set[str]:
    vendored = {path for path in VENDOR.rglob("*") if path.is_file()} - {VENDOR / "manifest.json"}
    return {str(path.relative_to(ROOT)) for path in vendored | set(ICONS.iterdir())}


@pytest.mark.parametrize("package", packages(), ids=lambda package: package["name"])
def test_each_vendored_file_has_the_checksum_of_the_manifest(package: dict[str, Any]) -> None:
    found = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in package["files"]}
    assert found == package["files"]


@pytest.mark.parametrize("package", packages(), ids=lambda package: package["name"])
def test_each_package_says_its_version_and_brings_its_licence(package: dict[str, Any]) -> None:
    assert package["version"]
    assert package["licence"]
    assert (ROOT / package["licence_file"]).read_text().strip()


def test_no_vendored_file_is_unlisted() -> None:
    listed = {name for package in packages() for name in (*package["files"], package["licence_file"])}
    assert files_on_disk() == listed

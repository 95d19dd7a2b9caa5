"""One switch moves everything the program keeps."""

from dataclasses import astuple
from pathlib import Path

from sqs_explorer.storage.folders import find_folders


def test_a_data_folder_holds_settings_logs_the_demo_the_journal_and_the_activity(tmp_path: Path) -> None:
    folders = find_folders(tmp_path)
    assert all(tmp_path in {folder, *folder.parents} for folder in astuple(folders))
    assert folders.journal == tmp_path / "journal"
    assert folders.activity == tmp_path / "activity"


def test_without_one_each_kind_has_its_own_place_below_the_home_folder(private_home: Path) -> None:
    folders = find_folders()
    assert len(set(astuple(folders))) == 5
    assert all(private_home in folder.parents for folder in astuple(folders))

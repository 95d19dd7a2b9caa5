"""What Windows shows about sqs-explorer.exe under Properties, Details, in the form that PyInstaller reads."""

from __future__ import annotations

import re

TEMPLATE = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004, fileType=0x1),
  kids=[
    StringFileInfo([StringTable('040904B0', [{strings}])]),
    VarFileInfo([VarStruct('Translation', [0x0409, 1200])]),
  ],
)
"""


def version_resource(version: str) -> str:
    """Return the text of the file for EXE(version=...) in the spec: English, Unicode, 0.2.0rc1 as 0.2.0.0."""
    numbers = (*(int(digits) for digits in re.findall(r"\d+", re.split(r"[^\d.]", version)[0])), 0, 0, 0)[:4]
    values = {
        "CompanyName": "SQS Explorer contributors",
        "FileDescription": "SQS Explorer",
        "FileVersion": version,
        "InternalName": "sqs-explorer",
        "LegalCopyright": "MIT License",
        "OriginalFilename": "sqs-explorer.exe",
        "ProductName": "SQS Explorer",
        "ProductVersion": version,
    }
    strings = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in values.items())
    return TEMPLATE.format(numbers=numbers, strings=strings)

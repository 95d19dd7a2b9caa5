"""Builds the program for this system, tries it, and makes its packages. `dev.py package` calls it.

Needs the requirements of packaging/locked/package.txt. What is made lies in dist/.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from building.deb_package import make_deb
from building.freezing import BuildProblem, freeze, size_bytes
from building.places import FROZEN, executable
from building.rpm_package import make_rpm
from building.smoke_test import SmokeProblem, try_out
from building.tar_archive import make_tar


def parse(words: Sequence[str]) -> argparse.Namespace:
    """Return what is asked for."""
    parser = argparse.ArgumentParser(prog="dev.py package", description="Build the program for this system.")
    parser.add_argument(
        "--smoke", action="store_true", help="start what was built and run the tour inside it"
    )
    parser.add_argument("--keep", action="store_true", help="take the program that is built already")
    for kind in ("deb", "rpm", "tar"):
        parser.add_argument(
            f"--{kind}", action="store_true", help=f"make a .{kind}{'.xz' * (kind == 'tar')} (Linux)"
        )
    parser.add_argument("--measure", action="store_true", help="measure size, start and memory (Linux)")
    parser.add_argument(
        "--unpruned", action="store_true", help="with --measure: build once more, with nothing left out"
    )
    return parser.parse_args(words)


def main(words: Sequence[str]) -> int:
    """Build, try and pack; return the exit status."""
    wanted = parse(words)
    makers = {"deb": make_deb, "rpm": make_rpm, "tar": make_tar}
    try:
        if not wanted.keep or not executable().exists():
            freeze()
        print(f"{FROZEN}: {size_bytes(FROZEN) / 1e6:.0f} MB", flush=True)
        if wanted.smoke:
            try_out(FROZEN)
        for kind, make in makers.items():
            if getattr(wanted, kind):
                made = make(FROZEN)
                print(f"{made}: {made.stat().st_size / 1e6:.1f} MB", flush=True)
        if wanted.measure:
            from building.measuring import report

            print(report(FROZEN, wanted.unpruned))
    except (BuildProblem, SmokeProblem, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A real disk that is full, read-only or gone, in a mount namespace that ends with this process.

Run by `small_disks` in a namespace of its own, as SCRIPT FOLDER; prints JSON.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

SIZE = 1_000_000
PAGE = 4096
NOTES = 40
"""So that the file is of several pages: a full disk tears it at each."""
WAYS = (["unshare", "--mount"], ["unshare", "--mount", "--map-root-user"])


def small_disks(folder: Path) -> dict[str, object] | None:
    """Try everything on small disks; None where no disk may be mounted."""
    for way in WAYS:
        try:
            possible = subprocess.run([*way, "true"], capture_output=True, check=False)
        except FileNotFoundError:
            return None
        if possible.returncode == 0:
            command = [*way, sys.executable, __file__, str(folder)]
            done = subprocess.run(command, capture_output=True, check=True, timeout=300)
            result: dict[str, object] | None = json.loads(done.stdout)
            return result
    return None


def mount(*arguments: object) -> bool:
    return not subprocess.run(["mount", *map(str, arguments)], capture_output=True).returncode


def unmount(folder: Path) -> None:
    # Lazily, as the store holds a file open: for everybody who asks anew it is gone.
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def room_for(folder: Path, pages: int) -> Iterator[None]:
    """Leave so many pages free on a disk."""
    ballast = folder / "ballast"
    ballast.write_bytes(bytes(max(0, shutil.disk_usage(folder).free - pages * PAGE)))
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    # The binding, not the file system: that is busy with the file that the store holds open.
    assert mount("-o", "remount,bind,ro", folder)
    try:
        yield
    finally:
        assert mount("-o", "remount,bind,rw", folder)


@contextmanager
def vanished(folder: Path, origin: Path) -> Iterator[None]:
    """Leave the empty mount point where a disk was."""
    unmount(folder)
    try:
        yield
    finally:
        assert mount("--bind", origin, folder)


def main() -> None:
    from broken_disk import OPERATIONS, make_template, opened_copy, problems_of_a_failed_save, state

    origin, folder = Path(sys.argv[1]) / "origin", Path(sys.argv[1]) / "disk"
    origin.mkdir()
    folder.mkdir()
    template = make_template(Path(sys.argv[1]) / "template", NOTES)
    if not mount("-t", "tmpfs", "-o", f"size={SIZE}", "none", origin):
        sys.stdout.write("null")
        return
    assert mount("--bind", origin, folder)
    attempts = failures = 0
    problems: list[str] = []

    def attempt(operation: str, what: str, trouble: Callable[[], object]) -> bool:
        nonlocal attempts, failures
        store = opened_copy(template, folder / "notes")
        store.all()
        failed, found = problems_of_a_failed_save(store, operation, trouble, wanted)
        store.close()
        shutil.rmtree(folder / "notes")
        attempts, failures = attempts + 1, failures + failed
        problems.extend(f"{operation}, {what}: {problem}" for problem in found)
        return failed

    for operation, do in OPERATIONS.items():
        store = opened_copy(template, folder / "notes")
        do(store)
        wanted = state(store)
        store.close()
        shutil.rmtree(folder / "notes")
        pages = 0
        while attempt(operation, f"{pages} pages free", partial(room_for, folder, pages)):
            pages += 1
        for what, trouble in (
            ("read-only", partial(read_only, folder)),
            ("the disk gone", partial(vanished, folder, origin)),
        ):
            if not attempt(operation, what, trouble):
                problems.append(f"{operation}, {what}: it did not fail")
    json.dump({"attempts": attempts, "failed": failures, "problems": problems}, sys.stdout)


if __name__ == "__main__":
    main()

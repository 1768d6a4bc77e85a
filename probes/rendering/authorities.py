"""The operator's own authorities, told to Chromium the one way that it takes on Linux: a database of NSS in its home.

Certificate errors are never ignored; what Chromium does not trust it does not load.
"""

import shutil
import subprocess
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

TOOL = "certutil"  # Debian: libnss3-tools
_SECONDS = 20.0


class NoToolError(OSError):
    """The program that writes the database is not installed."""


def trust(home: Path, ca_file: Path | None) -> None:
    """Write the database below `home`, with the self-issued certificates of `ca_file` as authorities.

    The others complete chains. Raises `OSError` or `ValueError` with one sentence where it cannot be done.
    """
    if ca_file is None:
        return
    program = shutil.which(TOOL)
    if program is None:
        raise NoToolError(f"{TOOL} is not installed, by which Chromium is told of the authorities in {ca_file}")
    folder = home / ".pki" / "nssdb"
    folder.mkdir(parents=True)
    _run([program, "-N", "-d", f"sql:{folder}", "--empty-password"])
    for number, certificate in enumerate(x509.load_pem_x509_certificates(ca_file.read_bytes())):
        told = home / f"authority-{number}.pem"
        told.write_bytes(certificate.public_bytes(Encoding.PEM))
        means = "C,," if certificate.subject == certificate.issuer else ",,"
        _run([program, "-A", "-d", f"sql:{folder}", "-n", f"authority-{number}", "-t", means, "-i", str(told)])


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired as error:
        raise OSError(f"{TOOL} did not end within {_SECONDS:g} s") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise OSError(f"{TOOL}: {said[-1] if said else done.returncode}")

"""What pyHanko, pdfsig (poppler), and `openssl cms` with `openssl ts` say of the signature in each PDF.

`judge.py pyhanko|pdfsig|openssl LIST TRUST`: LIST has a line `LEVEL PATH` for each file, LEVEL being B or T; TRUST is a
folder of certificates (`*.pem`) that are trusted. Prints `pass PATH` or `fail PATH`, and below it why. Nothing is asked
of any network.

pdfsig is not told whom to trust, and reads no time stamps. openssl knows nothing of PDFs: it is handed the bytes that
/ByteRange names, wherever they end, and the value of /Contents.
"""

import asyncio
import pathlib
import re
import subprocess
import sys
import tempfile

from asn1crypto import cms
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


def by_pyhanko(path: pathlib.Path, level: str, trust: list[pathlib.Path]) -> list[str]:
    """Everything that pyHanko finds wrong, each of its statements for itself."""
    roots = list(load_certs_from_pemder(map(str, trust)))
    with path.open("rb") as file:
        signatures = PdfFileReader(file).embedded_signatures
        if len(signatures) != 1:
            return [f"{len(signatures)} signatures"]
        known = [ValidationContext(trust_roots=roots, allow_fetching=False) for _ in range(2)]
        status = asyncio.run(async_validate_pdf_signature(signatures[0], *known))
        certifies = signatures[0].docmdp_level is not None
    stamp = status.timestamp_validity
    expected = {
        "what was signed is not what is there": status.intact,
        "the signature does not hold": status.valid,
        "its certificate is not trusted": status.trusted,
        "it does not cover the whole file": status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        "it was changed after signing": status.modification_level == ModificationLevel.NONE,
        "it was changed against its DocMDP": bool(status.docmdp_ok),
        "it does not certify (DocMDP)": certifies,
        "a time stamp is there or missing": (stamp is not None) == (level == "T"),
        "the time stamp does not hold": stamp is None or (stamp.valid and stamp.intact),
        "the time stamp is not trusted": stamp is None or stamp.trusted,
        "it does not hold all in all": status.bottom_line,
    }
    return [fault for fault, holds in expected.items() if not holds]


def by_pdfsig(path: pathlib.Path, _level: str, _trust: list[pathlib.Path]) -> list[str]:
    """What pdfsig does not say, of what it says of a good file."""
    done = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, errors="replace")
    said = [line.strip() for line in done.stdout.splitlines()]
    expected = ("Signature #1:", "- Signature Validation: Signature is Valid.", "- Total document signed")
    faults = [f"it does not say: {line}" for line in expected if line not in said]
    faults += [line for line in said if line.startswith("- Signature Validation") and line not in expected]
    return faults + ["it sees more than one signature"] * ("Signature #2:" in said)


def openssl(folder: pathlib.Path, *arguments: str) -> list[str]:
    """Nothing, or what openssl complains about."""
    done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True, errors="replace")
    if done.returncode == 0:
        return []
    errors = [line for line in done.stderr.splitlines() if ":error:" in line or "Verif" in line]
    return [f"openssl {arguments[0]}: {line}" for line in errors or ["it fails"]]


def by_openssl(path: pathlib.Path, level: str, trust: list[pathlib.Path]) -> list[str]:
    """Everything that openssl finds wrong with the signature over the bytes, and with the time stamp over its value."""
    whole = path.read_bytes()
    ranges = re.findall(rb"/ByteRange ?\[ ?(\d+) (\d+) (\d+) (\d+) ?\]", whole)
    if len(ranges) != 1:
        return [f"{len(ranges)} signatures"]
    first, length, second, rest = map(int, ranges[0])
    info = cms.ContentInfo.load(bytes.fromhex(whole[first + length + 1 : second - 1].decode("ascii")))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "trust.pem").write_bytes(b"\n".join(file.read_bytes() for file in trust))
        (folder / "data").write_bytes(whole[first : first + length] + whole[second : second + rest])
        (folder / "cms").write_bytes(info.dump())
        given = ("-verify", "-binary", "-inform", "DER", "-in", "cms", "-content", "data", "-purpose", "any")
        faults = openssl(folder, "cms", *given, "-CAfile", "trust.pem", "-out", "verified")
        signer = info["content"]["signer_infos"][0]
        tokens = [a["values"][0] for a in signer["unsigned_attrs"] or [] if a["type"].native == "signature_time_stamp_token"]
        if len(tokens) != (level == "T"):
            faults.append(f"{len(tokens)} time stamps")
        for token in tokens:
            (folder / "token").write_bytes(token.dump())
            (folder / "value").write_bytes(signer["signature"].native)
            given = ("-verify", "-data", "value", "-in", "token", "-token_in")
            faults += openssl(folder, "ts", *given, "-CAfile", "trust.pem")
    return faults


JUDGES = {"pyhanko": by_pyhanko, "pdfsig": by_pdfsig, "openssl": by_openssl}


def main() -> int:
    judge, (names, folder) = JUDGES[sys.argv[1]], map(pathlib.Path, sys.argv[2:])
    trust = sorted(folder.glob("*.pem"))
    for line in names.read_text(encoding="utf-8").splitlines():
        level, path = line.split(" ", 1)
        # Whatever breaks while a judge reads is a judgement too.
        try:
            faults = judge(pathlib.Path(path), level, trust)
        except Exception as error:
            faults = [f"not read: {type(error).__name__}: {error}"]
        print("fail" if faults else "pass", path)
        for fault in faults:
            print(f"     {fault}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

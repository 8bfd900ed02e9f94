"""Spoils a signed PDF in the ways that a judge of signatures must see, and tells whether each judge saw them.

`spoil.py make PLAIN STAMPED AUTHORITY FOLDER`: of a file without and one with a time stamp by the authority that
`authority.py make` made in AUTHORITY, writes spoiled ones to FOLDER, with `list` for the judges.
`spoil.py seen FOLDER`: reads FOLDER/JUDGE.txt, prints what a judge ought to have seen and has not, or sees elsewhere than
SPOILS says, and writes FOLDER/table.md. Exit codes: 0 each judge sees what it ought to, 1 not.
"""

import io
import pathlib
import re
import sys
import tempfile

import authority
from asn1crypto import algos, cms, keys, tsp, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

JUDGES = {"dss": "EU DSS", "pyhanko": "pyHanko", "pdfsig": "pdfsig", "openssl": "openssl"}

# What is spoiled, and who cannot see it, because they look at less.
SPOILS = {
    "content": ("a bit in the first page", ""),
    "signature": ("a bit in the value of the signature", ""),
    "appended": ("a line behind the end of the file", "openssl"),
    "update": ("an incremental update that draws on the first page", "openssl"),
    "certificate": ("another certificate of the same name in the signature", ""),
    "stranger": ("signed with another key, whose certificate has the same name", "pdfsig"),
    "stamp-bit": ("a bit in the value of the time stamp's signature", "pdfsig"),
    "stamp-other": ("a time stamp of something else, by the same authority", "pdfsig"),
    "stamp-stranger": ("a time stamp by an authority that nobody knows", "pdfsig"),
    "stamp-none": ("the time stamp taken out", "pdfsig"),
}


class Signed:
    """A PDF with one signature, as its bytes and its CMS structure."""

    def __init__(self, path: pathlib.Path):
        self.whole = path.read_bytes()
        numbers = re.search(rb"/ByteRange ?\[ ?(\d+) (\d+) (\d+) (\d+) ?\]", self.whole)
        first, length, second, _ = map(int, numbers.groups())
        self.start, self.end = first + length + 1, second - 1
        self.der = bytes.fromhex(self.whole[self.start : self.end].decode("ascii"))

    def info(self) -> cms.ContentInfo:
        return cms.ContentInfo.load(self.der).copy()

    def holding(self, info: cms.ContentInfo | bytes) -> bytes:
        """The file with another CMS structure in its place."""
        der = info if isinstance(info, bytes) else info.dump(force=True)
        value = der.rstrip(b"\0").hex() if isinstance(info, bytes) else der.hex()
        return self.whole[: self.start] + value.ljust(self.end - self.start, "0").encode() + self.whole[self.end :]


def flipped(data: bytes, part: bytes, at: int) -> bytes:
    """The lowest bit of one byte of a part is flipped."""
    assert part and data.count(part) == 1
    place = data.index(part) + at % len(part)
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def namesake(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    """The same self-signed certificate, but for its key."""
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    other = certificate.copy()
    other["tbs_certificate"]["subject_public_key_info"] = keys.PublicKeyInfo.load(public)
    other["signature_algorithm"] = other["tbs_certificate"]["signature"] = algos.SignedDigestAlgorithm(
        {"algorithm": "sha256_ecdsa"}
    )
    signature = key.sign(other["tbs_certificate"].dump(force=True), ec.ECDSA(hashes.SHA256()))
    other["signature_value"] = signature
    return x509.Certificate.load(other.dump(force=True))


def by_stranger(info: cms.ContentInfo, other: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> cms.ContentInfo:
    """Signed anew with the stranger's key; the signature is sound in itself."""
    data = info["content"]
    data["certificates"] = [other]
    signer = data["signer_infos"][0]
    [named] = [a for a in signer["signed_attrs"] if a["type"].native == "signing_certificate_v2"]
    named["values"] = [tsp.SigningCertificateV2({"certs": [{"cert_hash": other.sha256}]})]
    attributes = signer["signed_attrs"].untag().dump(force=True)
    signer["signature_algorithm"] = {"algorithm": "sha256_ecdsa"}
    signer["signature"] = key.sign(attributes, ec.ECDSA(hashes.SHA256()))
    return info


def drawn_over(whole: bytes) -> bytes:
    """A white rectangle over the first page, in an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(whole))
    drawing = writer.add_object(generic.StreamObject(stream_data=b"1 1 1 rg 0 0 400 400 re f"))
    writer.add_stream_to_page(0, drawing)
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(whole)
    return out.getvalue()


def stamped(signed: Signed, folder: pathlib.Path | None, data: bytes) -> bytes:
    """The file with a time stamp of these data by an authority in its place, or with none."""
    info = signed.info()
    signer = info["content"]["signer_infos"][0]
    if folder is None:
        signer["unsigned_attrs"] = cms.CMSAttributes([])
        return signed.holding(info)
    (folder / "data").write_bytes(data)
    authority.openssl(folder, "ts", "-query", "-data", "data", "-sha256", "-cert", "-out", "query")
    reply = ("ts", "-reply", "-config", "openssl.cnf", "-queryfile", "query", "-token_out")
    token = cms.ContentInfo.load(authority.openssl(folder, *reply))
    signer["unsigned_attrs"] = cms.CMSAttributes([{"type": "signature_time_stamp_token", "values": [token]}])
    return signed.holding(info)


def make(plain_path: pathlib.Path, stamped_path: pathlib.Path, own: pathlib.Path, folder: pathlib.Path) -> None:
    plain, stamp = Signed(plain_path), Signed(stamped_path)
    signer = plain.info()["content"]["signer_infos"][0]
    page = PdfFileReader(io.BytesIO(plain.whole)).root["/Pages"]
    while "/Kids" in page:
        page = page["/Kids"][0]
    contents = page["/Contents"][0] if isinstance(page["/Contents"], generic.ArrayObject) else page["/Contents"]
    drawing = contents.encoded_data
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = plain.info()["content"]["certificates"][0].chosen
    other = namesake(certificate, key)
    swapped = plain.info()
    swapped["content"]["certificates"] = [other]
    sealed = stamp.info()["content"]["signer_infos"][0]
    token = sealed["unsigned_attrs"][0]["values"][0]["content"]["signer_infos"][0]
    with tempfile.TemporaryDirectory() as name:
        unknown = pathlib.Path(name)
        authority.make(unknown)
        files = {
            "plain": ("B", plain.whole),
            "stamped": ("T", stamp.whole),
            "content": ("B", flipped(plain.whole, drawing, len(drawing) // 2)),
            "signature": ("B", plain.holding(flipped(plain.der, signer["signature"].native, -1))),
            "appended": ("B", plain.whole + b"\n% more\n"),
            "update": ("B", drawn_over(plain.whole)),
            "certificate": ("B", plain.holding(swapped)),
            "stranger": ("B", plain.holding(by_stranger(plain.info(), other, key))),
            "stamp-bit": ("T", stamp.holding(flipped(stamp.der, token["signature"].native, -1))),
            "stamp-other": ("T", stamped(stamp, own, b"something else")),
            "stamp-stranger": ("T", stamped(stamp, unknown, sealed["signature"].native)),
            "stamp-none": ("T", stamped(stamp, None, b"")),
        }
    with (folder / "list").open("w", encoding="utf-8") as names:
        for file, (level, data) in files.items():
            path = folder / f"{file}.pdf"
            path.write_bytes(data)
            names.write(f"{level} {path}\n")


def seen(folder: pathlib.Path) -> int:
    wrong = 0
    verdicts = {}
    for judge in JUDGES:
        text = (folder / f"{judge}.txt").read_text(encoding="utf-8")
        verdicts[judge] = {pathlib.Path(p).stem: v == "fail" for v, p in re.findall(r"^(pass|fail) (.+)$", text, re.M)}
    for file in ("plain", "stamped", *SPOILS):
        for judge, refuses in verdicts.items():
            ought = file in SPOILS and judge not in SPOILS[file][1].split()
            if refuses.get(file) is not ought:
                print(f"{JUDGES[judge]} {'does not refuse' if ought else 'refuses'} \"{file}\"; see {folder}/{judge}.txt")
                wrong += 1
    rows = ["| spoiled | " + " | ".join(JUDGES.values()) + " |", "|---|" + "---|" * len(JUDGES)]
    for file, (words, _) in SPOILS.items():
        cells = ["refused" if verdicts[judge].get(file) else "not seen" for judge in JUDGES]
        rows.append(f"| {words} | " + " | ".join(cells) + " |")
    (folder / "table.md").write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(SPOILS)} spoiled signatures, {len(JUDGES)} judges: " + ("as expected" if not wrong else f"{wrong} surprises"))
    return 1 if wrong else 0


def main() -> int:
    if sys.argv[1] == "seen":
        return seen(pathlib.Path(sys.argv[2]))
    make(*(pathlib.Path(argument).resolve() for argument in sys.argv[2:]))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Puts the judgements of conformance/run.sh in a table, and says whether all are good.

`report.py WORK FILE`: reads verapdf.txt, qpdf.txt, outloud.json, schema.txt, signatures/ and spoiled/ in WORK, prints
what fails, and writes FILE, which has no dates and no hashes, so that it changes only when a judgement or a tool does.
Exit codes: 0 all good, 1 not.
"""

import json
import pathlib
import re
import subprocess
import sys

# What the names in the table stand for. examples/hard-documents.rs makes those that do not begin with "demo", "sealed" or
# "sheet".
DOCUMENTS = {
    "demo-social-media-konzept-v1": "the first version in the demo's archive, as signed",
    "demo-social-media-konzept-v2": "the second",
    "minimal": "the least that is a policy",
    "metadata": "umlauts, §, brackets and ligatures in every field of the document's data",
    "everything": "every field and every construct (`tests/policies/everything.toml`), English, by-laws with annexes",
    "everything-draft": "the same, marked as a draft",
    "long": "20 ordinances of 20 paragraphs: tables over pages, footnotes, images, lists in lists",
    "concept-1": "the sample of 2018",
    "concept-2": "the sample of 2019",
    "concept-3": "the sample of 2024",
    "guideline": "a guideline for staff",
    "privacy-notice": "a privacy notice",
    "bylaws": "by-laws with a plan and annexes",
    "bylaws-english": "their translation",
    "letter": "a circular on a letterhead",
    "letter-draft": "the same, marked as a draft",
    "sheet": "the sheet of a certificate of force for the demo's archive",
    "sheet-absent": "that of a policy that there is not",
    "sheet-english": "that of by-laws with a translation, in English",
    "sealed-…": "the same as above, signed with a time stamp; umlauts, § and brackets in the names of publisher, officer, "
    "function and event",
    "demo-…": "the other versions in the demo's archives, as signed",
}

# What outloud warns of, and what we make of it.
WARNINGS = {
    "LNK-010": "an address is printed that cannot be followed: the template sets it as text, or it names an account",
    "NOTE-003": "a footnote of several paragraphs has its number inside of the first one, because typst puts it there",
    "ORD-001": "a page is drawn in another order than it is read; what is read aloud follows the tree",
    "PAG-001": "the same footnote number at the foot of several pages is taken for a running foot",
}

PAGE = """\
# Conformance

What programs that we did not write say of our PDFs, our archives and our schema. `make conformance` judges again and writes this
page; it fails where a judgement of veraPDF, qpdf, a judge of signatures or of archives is not good, where outloud finds an error, or
where a judge does not refuse a spoiled file that it ought to.

**This does not prove that a document is accessible.** A program sees that a figure has a text, not whether the text
says what the figure shows; that there is an order of reading, not whether it makes sense. Of the 136 conditions of the
Matterhorn Protocol 47 are for people to judge. Only people who read with a screen reader, with the keyboard or
enlarged can say that a document serves them; `[accessibility]` in the policy data is where they do.

## PDFs

{table}

{counts}

{names}

veraPDF is first seen to refuse four files: one that claims other standards than it keeps, one whose figures have lost their
text, one without a language, one that skips levels of headings; and to accept the file they were made from.

outloud looks at meaning, too. Its rule TBL-010 is left out: it counts, and takes a small table whose columns and rows
both have heads for one whose cells are torn apart. So is TAG-002: it takes a running head that repeats the title for prose that
is not read aloud. It warns of what a person should look at:

{warnings}

## Signatures

Whether the PDF signature holds, is the only one, certifies that nothing may be changed (DocMDP), and covers the whole
file; whether it is of the level that it ought to be: PAdES baseline B, or T, which has a time stamp that holds. For these
judges the certificates of the workspaces and the root of the run's own time stamp authority are trusted; nobody else's
computer trusts them, and a certificate that we made ourselves says nothing about who somebody is.

{signatures}

{signature_counts} EU DSS says TOTAL-PASSED (ETSI EN 319 102-1), and that the file is one revision that was not changed;
pyHanko, that everything holds and that nothing was modified; pdfsig, "Signature is Valid" and "Total document signed", but
it is not asked for trust and reads no time stamps; `openssl cms` and `openssl ts` are handed the signed bytes, the signature
and the stamp.

These judges are first seen to accept two files, and then to refuse them spoiled, each by a change of its own. What one does
not see lies outside of what it looks at:

{spoiled}

## Schema

`inkraft schema`: {schema} (jsonschema {jsonschema}).

## Calendar

`inkraft due --ics`: {calendar} (icalendar {icalendar}).

## Archives

The archives of the demo, and one with time stamps. `golang.org/x/mod/sumdb/note` {sumdb} opens all
checkpoints, manifests and records with the verifier keys of `inkraft key list --json`; `fsck` of Tessera {tessera}
works out the root from the entry bundles and compares every hash tile (`conformance/log`):

{log}

`conformance/openssl.sh` follows `verify-without-inkraft.md` with openssl and coreutils: every signature of a record, the
log's root and its signature, every PDF, every time stamp:

{openssl}

Each of them is seen to refuse copies of these archives that were spoiled: a record, a time, a signature, a hash, a size, a
PDF, a stamp.

## Test vectors of others

What `format::note` accepts as an Ed25519 signature is strict: canonical encodings only, no key and no `R` of small order, the
equation without the cofactor. What a vector must come to follows from its flags, and the suites have exactly so many
(`conformance/vectors`):

{vectors}

The edge cases are `filippo.io/mostly-harmless/ed25519vectors`, the predecessor of C2SP's CCTV `ed25519vectors.json`, by the
same author; CCTV's own Go module could not be had. The proofs are made, spoiled and judged by
`github.com/transparency-dev/merkle` {merkle}, whose releases come without the repository's `testdata`. We have no proofs of consistency:
whoever checks a log against an earlier checkpoint replays it, so there both roots are worked out from the entries.

## What else is checked

`cargo test` reads the structure trees of these documents, but for the demo's and the long one: order of reading,
headings of cells, labels of lists, footnotes and their references, where links lead, what is outside of the tree
(`tests/it/structure.rs`).
"""


# Judges that the system brings, and how they tell their version.
PROGRAMS = {"qpdf": ["qpdf", "--version"], "pdfsig": ["pdfsig", "-v"], "openssl": ["openssl", "version"]}

# Judges of signatures: the name of what they said, and of the tool.
SIGNATURES = {"dss": "EU DSS", "pyhanko": "pyHanko", "pdfsig": "pdfsig", "openssl": "openssl"}


def version(package: str) -> str:
    """The version of a judge: pinned in requirements.txt or in a pom.xml, or the system's."""
    here = pathlib.Path(__file__).parent
    if package == "veraPDF":
        pom = (here / "pdf" / "pom.xml").read_text(encoding="utf-8")
        return re.search(r"<artifactId>validation-model</artifactId>\s*<version>([^<]+)", pom)[1]
    if package == "EU DSS":
        pom = (here / "signatures" / "pom.xml").read_text(encoding="utf-8")
        return re.search(r"<artifactId>dss-bom</artifactId>\s*<version>([^<]+)", pom)[1]
    if package in PROGRAMS:
        done = subprocess.run(PROGRAMS[package], capture_output=True, text=True)
        return re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)[0]
    return re.search(rf"^{package.lower()}==(\S+)$", (here / "requirements.txt").read_text(encoding="utf-8"), re.M)[1]


def verdicts(text: str, flavour: str = "") -> dict[str, bool]:
    """`pass` or `fail` by the name of the file, and what is wrong told."""
    found = re.findall(rf"^(pass|fail) {flavour} ?(\S+)$", text, re.M)
    return {pathlib.Path(file).stem: verdict == "pass" for verdict, file in found}


def signatures(work: pathlib.Path) -> tuple[str, int, list[str]]:
    """The table of the signatures, how many judgements there are, and what fails."""
    said = {judge: (work / "signatures" / f"{judge}.txt").read_text(encoding="utf-8") for judge in SIGNATURES}
    good = {judge: verdicts(text) for judge, text in said.items()}
    heads = [f"{tool} {version(tool)}" for tool in SIGNATURES.values()]
    rows = ["| document | PAdES | " + " | ".join(heads) + " |", "|---|---|" + "---|" * len(heads)]
    failed = []
    listed = (work / "signatures" / "list").read_text(encoding="utf-8").splitlines()
    for level, path in (line.split(" ", 1) for line in listed):
        name = pathlib.Path(path).stem
        # A file that nobody judged has not passed.
        holds = {judge: good[judge].get(name, False) for judge in SIGNATURES}
        failed += [f"{SIGNATURES[judge]}: {name}" for judge in SIGNATURES if not holds[judge]]
        cells = ["pass" if held else "**fail**" for held in holds.values()]
        rows.append(f"| {name} | B-{level} | " + " | ".join(cells) + " |")
    for judge, text in said.items():
        for line in text.splitlines():
            if not line.startswith("pass "):
                print(f"{SIGNATURES[judge]}: {line}")
    return "\n".join(rows), len(listed) * len(SIGNATURES), failed


def listed(file: pathlib.Path) -> str:
    """The lines of a file as a list."""
    return "\n".join(f"- {line}" for line in file.read_text(encoding="utf-8").splitlines())


def module(path: str) -> str:
    """The version of a Go module that conformance/log uses."""
    text = (pathlib.Path(__file__).parent / "log" / "go.mod").read_text(encoding="utf-8")
    return re.search(rf"^\t{re.escape(path)} v(\S+)", text, re.M)[1]


def main() -> int:
    work, page = map(pathlib.Path, sys.argv[1:])
    verapdf = (work / "verapdf.txt").read_text(encoding="utf-8")
    qpdf = (work / "qpdf.txt").read_text(encoding="utf-8")
    outloud = json.loads((work / "outloud.json").read_text(encoding="utf-8"))
    spoken = {pathlib.Path(result["path"]).stem: result for result in outloud["results"]}
    heard = {
        name: result["error"] is None and result["counts"]["error"] == 0 for name, result in spoken.items()
    }
    columns = {
        f"veraPDF {version('veraPDF')}, PDF/A-3a": verdicts(verapdf, "3a"),
        "PDF/UA-1": verdicts(verapdf, "ua1"),
        f"qpdf {version('qpdf')}": verdicts(qpdf),
        f"outloud {version('outloud')}": heard,
    }
    files = sorted(path.stem for path in (work / "pdf").glob("*.pdf"))
    names = [name for name in DOCUMENTS if name in files] + [name for name in files if name not in DOCUMENTS]

    # A file that nobody judged has not passed.
    failed = [(tool, name) for tool, good in columns.items() for name in names if not good.get(name, False)]
    rows = ["| document | pages | " + " | ".join(columns) + " |", "|---|---:|" + "---|" * len(columns)]
    for name in names:
        cells = ["pass" if good.get(name, False) else "**fail**" for good in columns.values()]
        warnings = sorted({finding["rule"] for finding in spoken[name]["findings"] if finding["severity"] == "warning"})
        cells[-1] += "".join(f", {rule}" for rule in warnings)
        rows.append(f"| {name} | {spoken[name]['stats']['pages']} | " + " | ".join(cells) + " |")

    warned = [f for result in spoken.values() for f in result["findings"] if f["severity"] == "warning"]
    told = {finding["rule"]: WARNINGS.get(finding["rule"], finding["message"]) for finding in warned}
    judged = len(names) * len(columns)
    counts = f"{judged - len(failed)} of {judged} judgements are good."
    signed, signed_judged, signed_failed = signatures(work)
    signed_counts = f"{signed_judged - len(signed_failed)} of {signed_judged} judgements are good."
    page.write_text(
        PAGE.format(
            table="\n".join(rows),
            counts=counts,
            names="\n".join(f"- {name}: {words}" for name, words in DOCUMENTS.items()),
            signatures=signed,
            signature_counts=signed_counts,
            spoiled=(work / "spoiled" / "table.md").read_text(encoding="utf-8").strip(),
            warnings="\n".join(f"- {rule}: {words}" for rule, words in sorted(told.items())) or "- nothing",
            schema=(work / "schema.txt").read_text(encoding="utf-8").strip(),
            jsonschema=version("jsonschema"),
            log=listed(work / "log.txt"),
            openssl=listed(work / "openssl.txt"),
            vectors=listed(work / "vectors.txt"),
            sumdb=module("golang.org/x/mod"),
            tessera=module("github.com/transparency-dev/tessera"),
            merkle=module("github.com/transparency-dev/merkle"),
            calendar=(work / "calendar.txt").read_text(encoding="utf-8").strip(),
            icalendar=version("icalendar"),
        ),
        encoding="utf-8",
    )
    for line in (verapdf + qpdf).splitlines():
        if not line.startswith("pass "):
            print(line)
    for name, result in spoken.items():
        for finding in result["findings"]:
            if finding["severity"] == "error":
                print(f"outloud: {name}: {finding['rule']} {finding['message']}")
    print(f"schema: {(work / 'schema.txt').read_text(encoding='utf-8').strip()}")
    print(f"{len(names)} documents: {counts}")
    print(f"signatures: {signed_counts}")
    return 1 if failed or signed_failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""Puts the judgements of conformance/run.sh in a table, and says whether all are good.

`report.py WORK FILE`: reads verapdf.txt, qpdf.txt, outloud.json and schema.txt in WORK, prints what fails, and writes
FILE, which has no dates and no hashes, so that it changes only when a judgement or a tool does.
Exit codes: 0 all good, 1 not.
"""

import json
import pathlib
import re
import subprocess
import sys

# What the names in the table stand for; examples/hard-documents.rs makes all but the first two and the sheets.
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

What programs that we did not write say of our PDFs and of our schema. `make conformance` judges again and writes this
page; it fails where a judgement of veraPDF or qpdf is not good, or where outloud finds an error.

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

## Schema

`inkraft schema`: {schema} (jsonschema {jsonschema}).

## Calendar

`inkraft due --ics`: {calendar} (icalendar {icalendar}).

## What else is checked

`cargo test` reads the structure trees of these documents, but for the demo's and the long one: order of reading,
headings of cells, labels of lists, footnotes and their references, where links lead, what is outside of the tree
(`tests/it/structure.rs`).
"""


def version(package: str) -> str:
    """The version of a judge: pinned in requirements.txt, or in pom.xml."""
    here = pathlib.Path(__file__).parent
    if package == "veraPDF":
        pom = (here / "pdf" / "pom.xml").read_text(encoding="utf-8")
        return re.search(r"<artifactId>validation-model</artifactId>\s*<version>([^<]+)", pom)[1]
    if package == "qpdf":
        return subprocess.run(["qpdf", "--version"], capture_output=True, text=True).stdout.split()[2]
    return re.search(rf"^{package}==(\S+)$", (here / "requirements.txt").read_text(encoding="utf-8"), re.M)[1]


def verdicts(text: str, flavour: str = "") -> dict[str, bool]:
    """`pass` or `fail` by the name of the file, and what is wrong told."""
    found = re.findall(rf"^(pass|fail) {flavour} ?(\S+)$", text, re.M)
    return {pathlib.Path(file).stem: verdict == "pass" for verdict, file in found}


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
    page.write_text(
        PAGE.format(
            table="\n".join(rows),
            counts=counts,
            names="\n".join(f"- {name}: {DOCUMENTS.get(name, 'made by the run')}" for name in names),
            warnings="\n".join(f"- {rule}: {words}" for rule, words in sorted(told.items())) or "- nothing",
            schema=(work / "schema.txt").read_text(encoding="utf-8").strip(),
            jsonschema=version("jsonschema"),
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
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

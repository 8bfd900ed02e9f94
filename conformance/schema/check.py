"""Whether the JSON Schema of policy data says what the parser does.

`check.py INKRAFT WORKSPACE`: the schema that INKRAFT prints is a valid schema of draft 7; it accepts every policy of
this repository; and what is spoiled is refused by the schema and by `inkraft check` alike. WORKSPACE lends its
`inkraft.toml`; the spoiled drafts are checked in a temporary folder. Exit codes: 0 they agree, 1 they do not.
"""

import datetime
import glob
import json
import pathlib
import subprocess
import sys
import tempfile
import tomllib

import jsonschema

BASE = """\
title = "Hausordnung"
language = "de"
publisher = "Stadt Musterstadt"
as_of = "2024-03"
sample = true

[effect]
from = 2024-04-01
last_day = 2025-12-31

[[persons]]
id = "anna-muster"
name = "Anna Muster"
roles = ["editorial"]

[[figures]]
metric = "Reichweite"
value = "3.6"
as_of = "2024-02"

[[sections]]
label = "1."
heading = "Zweck"
text = "Ein Satz."
show = ["persons", "figures"]
"""

# What is spoiled: in words, the line as it is, the line as it becomes.
SPOILS = [
    ("an unknown field", 'title = "Hausordnung"', 'title = "Hausordnung"\ntitel = "x"'),
    ("an unknown field of a section", 'label = "1."', 'label = "1."\nnumber = 1'),
    ("an unknown table", "[effect]", "[effects]\nx = 1\n\n[effect]"),
    ("a missing title", 'title = "Hausordnung"\n', ""),
    ("a missing Stand", 'as_of = "2024-03"\n', ""),
    ("a person without an id", 'id = "anna-muster"\n', ""),
    ("a person without a name", 'name = "Anna Muster"\n', ""),
    ("a language there is not", 'language = "de"', 'language = "deutsch"'),
    ("a form there is not", "sample = true", 'form = "contract"'),
    ("a role there is not", '["editorial"]', '["editor"]'),
    ("facts there are not", '["persons", "figures"]', '["persons", "figures", "people"]'),
    ("a word where yes or no is asked", "sample = true", 'sample = "ja"'),
    ("a number where a word is asked", 'title = "Hausordnung"', "title = 5"),
    ("a list where one is asked", 'heading = "Zweck"', 'heading = ["Zweck"]'),
    ("a decimal fraction as a number", 'value = "3.6"', "value = 3.6"),
    ("a level that there is not", 'label = "1."', 'label = "1."\nlevel = 6'),
    ("version 0", "sample = true", "version = 0"),
    ("an id with capitals", 'id = "anna-muster"', 'id = "Anna Muster"'),
    ("an empty title", 'title = "Hausordnung"', 'title = ""'),
    ("a day that is written the German way", "from = 2024-04-01", 'from = "01.04.2024"'),
    ("a day that there is not", "from = 2024-04-01", 'from = "2024-02-31"'),
    ("a last day and an end at once", "last_day = 2025-12-31", "last_day = 2025-12-31\nuntil = 2026-01-01"),
    ("no sections", BASE[BASE.index("[[sections]]") :], ""),
]


def read(text: str):
    """TOML as JSON: days are strings."""
    dates = (datetime.date, datetime.datetime, datetime.time)

    def plain(value):
        if isinstance(value, dict):
            return {key: plain(below) for key, below in value.items()}
        if isinstance(value, list):
            return [plain(below) for below in value]
        return value.isoformat() if isinstance(value, dates) else value

    return plain(tomllib.loads(text))


def main() -> int:
    inkraft, workspace = (str(pathlib.Path(argument).resolve()) for argument in sys.argv[1:])
    root = pathlib.Path(__file__).resolve().parents[2]
    printed = subprocess.run([inkraft, "--lang", "en", "schema"], check=True, capture_output=True, text=True).stdout
    schema = json.loads(printed)
    jsonschema.Draft7Validator.check_schema(schema)
    if schema["$schema"] != "http://json-schema.org/draft-07/schema#":
        print(f"the schema calls itself {schema['$schema']}")
        return 1
    # Days are told by their format, which editors check too.
    validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)
    wrong = 0

    files = sorted(glob.glob(f"{root}/documents/*/policy*.toml")) + [f"{root}/tests/policies/everything.toml"]
    for file in files:
        for error in validator.iter_errors(read(pathlib.Path(file).read_text(encoding="utf-8"))):
            print(f"{file}: the schema refuses {error.json_path}: {error.message}")
            wrong += 1

    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "inkraft.toml").write_bytes((pathlib.Path(workspace) / "inkraft.toml").read_bytes())
        draft = pathlib.Path(folder) / "documents" / "probe" / "policy.toml"
        draft.parent.mkdir(parents=True)
        environment = {"INKRAFT_STATE": f"{folder}/state", "HOME": folder}

        def parser(text: str) -> int:
            """The exit code of `inkraft check`: 0 accepted, 1 refused."""
            draft.write_text(text, encoding="utf-8")
            done = subprocess.run([inkraft, "check", "probe"], cwd=folder, env=environment, capture_output=True)
            return done.returncode

        if parser(BASE) != 0 or not validator.is_valid(read(BASE)):
            print("the draft to be spoiled is not right by itself")
            return 1
        for words, old, new in SPOILS:
            spoiled = BASE.replace(old, new, 1)
            assert spoiled != BASE, words
            by_schema = not validator.is_valid(read(spoiled))
            code = parser(spoiled)
            if not by_schema:
                print(f"the schema accepts {words}")
                wrong += 1
            if code != 1:
                print(f"`inkraft check` answers {code} to {words}")
                wrong += 1

    if wrong == 0:
        print(f"valid, draft 7; accepts all {len(files)} policies; {len(SPOILS)} spoiled ones are refused by it and by the parser")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

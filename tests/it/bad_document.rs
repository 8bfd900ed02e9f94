//! Documents that cannot be published: each mistake is told with its line by `check`, and nothing is changed.
//!
//! What is wrong with single fields is in `bad_draft`, with images and templates in `materials` and `templates`.

use std::fs;

use inkraft::base::Lang;
use inkraft::policy::parse;
use insta::assert_snapshot;

use crate::materials::{SVG, put};
use crate::site::{Site, policy};

/// What `check` says of a draft.
fn told(text: &str) -> String {
    let site = Site::new();
    site.draft("hausordnung", text);
    let told = site.refused("check hausordnung");
    // `sign` does not go further.
    assert_eq!(site.refused_to_sign("sign hausordnung").replace("sign haus", "check haus"), told);
    told
}

/// A small policy with this text.
fn with_text(text: &str) -> String {
    policy("Hausordnung", "2018-07-25").replace("\"Ein Satz.\"", &format!("'''\n{text}\n'''"))
}

/// What `check` says of a draft that is no text.
fn told_of_bytes(bytes: &[u8]) -> String {
    let site = Site::new();
    site.draft("hausordnung", "");
    fs::write(site.path("regelwerk/documents/hausordnung/policy.toml"), bytes).unwrap();
    site.refused("check hausordnung")
}

#[test]
fn an_image_without_alternative_text() {
    let site = Site::new();
    site.draft("hausordnung", &with_text("Die Häuser:\n\n![](lageplan.svg)"));
    put(&site, "documents/hausordnung/assets/lageplan.svg", SVG);
    assert_snapshot!(site.refused("check hausordnung"), @"
    exit 1
    -- stderr
    Fehler: dem Bild fehlt die Beschreibung
      --> documents/hausordnung/policy.toml:15:1
       |
    15 | ![](lageplan.svg)
       | ^^^^^^^^^^^^^^^^^
       |
       = Hinweis: Schreiben Sie in die eckigen Klammern, was zu sehen ist: ![Lageplan des Hauses](lageplan.svg)
    Fehler: documents/hausordnung/policy.toml: 1 Fehler im Entwurf; es wurde nichts geändert
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: the image has no description
      --> documents/hausordnung/policy.toml:15:1
       |
    15 | ![](lageplan.svg)
       | ^^^^^^^^^^^^^^^^^
       |
       = help: Write what is to be seen into the square brackets: ![Plan of the house](plan.svg)
    error: documents/hausordnung/policy.toml: 1 mistake in the draft; nothing was changed
    ");
}

#[test]
fn a_heading_level_that_is_skipped() {
    let below = "\n[[sections]]\nlevel = 3\nlabel = \"1.1\"\nheading = \"Tief\"\ntext = \"Ein Satz.\"\n";
    assert_snapshot!(told(&(policy("Hausordnung", "2018-07-25") + below)), @"
    exit 1
    -- stderr
    Fehler: auf dieser Ebene (3) kann hier kein Abschnitt stehen, höchstens auf Ebene 2
      --> documents/hausordnung/policy.toml:15:9
       |
    15 | level = 3
       |         ^
       |
       = Hinweis: Schreiben Sie level = 2, oder fügen Sie den Abschnitt dazwischen ein.
    Fehler: documents/hausordnung/policy.toml: 1 Fehler im Entwurf; es wurde nichts geändert
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: no section can stand on this level (3) here, at most on level 2
      --> documents/hausordnung/policy.toml:15:9
       |
    15 | level = 3
       |         ^
       |
       = help: Write level = 2, or add the section in between.
    error: documents/hausordnung/policy.toml: 1 mistake in the draft; nothing was changed
    ");
}

#[test]
fn a_reference_that_leads_nowhere() {
    let text = with_text("Es gilt [](#gebueren), [](#gebuehren/9) und [dies](#anna).")
        .replace("heading", "id = \"gebuehren\"\nheading");
    assert_snapshot!(told(&text), @r#"
    exit 1
    -- stderr
    Fehler: „#gebueren“ verweist auf nichts
      --> documents/hausordnung/policy.toml:14:9
       |
    14 | Es gilt [](#gebueren), [](#gebuehren/9) und [dies](#anna).
       |         ^^^^^^^^^^^^^
       |
       = Hinweis: Meinten Sie „#gebuehren“?
    Fehler: im Abschnitt „gebuehren“ gibt es „9“ nicht
      --> documents/hausordnung/policy.toml:14:24
       |
    14 | Es gilt [](#gebueren), [](#gebuehren/9) und [dies](#anna).
       |                        ^^^^^^^^^^^^^^^^
       |
       = Hinweis: Nach der Kennung stehen die Gliederungszeichen ohne Klammern und Punkte: #gebuehren/2/a
    Fehler: „#anna“ verweist auf nichts
      --> documents/hausordnung/policy.toml:14:45
       |
    14 | Es gilt [](#gebueren), [](#gebuehren/9) und [dies](#anna).
       |                                             ^^^^^^^^^^^^^
       |
       = Hinweis: Geben Sie dem Abschnitt, der gemeint ist, id = "anna".
    Fehler: documents/hausordnung/policy.toml: 3 Fehler im Entwurf; es wurde nichts geändert
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: “#gebueren” refers to nothing
      --> documents/hausordnung/policy.toml:14:9
       |
    14 | Es gilt [](#gebueren), [](#gebuehren/9) und [dies](#anna).
       |         ^^^^^^^^^^^^^
       |
       = help: Did you mean “#gebuehren”?
    error: there is no “9” in the section “gebuehren”
      --> documents/hausordnung/policy.toml:14:24
       |
    14 | Es gilt [](#gebueren), [](#gebuehren/9) und [dies](#anna).
       |                        ^^^^^^^^^^^^^^^^
       |
       = help: After the id stand the labels without brackets and full stops: #fees/2/a
    error: “#anna” refers to nothing
      --> documents/hausordnung/policy.toml:14:45
       |
    14 | Es gilt [](#gebueren), [](#gebuehren/9) und [dies](#anna).
       |                                             ^^^^^^^^^^^^^
       |
       = help: Give the section that is meant id = "anna".
    error: documents/hausordnung/policy.toml: 3 mistakes in the draft; nothing was changed
    "#);
}

#[test]
fn a_character_that_no_font_has() {
    assert_snapshot!(told(&with_text("Ein Lächeln: \u{1f600}")), @"
    exit 1
    -- stderr
    Fehler: keine Schrift hat das Zeichen „😀“ (U+1F600) in Abschnitt 1.
      Ersetzen Sie das Zeichen, oder legen Sie der Regelung eine Schrift bei, die es enthält.
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: no font has the character “😀” (U+1F600) in section 1.
      Replace the character, or add a font that has it to the policy's assets.
    ");
}

#[test]
fn ten_million_characters_of_text() {
    assert_snapshot!(told(&with_text(&"Ein Satz. ".repeat(1_000_000))), @r#"
    exit 1
    -- stderr
    Fehler: die Datei ist größer als 4 MiB
     --> documents/hausordnung/policy.toml:1:1
      |
    1 | title = "Hausordnung"
      | ^
      |
      = Hinweis: Kürzen Sie die Datei.
    Fehler: documents/hausordnung/policy.toml: 1 Fehler im Entwurf; es wurde nichts geändert
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: the file is larger than 4 MiB
     --> documents/hausordnung/policy.toml:1:1
      |
    1 | title = "Hausordnung"
      | ^
      |
      = help: Shorten the file.
    error: documents/hausordnung/policy.toml: 1 mistake in the draft; nothing was changed
    "#);
    // More than that is not even read.
    assert_snapshot!(told_of_bytes(&vec![b'#'; 20_000_000]), @"
    exit 2
    -- stderr
    Fehler: documents/hausordnung/policy.toml ist größer als die zulässigen [N] Bytes
    ~~ check hausordnung --lang en
    exit 2
    -- stderr
    error: documents/hausordnung/policy.toml is larger than the [N] bytes allowed
    ");
}

#[test]
fn a_draft_that_is_a_folder() {
    let site = Site::new();
    fs::create_dir_all(site.path("regelwerk/documents/hausordnung/policy.toml")).unwrap();
    assert_snapshot!(site.refused("check hausordnung"), @"
    exit 2
    -- stderr
    Fehler: documents/hausordnung/policy.toml ist keine gewöhnliche Datei
    ~~ check hausordnung --lang en
    exit 2
    -- stderr
    error: documents/hausordnung/policy.toml is not a regular file
    ");
}

#[test]
fn a_draft_that_is_not_utf_8() {
    assert_snapshot!(told_of_bytes(b"title = \"Hausordnung f\xfcr alle\"\n"), @"
    exit 1
    -- stderr
    Fehler: documents/hausordnung/policy.toml, Zeile 1: die Datei ist nicht als UTF-8 gespeichert
      Im Editor mit der Kodierung UTF-8 speichern.
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: documents/hausordnung/policy.toml, line 1: the file is not saved as UTF-8
      Save it with the encoding UTF-8 in the editor.
    ");
    let wide: Vec<u8> =
        "\u{feff}title = \"Hausordnung\"\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_snapshot!(told_of_bytes(&wide), @"
    exit 1
    -- stderr
    Fehler: documents/hausordnung/policy.toml, Zeile 1: die Datei ist nicht als UTF-8 gespeichert
      Im Editor mit der Kodierung UTF-8 speichern.
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: documents/hausordnung/policy.toml, line 1: the file is not saved as UTF-8
      Save it with the encoding UTF-8 in the editor.
    ");
}

#[test]
fn a_draft_of_nothing() {
    assert_snapshot!(told_of_bytes(b""), @r#"
    exit 1
    -- stderr
    Fehler: „title“ fehlt
     --> documents/hausordnung/policy.toml:1:1
      |
    1 |
      | ^
      |
      = Hinweis: Ergänzen Sie zum Beispiel: title = "Hausordnung"
    Fehler: „language“ fehlt
     --> documents/hausordnung/policy.toml:1:1
      |
    1 |
      | ^
      |
      = Hinweis: Ergänzen Sie zum Beispiel: language = "de"
    Fehler: „publisher“ fehlt
     --> documents/hausordnung/policy.toml:1:1
      |
    1 |
      | ^
      |
      = Hinweis: Ergänzen Sie zum Beispiel: publisher = "Stadt Musterstadt"
    Fehler: „as_of“ fehlt
     --> documents/hausordnung/policy.toml:1:1
      |
    1 |
      | ^
      |
      = Hinweis: Ergänzen Sie zum Beispiel: as_of = "2018-07"
    Fehler: „sections“ fehlt
     --> documents/hausordnung/policy.toml:1:1
      |
    1 |
      | ^
      |
      = Hinweis: Ergänzen Sie zum Beispiel: [[sections]]
    Fehler: documents/hausordnung/policy.toml: 5 Fehler im Entwurf; es wurde nichts geändert
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: “title” is missing
     --> documents/hausordnung/policy.toml:1:1
      |
    1 |
      | ^
      |
      = help: Add, for example: title = "Hausordnung"
    error: “language” is missing
     --> documents/hausordnung/policy.toml:1:1
      |
    1 |
      | ^
      |
      = help: Add, for example: language = "de"
    error: “publisher” is missing
     --> documents/hausordnung/policy.toml:1:1
      |
    1 |
      | ^
      |
      = help: Add, for example: publisher = "Stadt Musterstadt"
    error: “as_of” is missing
     --> documents/hausordnung/policy.toml:1:1
      |
    1 |
      | ^
      |
      = help: Add, for example: as_of = "2018-07"
    error: “sections” is missing
     --> documents/hausordnung/policy.toml:1:1
      |
    1 |
      | ^
      |
      = help: Add, for example: [[sections]]
    error: documents/hausordnung/policy.toml: 5 mistakes in the draft; nothing was changed
    "#);
    let mark = told_of_bytes("\u{feff}".as_bytes());
    assert_snapshot!(mark, @r#"
    exit 1
    -- stderr
    Fehler: „title“ fehlt
     --> documents/hausordnung/policy.toml:1:1
      |
    1 | ﻿
      | ^
      |
      = Hinweis: Ergänzen Sie zum Beispiel: title = "Hausordnung"
    Fehler: „language“ fehlt
     --> documents/hausordnung/policy.toml:1:1
      |
    1 | ﻿
      | ^
      |
      = Hinweis: Ergänzen Sie zum Beispiel: language = "de"
    Fehler: „publisher“ fehlt
     --> documents/hausordnung/policy.toml:1:1
      |
    1 | ﻿
      | ^
      |
      = Hinweis: Ergänzen Sie zum Beispiel: publisher = "Stadt Musterstadt"
    Fehler: „as_of“ fehlt
     --> documents/hausordnung/policy.toml:1:1
      |
    1 | ﻿
      | ^
      |
      = Hinweis: Ergänzen Sie zum Beispiel: as_of = "2018-07"
    Fehler: „sections“ fehlt
     --> documents/hausordnung/policy.toml:1:1
      |
    1 | ﻿
      | ^
      |
      = Hinweis: Ergänzen Sie zum Beispiel: [[sections]]
    Fehler: documents/hausordnung/policy.toml: 5 Fehler im Entwurf; es wurde nichts geändert
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: “title” is missing
     --> documents/hausordnung/policy.toml:1:1
      |
    1 | ﻿
      | ^
      |
      = help: Add, for example: title = "Hausordnung"
    error: “language” is missing
     --> documents/hausordnung/policy.toml:1:1
      |
    1 | ﻿
      | ^
      |
      = help: Add, for example: language = "de"
    error: “publisher” is missing
     --> documents/hausordnung/policy.toml:1:1
      |
    1 | ﻿
      | ^
      |
      = help: Add, for example: publisher = "Stadt Musterstadt"
    error: “as_of” is missing
     --> documents/hausordnung/policy.toml:1:1
      |
    1 | ﻿
      | ^
      |
      = help: Add, for example: as_of = "2018-07"
    error: “sections” is missing
     --> documents/hausordnung/policy.toml:1:1
      |
    1 | ﻿
      | ^
      |
      = help: Add, for example: [[sections]]
    error: documents/hausordnung/policy.toml: 5 mistakes in the draft; nothing was changed
    "#);
    assert_snapshot!(told_of_bytes(b"\0\0\0\0"), @"
    exit 1
    -- stderr
    Fehler: kein gültiges TOML: invalid unquoted key, expected letters, numbers, `-`, `_`
     --> documents/hausordnung/policy.toml:1:1
      |
    1 | ␀␀␀␀
      | ^^^^
    Fehler: documents/hausordnung/policy.toml: 1 Fehler im Entwurf; es wurde nichts geändert
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: not valid TOML: invalid unquoted key, expected letters, numbers, `-`, `_`
     --> documents/hausordnung/policy.toml:1:1
      |
    1 | ␀␀␀␀
      | ^^^^
    error: documents/hausordnung/policy.toml: 1 mistake in the draft; nothing was changed
    ");
}

#[test]
fn a_byte_order_mark_is_no_mistake() {
    let site = Site::new();
    site.draft("hausordnung", &format!("\u{feff}{}", policy("Hausordnung", "2018-07-25")));
    assert!(site.run("check hausordnung").starts_with("exit 0\n"));
}

/// Broken in three places, and wrong in others.
const BROKEN: &str = r#"title = "Hausordnung
language = "deutsch"
publisher = "Musterkammer"
as_of = 01.07.2018
sample = "ja"

[effect]
from = 2018-02-30

[[sections]
label = "1."
heading = "Zweck"
text = "Es gilt [](#gebueren)."
farbe = "rot"
"#;

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    assert_snapshot!(told(BROKEN), @r#"
    exit 1
    -- stderr
    Fehler: kein gültiges TOML: invalid basic string, expected `"`
     --> documents/hausordnung/policy.toml:1:21
      |
    1 | title = "Hausordnung
      |                     ^
    Fehler: „language“ kennt das Wort „deutsch“ nicht
     --> documents/hausordnung/policy.toml:2:12
      |
    2 | language = "deutsch"
      |            ^^^^^^^^^
      |
      = Hinweis: Es gibt de, en.
    Fehler: „01.07.2018“ ist weder Tag noch Monat
     --> documents/hausordnung/policy.toml:4:9
      |
    4 | as_of = 01.07.2018
      |         ^^^^^^^^^^
      |
      = Hinweis: Schreiben Sie Jahr-Monat-Tag (2018-07-25) oder Jahr-Monat in Anführungszeichen ("2018-07").
    Fehler: „sample“ ist ein Text, erwartet wird true oder false
     --> documents/hausordnung/policy.toml:5:10
      |
    5 | sample = "ja"
      |          ^^^^
      |
      = Hinweis: Schreiben Sie zum Beispiel true
    Fehler: den Tag 2018-02-30 gibt es nicht
     --> documents/hausordnung/policy.toml:8:8
      |
    8 | from = 2018-02-30
      |        ^^^^^^^^^^
      |
      = Hinweis: Schreiben Sie Jahr-Monat-Tag: 2018-07-25
    Fehler: kein gültiges TOML: unclosed array table, expected `]`
      --> documents/hausordnung/policy.toml:10:12
       |
    10 | [[sections]
       |            ^
    Fehler: documents/hausordnung/policy.toml: 6 Fehler im Entwurf; es wurde nichts geändert
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: not valid TOML: invalid basic string, expected `"`
     --> documents/hausordnung/policy.toml:1:21
      |
    1 | title = "Hausordnung
      |                     ^
    error: “language” has no word “deutsch”
     --> documents/hausordnung/policy.toml:2:12
      |
    2 | language = "deutsch"
      |            ^^^^^^^^^
      |
      = help: There are de, en.
    error: “01.07.2018” is neither a day nor a month
     --> documents/hausordnung/policy.toml:4:9
      |
    4 | as_of = 01.07.2018
      |         ^^^^^^^^^^
      |
      = help: Write year-month-day (2018-07-25) or year-month in quotation marks ("2018-07").
    error: “sample” is a text, but true or false is expected
     --> documents/hausordnung/policy.toml:5:10
      |
    5 | sample = "ja"
      |          ^^^^
      |
      = help: Write, for example, true
    error: there is no day 2018-02-30
     --> documents/hausordnung/policy.toml:8:8
      |
    8 | from = 2018-02-30
      |        ^^^^^^^^^^
      |
      = help: Write year-month-day: 2018-07-25
    error: not valid TOML: unclosed array table, expected `]`
      --> documents/hausordnung/policy.toml:10:12
       |
    10 | [[sections]
       |            ^
    error: documents/hausordnung/policy.toml: 6 mistakes in the draft; nothing was changed
    "#);
}

#[test]
fn everything_that_is_wrong_in_json_is_told_at_once() {
    let json = r#"{
  "title": "Hausordnung",
  "language": "deutsch",
  "publisher": "Musterkammer",
  "as_of": "01.07.2018",
  "sample": "ja",
  "effect": { "from": "2018-02-30" },
  "sections": [
    { "label": "1.", "heading": "Zweck", "text": "Es gilt [](\#gebueren).", "farbe": "rot" },
    { "label": "3.", "level": 3, "text": "![](lageplan.svg)" }
  ]
}"#;
    let drawn = |json: &str, lang| {
        let problems = parse("policy.json", json, None).unwrap_err();
        problems.iter().map(|p| p.render("policy.json", json, lang, false) + "\n").collect::<String>()
    };
    // Broken JSON is not read on.
    assert_snapshot!(drawn(json, Lang::De), @r#"
    Fehler: kein gültiges JSON: invalid escape
     --> policy.json:9:63
      |
    9 |     { "label": "1.", "heading": "Zweck", "text": "Es gilt [](\#gebueren).", "farbe": "rot" },
      |                                                               ^
    "#);
    let json = json.replace('\\', "");
    assert_snapshot!(drawn(&json, Lang::De), @r#"
    Fehler: „language“ kennt das Wort „deutsch“ nicht
     --> policy.json:3:15
      |
    3 |   "language": "deutsch",
      |               ^^^^^^^^^
      |
      = Hinweis: Es gibt de, en.
    Fehler: „01.07.2018“ ist weder Tag noch Monat
     --> policy.json:5:12
      |
    5 |   "as_of": "01.07.2018",
      |            ^^^^^^^^^^^^
      |
      = Hinweis: Schreiben Sie Jahr-Monat-Tag (2018-07-25) oder Jahr-Monat in Anführungszeichen ("2018-07").
    Fehler: „sample“ ist ein Text, erwartet wird true oder false
     --> policy.json:6:13
      |
    6 |   "sample": "ja",
      |             ^^^^
      |
      = Hinweis: Schreiben Sie zum Beispiel true
    Fehler: den Tag 2018-02-30 gibt es nicht
     --> policy.json:7:23
      |
    7 |   "effect": { "from": "2018-02-30" },
      |                       ^^^^^^^^^^^^
      |
      = Hinweis: Schreiben Sie Jahr-Monat-Tag: 2018-07-25
    Fehler: „#gebueren“ verweist auf nichts
     --> policy.json:9:59
      |
    9 |     { "label": "1.", "heading": "Zweck", "text": "Es gilt [](#gebueren).", "farbe": "rot" },
      |                                                           ^^^^^^^^^^^^^
      |
      = Hinweis: Geben Sie dem Abschnitt, der gemeint ist, id = "gebueren".
    Fehler: das Feld „farbe“ gibt es hier nicht
     --> policy.json:9:76
      |
    9 |     { "label": "1.", "heading": "Zweck", "text": "Es gilt [](#gebueren).", "farbe": "rot" },
      |                                                                            ^^^^^^^
      |
      = Hinweis: Es gibt id, level, label, heading, gap, restart, label_again, text, show.
    Fehler: nach „1.“ folgt „2.“, hier steht etwas anderes
      --> policy.json:10:16
       |
    10 |     { "label": "3.", "level": 3, "text": "![](lageplan.svg)" }
       |                ^^^^
       |
       = Hinweis: Berichtigen Sie die Nummer. Fehlt der Abschnitt mit Absicht, so schreiben Sie davor: [[sections]] label = "2." gap = "aufgehoben"
    Fehler: auf dieser Ebene (3) kann hier kein Abschnitt stehen, höchstens auf Ebene 2
      --> policy.json:10:31
       |
    10 |     { "label": "3.", "level": 3, "text": "![](lageplan.svg)" }
       |                               ^
       |
       = Hinweis: Schreiben Sie level = 2, oder fügen Sie den Abschnitt dazwischen ein.
    Fehler: dem Bild fehlt die Beschreibung
      --> policy.json:10:43
       |
    10 |     { "label": "3.", "level": 3, "text": "![](lageplan.svg)" }
       |                                           ^^^^^^^^^^^^^^^^^
       |
       = Hinweis: Schreiben Sie in die eckigen Klammern, was zu sehen ist: ![Lageplan des Hauses](lageplan.svg)
    "#);
    assert_snapshot!(drawn(&json, Lang::En), @r#"
    error: “language” has no word “deutsch”
     --> policy.json:3:15
      |
    3 |   "language": "deutsch",
      |               ^^^^^^^^^
      |
      = help: There are de, en.
    error: “01.07.2018” is neither a day nor a month
     --> policy.json:5:12
      |
    5 |   "as_of": "01.07.2018",
      |            ^^^^^^^^^^^^
      |
      = help: Write year-month-day (2018-07-25) or year-month in quotation marks ("2018-07").
    error: “sample” is a text, but true or false is expected
     --> policy.json:6:13
      |
    6 |   "sample": "ja",
      |             ^^^^
      |
      = help: Write, for example, true
    error: there is no day 2018-02-30
     --> policy.json:7:23
      |
    7 |   "effect": { "from": "2018-02-30" },
      |                       ^^^^^^^^^^^^
      |
      = help: Write year-month-day: 2018-07-25
    error: “#gebueren” refers to nothing
     --> policy.json:9:59
      |
    9 |     { "label": "1.", "heading": "Zweck", "text": "Es gilt [](#gebueren).", "farbe": "rot" },
      |                                                           ^^^^^^^^^^^^^
      |
      = help: Give the section that is meant id = "gebueren".
    error: there is no field “farbe” here
     --> policy.json:9:76
      |
    9 |     { "label": "1.", "heading": "Zweck", "text": "Es gilt [](#gebueren).", "farbe": "rot" },
      |                                                                            ^^^^^^^
      |
      = help: There are id, level, label, heading, gap, restart, label_again, text, show.
    error: after “1.” comes “2.”, here stands something else
      --> policy.json:10:16
       |
    10 |     { "label": "3.", "level": 3, "text": "![](lageplan.svg)" }
       |                ^^^^
       |
       = help: Correct the label. If the section is left out on purpose, write before it: [[sections]] label = "2." gap = "repealed"
    error: no section can stand on this level (3) here, at most on level 2
      --> policy.json:10:31
       |
    10 |     { "label": "3.", "level": 3, "text": "![](lageplan.svg)" }
       |                               ^
       |
       = help: Write level = 2, or add the section in between.
    error: the image has no description
      --> policy.json:10:43
       |
    10 |     { "label": "3.", "level": 3, "text": "![](lageplan.svg)" }
       |                                           ^^^^^^^^^^^^^^^^^
       |
       = help: Write what is to be seen into the square brackets: ![Plan of the house](plan.svg)
    "#);
}

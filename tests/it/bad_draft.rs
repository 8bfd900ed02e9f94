//! Drafts that cannot be signed: each is told with file and line, and nothing is changed or left behind.

use insta::assert_snapshot;

use crate::site::{Site, policy};

/// What `sign` says of a draft in both languages.
fn refused(text: &str) -> String {
    let site = Site::new();
    site.draft("hausordnung", text);
    let told = site.refused_to_sign("sign hausordnung");
    // `check` says the same, but for what only an archive can tell.
    let checked = site.refused("check hausordnung").replace("check", "sign");
    assert_eq!(checked, told);
    told
}

#[test]
fn broken_toml() {
    assert_snapshot!(refused("title = \"Hausordnung\nlanguage = \"de\"\n"), @r#"
    exit 1
    -- stderr
    Fehler: kein gültiges TOML: invalid basic string, expected `"`
     --> documents/hausordnung/policy.toml:1:21
      |
    1 | title = "Hausordnung
      |                     ^
    Fehler: documents/hausordnung/policy.toml: 1 Fehler im Entwurf; es wurde nichts geändert
    ~~ sign hausordnung --lang en
    exit 1
    -- stderr
    error: not valid TOML: invalid basic string, expected `"`
     --> documents/hausordnung/policy.toml:1:21
      |
    1 | title = "Hausordnung
      |                     ^
    error: documents/hausordnung/policy.toml: 1 mistake in the draft; nothing was changed
    "#);
}

#[test]
fn an_unknown_field() {
    let text = policy("Hausordnung", "2018-07-25").replace("publisher", "herausgeber");
    assert_snapshot!(refused(&text), @r#"
    exit 1
    -- stderr
    Fehler: „publisher“ fehlt
     --> documents/hausordnung/policy.toml:1:1
      |
    1 | title = "Hausordnung"
      | ^
      |
      = Hinweis: Ergänzen Sie zum Beispiel: publisher = "Stadt Musterstadt"
    Fehler: das Feld „herausgeber“ gibt es hier nicht
     --> documents/hausordnung/policy.toml:3:1
      |
    3 | herausgeber = "Musterkammer"
      | ^^^^^^^^^^^
      |
      = Hinweis: Es gibt form, title, subtitle, short_title, language, binding_languages, publisher, letterhead, reference, addressee, as_of, version, label, changes, effect, sample, contents, accessibility, review, publication, opening, sections, closing, signatories, annexes, persons, contacts, channels, alternatives, awareness, figures, laws, related, earlier.
    Fehler: documents/hausordnung/policy.toml: 2 Fehler im Entwurf; es wurde nichts geändert
    ~~ sign hausordnung --lang en
    exit 1
    -- stderr
    error: “publisher” is missing
     --> documents/hausordnung/policy.toml:1:1
      |
    1 | title = "Hausordnung"
      | ^
      |
      = help: Add, for example: publisher = "Stadt Musterstadt"
    error: there is no field “herausgeber” here
     --> documents/hausordnung/policy.toml:3:1
      |
    3 | herausgeber = "Musterkammer"
      | ^^^^^^^^^^^
      |
      = help: There are form, title, subtitle, short_title, language, binding_languages, publisher, letterhead, reference, addressee, as_of, version, label, changes, effect, sample, contents, accessibility, review, publication, opening, sections, closing, signatories, annexes, persons, contacts, channels, alternatives, awareness, figures, laws, related, earlier.
    error: documents/hausordnung/policy.toml: 2 mistakes in the draft; nothing was changed
    "#);
}

#[test]
fn the_31st_of_february() {
    assert_snapshot!(refused(&policy("Hausordnung", "2019-02-31")), @r#"
    exit 1
    -- stderr
    Fehler: den Tag 2019-02-31 gibt es nicht
     --> documents/hausordnung/policy.toml:7:8
      |
    7 | from = 2019-02-31
      |        ^^^^^^^^^^
      |
      = Hinweis: Schreiben Sie Jahr-Monat-Tag: 2018-07-25
    Fehler: documents/hausordnung/policy.toml: 1 Fehler im Entwurf; es wurde nichts geändert
    ~~ sign hausordnung --lang en
    exit 1
    -- stderr
    error: there is no day 2019-02-31
     --> documents/hausordnung/policy.toml:7:8
      |
    7 | from = 2019-02-31
      |        ^^^^^^^^^^
      |
      = help: Write year-month-day: 2018-07-25
    error: documents/hausordnung/policy.toml: 1 mistake in the draft; nothing was changed
    "#);
}

#[test]
fn a_label_twice() {
    let section = "\n[[sections]]\nlabel = \"1.\"\nheading = \"Nochmals\"\ntext = \"Ein Satz.\"\n";
    assert_snapshot!(refused(&(policy("Hausordnung", "2018-07-25") + section)), @r#"
    exit 1
    -- stderr
    Fehler: „label“ ist zweimal „1.“
      --> documents/hausordnung/policy.toml:15:9
       |
    10 | label = "1."
       |         ---- steht zuerst hier
    ...
    15 | label = "1."
       |         ^^^^
       |
       = Hinweis: Ändern Sie eine der beiden Stellen, oder streichen Sie eine.
    Fehler: documents/hausordnung/policy.toml: 1 Fehler im Entwurf; es wurde nichts geändert
    ~~ sign hausordnung --lang en
    exit 1
    -- stderr
    error: “label” is “1.” twice
      --> documents/hausordnung/policy.toml:15:9
       |
    10 | label = "1."
       |         ---- first stands here
    ...
    15 | label = "1."
       |         ^^^^
       |
       = help: Change one of the two, or remove it.
    error: documents/hausordnung/policy.toml: 1 mistake in the draft; nothing was changed
    "#);
}

#[test]
fn an_end_before_the_beginning() {
    let text = policy("Hausordnung", "2018-07-25\nlast_day = 2018-07-24");
    assert_snapshot!(refused(&text), @r#"
    exit 1
    -- stderr
    Fehler: der letzte Tag liegt vor dem ersten
     --> documents/hausordnung/policy.toml:8:12
      |
    8 | last_day = 2018-07-24
      |            ^^^^^^^^^^
      |
      = Hinweis: „last_day“ ist der letzte Tag, an dem die Fassung noch gilt.
    Fehler: documents/hausordnung/policy.toml: 1 Fehler im Entwurf; es wurde nichts geändert
    ~~ sign hausordnung --lang en
    exit 1
    -- stderr
    error: the last day lies before the first
     --> documents/hausordnung/policy.toml:8:12
      |
    8 | last_day = 2018-07-24
      |            ^^^^^^^^^^
      |
      = help: “last_day” is the last day on which the version is still in force.
    error: documents/hausordnung/policy.toml: 1 mistake in the draft; nothing was changed
    "#);
}

#[test]
fn a_character_that_no_font_has() {
    let text = policy("Hausordnung", "2018-07-25").replace("Ein Satz.", "Ein Satz \u{1f4a9}.");
    assert_snapshot!(refused(&text), @r#"
    exit 1
    -- stderr
    Fehler: keine Schrift hat das Zeichen „💩“ (U+1F4A9) in Abschnitt 1.
      Ersetzen Sie das Zeichen, oder legen Sie der Regelung eine Schrift bei, die es enthält.
    ~~ sign hausordnung --lang en
    exit 1
    -- stderr
    error: no font has the character “💩” (U+1F4A9) in section 1.
      Replace the character, or add a font that has it to the policy's assets.
    "#);
    let text = policy("Hausordnung", "2018-07-25").replace("Ein Satz.", "\u{f40}\u{f0b}");
    assert_snapshot!(refused(&text), @r#"
    exit 1
    -- stderr
    Fehler: keine Schrift hat das Zeichen „ཀ“ (U+0F40) in Abschnitt 1.
      Ersetzen Sie das Zeichen, oder legen Sie der Regelung eine Schrift bei, die es enthält.
    ~~ sign hausordnung --lang en
    exit 1
    -- stderr
    error: no font has the character “ཀ” (U+0F40) in section 1.
      Replace the character, or add a font that has it to the policy's assets.
    "#);
}

#[test]
fn no_beginning() {
    let site = Site::new();
    let text = policy("Hausordnung", "2018-07-25").replace("[effect]\nfrom = 2018-07-25\n", "");
    site.draft("hausordnung", &text);
    assert_snapshot!(site.refused_to_sign("sign hausordnung"), @r#"
    exit 1
    -- stderr
    Fehler: es ist nicht gesagt, ab wann die Fassung gilt
      Im Entwurf [effect] from = JJJJ-MM-TT angeben, oder --from.
    ~~ sign hausordnung --lang en
    exit 1
    -- stderr
    error: it is not said from when the version applies
      Give [effect] from = YYYY-MM-DD in the draft, or --from.
    "#);
}

#[test]
fn an_end_before_the_beginning_on_the_command_line() {
    let site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    assert_snapshot!(site.refused_to_sign("sign hausordnung --from 2018-07-25 --last-day 2018-07-24"), @r#"
    exit 2
    -- stderr
    Fehler: der letzte Tag (24.07.2018) liegt vor dem ersten (25.07.2018)
      Mit --last-day den letzten Tag angeben, an dem die Fassung noch in Kraft ist.
    ~~ sign hausordnung --from 2018-07-25 --last-day 2018-07-24 --lang en
    exit 2
    -- stderr
    error: the last day (2018-07-24) lies before the first (2018-07-25)
      Give with --last-day the last day on which the version is still in force.
    "#);
    assert_snapshot!(site.refused_to_sign("sign hausordnung --from 31.02.2019"), @r#"
    exit 2
    -- stderr
    Fehler: „31.02.2019“ ist kein Kalendertag
      Zum Beispiel 2018-07-25, 25.07.2018 oder heute.
    ~~ sign hausordnung --from 31.02.2019 --lang en
    exit 2
    -- stderr
    error: "31.02.2019" is not a calendar day
      For instance 2018-07-25, 25.07.2018 or today.
    "#);
}

#[test]
fn a_number_that_is_taken_or_skips() {
    let site = Site::new();
    let numbered = |n: u32| format!("version = {n}\n{}", policy("Hausordnung", "2018-07-25"));
    site.draft("hausordnung", &numbered(2));
    assert_snapshot!(site.refused_to_sign("sign hausordnung"), @r#"
    exit 1
    -- stderr
    Fehler: Fassung 2 kann nicht auf die bisherigen folgen
      Die nächste ist Fassung 1; `version` im Entwurf ändern oder weglassen.
    ~~ sign hausordnung --lang en
    exit 1
    -- stderr
    error: version 2 cannot follow those there are
      The next is version 1; change `version` in the draft, or leave it out.
    "#);
    site.draft("hausordnung", &numbered(1)).signed("sign hausordnung");
    assert_snapshot!(site.refused_to_sign("sign hausordnung"), @r#"
    exit 1
    -- stderr
    Fehler: Fassung 1 ist schon eingetragen
      Die nächste ist Fassung 2; `version` im Entwurf ändern oder weglassen.
    ~~ sign hausordnung --lang en
    exit 1
    -- stderr
    error: version 1 is logged already
      The next is version 2; change `version` in the draft, or leave it out.
    "#);
}

#[test]
fn no_draft_and_a_draft_that_is_there() {
    let site = Site::new();
    assert_snapshot!(site.refused_to_sign("sign hausordnung"), @r#"
    exit 2
    -- stderr
    Fehler: es gibt keinen Entwurf documents/hausordnung/policy.toml
      `inkraft new ID` legt einen an.
    ~~ sign hausordnung --lang en
    exit 2
    -- stderr
    error: there is no draft documents/hausordnung/policy.toml
      `inkraft new ID` makes one.
    "#);
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    assert_snapshot!(site.refused_to_sign("sign hausordnugn"), @r#"
    exit 2
    -- stderr
    Fehler: es gibt keinen Entwurf documents/hausordnugn/policy.toml
      Vorhanden: hausordnung.
    ~~ sign hausordnugn --lang en
    exit 2
    -- stderr
    error: there is no draft documents/hausordnugn/policy.toml
      There are: hausordnung.
    "#);
    assert_snapshot!(site.refused("new hausordnung"), @r#"
    exit 2
    -- stderr
    Fehler: den Entwurf documents/hausordnung/policy.toml gibt es schon
      Ihn bearbeiten und mit `inkraft check hausordnung` prüfen: auch die nächste Fassung entsteht aus ihm.
    ~~ new hausordnung --lang en
    exit 2
    -- stderr
    error: there is a draft documents/hausordnung/policy.toml already
      Edit it and check it with `inkraft check hausordnung`: the next version is made from it as well.
    "#);
}

#[test]
fn an_id_that_is_none() {
    let site = Site::new();
    assert_snapshot!(site.refused("new Haus_Ordnung"), @r#"
    exit 2
    -- stderr
    Fehler: „Haus_Ordnung“ kann keine Kennung sein
      Kleinbuchstaben, Ziffern, einzelne Bindestriche dazwischen, höchstens 64 Zeichen: hausordnung, social-media-konzept
    ~~ new Haus_Ordnung --lang en
    exit 2
    -- stderr
    error: "Haus_Ordnung" cannot be an id
      Lower-case letters, digits, single hyphens between, at most 64 characters: house-rules, privacy-notice
    "#);
    for line in ["check Haus_Ordnung", "preview ../x", "in-force Haus_Ordnung", "history Haus_Ordnung"] {
        site.refused(line);
    }
    site.refused_to_sign("sign CON");
    site.refused_to_sign("repeal ../x --from 2019-01-01");
    assert_snapshot!(site.refused("in-force Haus_Ordnung"), @r#"
    exit 2
    -- stderr
    Fehler: das Archiv kennt keine Regelung „Haus_Ordnung“
      Bisher ist keine Fassung eingetragen.
    ~~ in-force Haus_Ordnung --lang en
    exit 2
    -- stderr
    error: the archive has no policy "Haus_Ordnung"
      No version is logged yet.
    "#);
}

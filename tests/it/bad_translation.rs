//! Drafts that are no translation of a version, and versions that cannot be translated: nothing is changed.

use std::fs;

use insta::assert_snapshot;

use crate::renditions::{drafted, translated};
use crate::site::{policy, translation};

#[test]
fn a_draft_that_is_no_translation_of_the_version_is_refused() {
    let site = drafted();
    let good = translation("House rules");
    let refused = |text: &str, line: &str| {
        site.translation("hausordnung", "en", text);
        site.refused_to_sign(line)
    };
    let translate = "translate hausordnung --to en";
    let told = [
        refused(&good.replace("\"en\"", "\"de\""), translate),
        refused(&good.replace("2018-07\"", "2018-06\""), translate),
        refused(&good.replace("as_of", "version = 2\nas_of"), translate),
        refused(&good.replace("[[sections]]", "[effect]\nfrom = 2018-07-26\n\n[[sections]]"), translate),
        refused(&good.replace("label = \"1.\"", "lable = \"1.\""), translate),
        refused(&good, "translate hausordnung --to en --version 2"),
    ];
    assert_snapshot!(told.join("\n"), @r#"
    exit 1
    -- stderr
    Fehler: documents/hausordnung/policy.en.toml ist nach seiner Angabe language = "de" keine Übersetzung nach „en“
      Den Text übersetzen und language = "en" angeben.
    ~~ translate hausordnung --to en --lang en
    exit 1
    -- stderr
    error: documents/hausordnung/policy.en.toml says language = "de", so it is no translation into "en"
      Translate the text and state language = "en".

    exit 1
    -- stderr
    Fehler: documents/hausordnung/policy.en.toml hat den Stand Juni 2018, Fassung 1 aber den Stand Juli 2018
      Den Entwurf auf den Text von Fassung 1 bringen und deren `as_of` angeben.
    ~~ translate hausordnung --to en --lang en
    exit 1
    -- stderr
    error: documents/hausordnung/policy.en.toml is as of June 2018, but version 1 as of July 2018
      Bring the draft up to the text of version 1, and state its `as_of`.

    exit 1
    -- stderr
    Fehler: documents/hausordnung/policy.en.toml nennt Fassung 2, es geht aber um Fassung 1
      Den Entwurf auf den Text von Fassung 1 bringen, oder mit --version eine andere wählen.
    ~~ translate hausordnung --to en --lang en
    exit 1
    -- stderr
    error: documents/hausordnung/policy.en.toml says version 2, but this is about version 1
      Bring the draft up to the text of version 1, or choose another with --version.

    exit 1
    -- stderr
    Fehler: nach documents/hausordnung/policy.en.toml gilt der Text ab 26.07.2018, Fassung 1 gilt aber ab 25.07.2018
      Im Entwurf [effect] weglassen: Eine Ausgabe gilt, wie ihre Fassung gilt.
    ~~ translate hausordnung --to en --lang en
    exit 1
    -- stderr
    error: documents/hausordnung/policy.en.toml says that the text applies from 2018-07-26, but version 1 applies from 2018-07-25
      Leave [effect] out of the draft: a rendition applies as its version does.

    exit 1
    -- stderr
    Fehler: das Feld „lable“ gibt es hier nicht
     --> documents/hausordnung/policy.en.toml:7:1
      |
    7 | lable = "1."
      | ^^^^^
      |
      = Hinweis: Meinten Sie „label“?
    Fehler: documents/hausordnung/policy.en.toml: 1 Fehler im Entwurf; es wurde nichts geändert
    ~~ translate hausordnung --to en --lang en
    exit 1
    -- stderr
    error: there is no field “lable” here
     --> documents/hausordnung/policy.en.toml:7:1
      |
    7 | lable = "1."
      | ^^^^^
      |
      = help: Did you mean “label”?
    error: documents/hausordnung/policy.en.toml: 1 mistake in the draft; nothing was changed

    exit 2
    -- stderr
    Fehler: eine Fassung 2 ist nicht eingetragen, oder sie ist zurückgenommen
      Vorhanden: 1.
    ~~ translate hausordnung --to en --version 2 --lang en
    exit 2
    -- stderr
    error: there is no version 2 in the log, or it is withdrawn
      There are: 1.
    "#);
    // What it repeats rightly is accepted.
    let same = good.replace("as_of", "version = 1\nas_of");
    let same = same.replace("[[sections]]", "[effect]\nfrom = 2018-07-25\n\n[[sections]]");
    site.translation("hausordnung", "en", &same);
    site.signed(translate);
}

#[test]
fn what_cannot_be_translated_is_refused() {
    let site = translated();
    site.draft("neu", &policy("Neu", "2018-07-25")).translation("neu", "en", &translation("New"));
    site.translation("hausordnung", "de", &policy("Hausordnung", "2018-07-25"));
    let mut told = vec![
        site.refused_to_sign("translate neu --to en"),
        site.refused_to_sign("translate hausordnung --to de"),
        site.refused("check hausordnung --language de"),
        site.refused("translate hausordnung --to fr"),
        site.refused("translate hausordnung"),
        site.refused_to_sign("translate andere --to en"),
    ];
    fs::remove_file(site.path("regelwerk/documents/neu/policy.en.toml")).unwrap();
    told.push(site.refused_to_sign("translate neu --to en"));
    site.signed("withdraw hausordnung --version 1 --ground error --reason Irrtum");
    told.push(site.refused_to_sign("translate hausordnung --to en"));
    told.push(site.refused_to_sign("translate hausordnung --to en --version 1"));
    assert_snapshot!(told.join("\n"), @r#"
    exit 2
    -- stderr
    Fehler: das Archiv kennt keine Regelung „neu“
      Vorhanden: hausordnung.
    ~~ translate neu --to en --lang en
    exit 2
    -- stderr
    error: the archive has no policy "neu"
      There are: hausordnung.

    exit 1
    -- stderr
    Fehler: die Sprache von Fassung 1 ist selbst Deutsch
    ~~ translate hausordnung --to de --lang en
    exit 1
    -- stderr
    error: version 1 is in German itself

    exit 1
    -- stderr
    Fehler: die Sprache des Originals in policy.toml ist selbst Deutsch
    ~~ check hausordnung --language de --lang en
    exit 1
    -- stderr
    error: the original in policy.toml is in German itself

    exit 2
    -- stderr
    Fehler: „fr“ ist kein zulässiger Wert für --to <SPRACHE>: möglich sind de, en
    Mehr dazu mit --help.
    ~~ translate hausordnung --to fr --lang en
    exit 2
    -- stderr
    error: “fr” is not a value for --to <LANGUAGE>: possible are de, en
    For more information, try --help.

    exit 2
    -- stderr
    Fehler: Es fehlt: --to <SPRACHE>
    Aufruf: inkraft translate [OPTIONEN] --to <SPRACHE> <REGELUNG>
    Mehr dazu mit --help.
    ~~ translate hausordnung --lang en
    exit 2
    -- stderr
    error: Missing: --to <LANGUAGE>
    Usage: inkraft translate --to <LANGUAGE> --lang <LANG> <POLICY>
    For more information, try --help.

    exit 2
    -- stderr
    Fehler: es gibt keinen Entwurf documents/andere/policy.en.toml
      Vorhanden: hausordnung, neu.
    ~~ translate andere --to en --lang en
    exit 2
    -- stderr
    error: there is no draft documents/andere/policy.en.toml
      There are: hausordnung, neu.

    exit 2
    -- stderr
    Fehler: es gibt keinen Entwurf documents/neu/policy.en.toml
      Eine Kopie von documents/neu/policy.toml unter diesem Namen ablegen und übersetzen, mit language = "en".
    ~~ translate neu --to en --lang en
    exit 2
    -- stderr
    error: there is no draft documents/neu/policy.en.toml
      Put a copy of documents/neu/policy.toml there under this name and translate it, with language = "en".

    exit 2
    -- stderr
    Fehler: jede Fassung ist zurückgenommen
    ~~ translate hausordnung --to en --lang en
    exit 2
    -- stderr
    error: every version is withdrawn

    exit 2
    -- stderr
    Fehler: eine Fassung 1 ist nicht eingetragen, oder sie ist zurückgenommen
    ~~ translate hausordnung --to en --version 1 --lang en
    exit 2
    -- stderr
    error: there is no version 1 in the log, or it is withdrawn
    "#);
}

/// What a person must judge is told, and fails nothing.
#[test]
fn check_holds_a_translation_against_its_original() {
    let site = drafted();
    let good = translation("House rules");
    site.translation("hausordnung", "en", &good.replace("2018-07\"", "2018-06\""));
    let mut told = site.both("check hausordnung --language en");
    let more = "\n[[sections]]\nlabel = \"2.\"\nheading = \"More\"\ntext = \"More.\"\n";
    site.translation("hausordnung", "en", &format!("{good}{more}"));
    told += &site.both("check hausordnung --language en");
    assert_snapshot!(told, @r#"
    exit 0
    „House rules“ ist in Ordnung: 1 Abschnitt, als PDF [N] kB.
    -- stderr
    Warnung: die Übersetzung hat den Stand Juni 2018, das Original Juli 2018
      Prüfen, ob alles übersetzt und beides derselbe Text ist.
    ~~ check hausordnung --language en --lang en
    exit 0
    "House rules" is in order: 1 section, [N] kB as a PDF.
    -- stderr
    warning: the translation is as of June 2018, the original as of July 2018
      See whether all is translated and both are the same text.
    exit 0
    „House rules“ ist in Ordnung: 2 Abschnitte, als PDF [N] kB.
    -- stderr
    Warnung: in der Übersetzung steht 2., wo im Original nichts steht
      Prüfen, ob alles übersetzt und beides derselbe Text ist.
    ~~ check hausordnung --language en --lang en
    exit 0
    "House rules" is in order: 2 sections, [N] kB as a PDF.
    -- stderr
    warning: the translation has 2. where the original has nothing
      See whether all is translated and both are the same text.
    "#);
}

//! Folders, configuration and targets that are not what a command needs. Each is told in both languages,
//! and nothing is changed or left behind.

use std::fs;

use insta::assert_snapshot;

use crate::site::{PASSPHRASE, Site, policy, restrict};

fn drafted() -> Site {
    let site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    site
}

fn signed() -> Site {
    let site = drafted();
    site.signed("sign hausordnung");
    site
}

#[test]
fn a_workspace_is_made_once() {
    let site = Site::new();
    let init = "--publisher P --origin o.example/a --officer 'E M' --passphrase-file ../passphrase";
    assert_snapshot!(site.refused(&format!("init {init}")), @r#"
    exit 2
    -- stderr
    Fehler: inkraft.toml gibt es schon; hier liegt schon etwas, vielleicht ein Arbeitsordner
      Einen anderen Ordner wählen.
    ~~ init --publisher P --origin o.example/a --officer 'E M' --passphrase-file ../passphrase --lang en
    exit 2
    -- stderr
    error: inkraft.toml exists already; perhaps this is a workspace
      Choose another folder.
    "#);
}

#[test]
fn a_workspace_that_cannot_be_made() {
    let site = Site::empty();
    fs::write(site.path("passphrase"), PASSPHRASE).unwrap();
    fs::write(site.path("short"), "kurz\n").unwrap();
    restrict(&site.path("passphrase"), 0o600);
    restrict(&site.path("short"), 0o600);
    let init = |origin: &str, officer: &str, file: &str| {
        format!("init neu --publisher P --origin '{origin}' --officer '{officer}' --passphrase-file {file}")
    };
    assert_snapshot!(site.refused(&init("Kammer Muster", "E M", "passphrase")), @r#"
    exit 2
    -- stderr
    Fehler: „Kammer Muster“ kann nicht der Name eines Archivs sein
      Kleinbuchstaben, Ziffern, . - _ und /, wie bei einem Rechnernamen: kammer.example/regelwerk
    ~~ init neu --publisher P --origin 'Kammer Muster' --officer 'E M' --passphrase-file passphrase --lang en
    exit 2
    -- stderr
    error: "Kammer Muster" cannot be an archive's name
      Lower-case letters, digits, . - _ and /, like a host name: chamber.example/policies
    "#);
    assert_snapshot!(site.refused(&init("o.example/a", "李", "passphrase")), @r#"
    exit 2
    -- stderr
    Fehler: aus „李“ lässt sich kein Kürzel bilden
      Den Namen in lateinischen Buchstaben angeben.
    ~~ init neu --publisher P --origin 'o.example/a' --officer '李' --passphrase-file passphrase --lang en
    exit 2
    -- stderr
    error: no short name can be made of "李"
      Give the name in Latin letters.
    "#);
    assert_snapshot!(site.refused(&init("o.example/a", "E M", "short")), @r#"
    exit 2
    -- stderr
    Fehler: die Passphrase hat weniger als 8 Zeichen
      Vier oder mehr zufällig gewählte Wörter sind leicht zu merken und schwer zu erraten.
    ~~ init neu --publisher P --origin 'o.example/a' --officer 'E M' --passphrase-file short --lang en
    exit 2
    -- stderr
    error: the passphrase has fewer than 8 characters
      Four or more words chosen at random are easy to remember and hard to guess.
    "#);
    assert_snapshot!(site.refused("init neu --publisher P"), @r#"
    exit 2
    -- stderr
    Fehler: es fehlt die Angabe --origin
      Mit dieser Option angeben, oder den Befehl in einem Terminal aufrufen: dann wird gefragt.
    ~~ init neu --publisher P --lang en
    exit 2
    -- stderr
    error: --origin is missing
      Give it with that option, or run the command in a terminal: then it asks.
    "#);
    let zone = format!("{} --time-zone Mond/Krater", init("o.example/a", "E M", "passphrase"));
    assert_snapshot!(site.refused(&zone), @r#"
    exit 2
    -- stderr
    Fehler: die Zeitzone „Mond/Krater“ ist unbekannt
      Ein IANA-Name wie Europe/Berlin.
    ~~ init neu --publisher P --origin 'o.example/a' --officer 'E M' --passphrase-file passphrase --time-zone Mond/Krater --lang en
    exit 2
    -- stderr
    error: the time zone "Mond/Krater" is not known
      An IANA name such as Europe/Berlin.
    "#);
    fs::write(site.path("neu"), "eine Datei").unwrap();
    assert_snapshot!(site.refused(&init("o.example/a", "E M", "passphrase")), @r#"
    exit 2
    -- stderr
    Fehler: neu ist kein Ordner
      Einen anderen Ordner wählen.
    ~~ init neu --publisher P --origin 'o.example/a' --officer 'E M' --passphrase-file passphrase --lang en
    exit 2
    -- stderr
    error: neu is not a folder
      Choose another folder.
    "#);
}

#[test]
fn a_configuration_that_is_wrong() {
    let site = drafted();
    let config = site.path("regelwerk/inkraft.toml");
    let text = fs::read_to_string(&config).unwrap();
    let with = |text: String| {
        fs::write(&config, text).unwrap();
        site.refused_to_sign("sign hausordnung")
    };
    assert_snapshot!(with(text.replace("publisher = ", "publisher ")), @r#"
    exit 2
    -- stderr
    Fehler: inkraft.toml ist nicht verständlich:
    TOML parse error at line 2, column 11
      |
    2 | publisher "Musterkammer"
      |           ^
    key with no value, expected `=`
    ~~ sign hausordnung --lang en
    exit 2
    -- stderr
    error: inkraft.toml cannot be understood:
    TOML parse error at line 2, column 11
      |
    2 | publisher "Musterkammer"
      |           ^
    key with no value, expected `=`
    "#);
    assert_snapshot!(with(text.replace("publisher = ", "herausgeber = ")), @r#"
    exit 2
    -- stderr
    Fehler: inkraft.toml ist nicht verständlich:
    TOML parse error at line 2, column 1
      |
    2 | herausgeber = "Musterkammer"
      | ^^^^^^^^^^^
    unknown field `herausgeber`, expected one of `origin`, `publisher`, `time_zone`, `base_url`, `site`, `officer`, `sign`, `stamp`
    ~~ sign hausordnung --lang en
    exit 2
    -- stderr
    error: inkraft.toml cannot be understood:
    TOML parse error at line 2, column 1
      |
    2 | herausgeber = "Musterkammer"
      | ^^^^^^^^^^^
    unknown field `herausgeber`, expected one of `origin`, `publisher`, `time_zone`, `base_url`, `site`, `officer`, `sign`, `stamp`
    "#);
    assert_snapshot!(with(text.replace("muster.example/regelwerk", "anders.example/regelwerk")), @r#"
    exit 2
    -- stderr
    Fehler: inkraft.toml nennt das Archiv „anders.example/regelwerk“, hier liegt aber „muster.example/regelwerk“
      `origin` in inkraft.toml berichtigen oder das richtige Archiv hierher holen.
    ~~ sign hausordnung --lang en
    exit 2
    -- stderr
    error: inkraft.toml names the archive "anders.example/regelwerk", but "muster.example/regelwerk" is here
      Correct `origin` in inkraft.toml, or bring the right archive here.
    "#);
    assert_snapshot!(with(text.replace("muster.example/regelwerk", "Muster Beispiel")), @r#"
    exit 2
    -- stderr
    Fehler: inkraft.toml: „Muster Beispiel“ kann nicht der Name eines Archivs sein
      `origin` auf den Namen setzen, der in keys/anchor steht.
    ~~ sign hausordnung --lang en
    exit 2
    -- stderr
    error: inkraft.toml: "Muster Beispiel" cannot be an archive's name
      Set `origin` to the name that is in keys/anchor.
    "#);
    assert_snapshot!(with(text.replace("Europe/Berlin", "Mond/Krater")), @r#"
    exit 2
    -- stderr
    Fehler: die Zeitzone „Mond/Krater“ ist unbekannt
      Ein IANA-Name wie Europe/Berlin.
    ~~ sign hausordnung --lang en
    exit 2
    -- stderr
    error: the time zone "Mond/Krater" is not known
      An IANA name such as Europe/Berlin.
    "#);
    assert_snapshot!(with(text.replace("officer = ", "# officer = ")), @r#"
    exit 2
    -- stderr
    Fehler: es ist nicht gesagt, wer unterschreibt
      Mit --as PERSON angeben, oder `officer` in inkraft.toml setzen.
    ~~ sign hausordnung --lang en
    exit 2
    -- stderr
    error: it is not said who signs
      Give it with --as PERSON, or set `officer` in inkraft.toml.
    "#);
}

#[test]
fn nowhere() {
    let site = Site::empty();
    assert_snapshot!(site.refused("verify"), @r#"
    exit 2
    -- stderr
    Fehler: in archive liegt kein Archiv
      Den Ordner mit --archive angeben; `inkraft init` legt ein neues Archiv an.
    ~~ verify --lang en
    exit 2
    -- stderr
    error: there is no archive in archive
      Name the folder with --archive; `inkraft init` makes a new archive.
    "#);
    assert_snapshot!(site.refused("sign hausordnung"), @r#"
    exit 2
    -- stderr
    Fehler: hier ist kein Arbeitsordner (inkraft.toml fehlt, auch in den Ordnern darüber)
      `inkraft init` legt einen Arbeitsordner an.
    ~~ sign hausordnung --lang en
    exit 2
    -- stderr
    error: this is no workspace (there is no inkraft.toml here or in a folder above)
      `inkraft init` makes a workspace.
    "#);
    assert_snapshot!(site.refused("key list"), @r#"
    exit 2
    -- stderr
    Fehler: hier ist kein Arbeitsordner (inkraft.toml fehlt, auch in den Ordnern darüber)
      `inkraft init` legt einen Arbeitsordner an.
    ~~ key list --lang en
    exit 2
    -- stderr
    error: this is no workspace (there is no inkraft.toml here or in a folder above)
      `inkraft init` makes a workspace.
    "#);
}

#[test]
fn targets_that_are_no_archive_and_no_pdf() {
    let site = signed();
    fs::create_dir(site.path("regelwerk/leer")).unwrap();
    assert_snapshot!(site.refused("verify leer"), @r#"
    exit 2
    -- stderr
    Fehler: in leer liegt kein Archiv
      Den Ordner mit --archive angeben; `inkraft init` legt ein neues Archiv an.
    ~~ verify leer --lang en
    exit 2
    -- stderr
    error: there is no archive in leer
      Name the folder with --archive; `inkraft init` makes a new archive.
    "#);
    assert_snapshot!(site.refused("verify nichts"), @"
    exit 2
    -- stderr
    Fehler: nichts gibt es nicht
      Den Ordner eines Archivs, ein PDF oder einen Geltungsnachweis angeben.
    ~~ verify nichts --lang en
    exit 2
    -- stderr
    error: nichts does not exist
      Name an archive's folder, a PDF or a certificate of force.
    ");
    assert_snapshot!(site.refused("in-force --archive leer"), @r#"
    exit 2
    -- stderr
    Fehler: in leer liegt kein Archiv
      Den Ordner mit --archive angeben; `inkraft init` legt ein neues Archiv an.
    ~~ in-force --archive leer --lang en
    exit 2
    -- stderr
    error: there is no archive in leer
      Name the folder with --archive; `inkraft init` makes a new archive.
    "#);
    let huge = fs::File::create(site.path("regelwerk/huge.pdf")).unwrap();
    huge.set_len((64 << 20) + 1).unwrap();
    assert_snapshot!(site.both("verify huge.pdf"), @r#"
    exit 2
    -- stderr
    Fehler: huge.pdf ist größer als die zulässigen [N] Bytes
    ~~ verify huge.pdf --lang en
    exit 2
    -- stderr
    error: huge.pdf is larger than the [N] bytes allowed
    "#);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_opened() {
    let site = signed();
    let made = std::process::Command::new("mkfifo").arg(site.path("regelwerk/pipe")).status().unwrap();
    assert!(made.success());
    assert_snapshot!(site.refused("verify pipe"), @"
    exit 2
    -- stderr
    Fehler: pipe ist weder ein Ordner noch eine gewöhnliche Datei
      Den Ordner eines Archivs, ein PDF oder einen Geltungsnachweis angeben.
    ~~ verify pipe --lang en
    exit 2
    -- stderr
    error: pipe is neither a folder nor a regular file
      Name an archive's folder, a PDF or a certificate of force.
    ");
    assert_snapshot!(site.refused("verify --trust pipe"), @r#"
    exit 2
    -- stderr
    Fehler: pipe ist keine gewöhnliche Datei
    ~~ verify --trust pipe --lang en
    exit 2
    -- stderr
    error: pipe is not a regular file
    "#);
}

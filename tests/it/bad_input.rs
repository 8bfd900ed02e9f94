//! What a person can get wrong around the draft: names, keys, clocks, arguments, folders. Each is told in
//! both languages, and nothing is changed or left behind.

use std::fs;

use insta::assert_snapshot;

use crate::site::{PASSPHRASE, Site, policy, restrict, words};

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
fn a_policy_that_the_archive_does_not_have() {
    let site = signed();
    assert_snapshot!(site.refused("in-force aushang"), @r#"
    exit 2
    -- stderr
    Fehler: das Archiv kennt keine Regelung „aushang“
      Vorhanden: hausordnung.
    ~~ in-force aushang --lang en
    exit 2
    -- stderr
    error: the archive has no policy "aushang"
      There are: hausordnung.
    "#);
    assert_snapshot!(site.refused("history aushang"), @r#"
    exit 2
    -- stderr
    Fehler: das Archiv kennt keine Regelung „aushang“
      Vorhanden: hausordnung.
    ~~ history aushang --lang en
    exit 2
    -- stderr
    error: the archive has no policy "aushang"
      There are: hausordnung.
    "#);
    assert_snapshot!(site.refused("attach aushang"), @r#"
    exit 2
    -- stderr
    Fehler: das Archiv kennt keine Regelung „aushang“
      Vorhanden: hausordnung.
    ~~ attach aushang --lang en
    exit 2
    -- stderr
    error: the archive has no policy "aushang"
      There are: hausordnung.
    "#);
    assert_snapshot!(site.refused_to_sign("repeal aushang --last-day 2018-12-31"), @r#"
    exit 2
    -- stderr
    Fehler: das Archiv kennt keine Regelung „aushang“
      Vorhanden: hausordnung.
    ~~ repeal aushang --last-day 2018-12-31 --lang en
    exit 2
    -- stderr
    error: the archive has no policy "aushang"
      There are: hausordnung.
    "#);
    assert_snapshot!(site.refused_to_sign("effect hausordnung --version 7 --from 2018-12-31"), @r#"
    exit 2
    -- stderr
    Fehler: eine Fassung 7 ist nicht eingetragen
      Eingetragen: 1.
    ~~ effect hausordnung --version 7 --from 2018-12-31 --lang en
    exit 2
    -- stderr
    error: there is no version 7 in the log
      Logged: 1.
    "#);
    assert_snapshot!(site.refused_to_sign("effect hausordnung --entry 0 --from 2018-12-31"), @r#"
    exit 2
    -- stderr
    Fehler: Eintrag 0 ist keine Freigabe oder Aufhebung dieser Regelung
      `inkraft history` zeigt die Einträge.
    ~~ effect hausordnung --entry 0 --from 2018-12-31 --lang en
    exit 2
    -- stderr
    error: entry 0 is no issue or repeal of this policy
      `inkraft history` shows the entries.
    "#);
    assert_snapshot!(site.refused_to_sign("withdraw hausordnung --entry 9 --ground error --reason x"), @r#"
    exit 2
    -- stderr
    Fehler: Eintrag 9 ist keine frühere Erklärung zu diesem Dokument
    ~~ withdraw hausordnung --entry 9 --ground error --reason x --lang en
    exit 2
    -- stderr
    error: entry 9 is not an earlier record of this policy
    "#);
}

#[test]
fn records_that_cannot_stand() {
    let site = signed();
    assert_snapshot!(site.refused_to_sign("effect hausordnung --version 1 --last-day 2018-07-24"), @r#"
    exit 2
    -- stderr
    Fehler: der letzte Tag (24.07.2018) liegt vor dem ersten (25.07.2018)
      Mit --last-day den letzten Tag angeben, an dem die Fassung noch in Kraft ist.
    ~~ effect hausordnung --version 1 --last-day 2018-07-24 --lang en
    exit 2
    -- stderr
    error: the last day (2018-07-24) lies before the first (2018-07-25)
      Give with --last-day the last day on which the version is still in force.
    "#);
    assert_snapshot!(site.refused_to_sign("effect hausordnung --version 1"), @r#"
    exit 2
    -- stderr
    Fehler: es ist nicht gesagt, was sich ändert
      --from, --last-day, --no-end oder --awaits angeben.
    ~~ effect hausordnung --version 1 --lang en
    exit 2
    -- stderr
    error: it is not said what changes
      Give --from, --last-day, --no-end or --awaits.
    "#);
    assert_snapshot!(site.refused_to_sign("effect hausordnung --version 1 --from 25.07.2018"), @r#"
    exit 2
    -- stderr
    Fehler: so ist es schon eingetragen; es ändert sich nichts
      `inkraft history` zeigt die Einträge.
    ~~ effect hausordnung --version 1 --from 25.07.2018 --lang en
    exit 2
    -- stderr
    error: that is what is logged already; nothing changes
      `inkraft history` shows the entries.
    "#);
    assert_snapshot!(site.refused_to_sign("withdraw hausordnung --version 1 --ground error --reason ' '"), @r#"
    exit 2
    -- stderr
    Fehler: die Begründung ist leer
      Mit --reason in Worten sagen, warum zurückgenommen wird.
    ~~ withdraw hausordnung --version 1 --ground error --reason ' ' --lang en
    exit 2
    -- stderr
    error: the reason is empty
      Say with --reason in words why it is withdrawn.
    "#);
}

#[test]
fn passphrases() {
    let site = drafted();
    fs::write(site.path("wrong"), "etwas anderes\n").unwrap();
    fs::write(site.path("empty"), "").unwrap();
    for file in ["wrong", "empty", "passphrase"] {
        restrict(&site.path(file), 0o600);
    }
    assert_snapshot!(site.refused("sign hausordnung --yes --passphrase-file ../wrong"), @r#"
    exit 2
    -- stderr
    Fehler: keys/private/erika-muster-1.key: die Passphrase öffnet den Schlüssel nicht
      Prüfen Sie Feststelltaste und Tastaturbelegung. Eine beschädigte Datei sieht ebenso aus: Versuchen Sie es auch mit Ihrer Sicherungskopie.
    ~~ sign hausordnung --yes --passphrase-file ../wrong --lang en
    exit 2
    -- stderr
    error: keys/private/erika-muster-1.key: the passphrase does not open the key
      Check caps lock and the keyboard layout. A damaged file looks the same: try your backup copy, too.
    "#);
    assert_snapshot!(site.refused("sign hausordnung --yes --passphrase-file ../empty"), @r#"
    exit 2
    -- stderr
    Fehler: die Passphrase ist leer
    ~~ sign hausordnung --yes --passphrase-file ../empty --lang en
    exit 2
    -- stderr
    error: the passphrase is empty
    "#);
    assert_snapshot!(site.refused("sign hausordnung --yes --passphrase-file ../nichts"), @r#"
    exit 2
    -- stderr
    Fehler: die Passphrase ist aus ../nichts nicht zu lesen: No such file or directory (os error 2)
    ~~ sign hausordnung --yes --passphrase-file ../nichts --lang en
    exit 2
    -- stderr
    error: cannot read the passphrase from ../nichts: No such file or directory (os error 2)
    "#);
    assert_snapshot!(site.refused("sign hausordnung --passphrase-file ../passphrase"), @r#"
    exit 2
    Regelung   hausordnung
    Titel      Hausordnung
    Fassung    1 (Stand Juli 2018)
    In Kraft   ab 25.07.2018
    PDF        [N] Bytes, SHA-256 [SHA-256]
    Zeichnet   Erika Muster, Hauptgeschäftsführerin
    Schlüssel  muster.example/regelwerk/erika-muster/1
      → Fassung 1 gilt ab 25. Juli 2018.
    -- stderr
    Fehler: es ist niemand da, der gefragt werden könnte
      In einem Terminal aufrufen oder --yes angeben.
    ~~ sign hausordnung --passphrase-file ../passphrase --lang en
    exit 2
    Policy    hausordnung
    Title     Hausordnung
    Version   1 (as of July 2018)
    In force  from 2018-07-25
    PDF       [N] bytes, SHA-256 [SHA-256]
    Signs     Erika Muster, Hauptgeschäftsführerin
    Key       muster.example/regelwerk/erika-muster/1
      → Version 1 is in force from 25 July 2018.
    -- stderr
    error: there is nobody to ask
      Run it in a terminal, or give --yes.
    "#);
    restrict(&site.path("passphrase"), 0o644);
    let told = site.sign("sign hausordnung");
    assert!(told.contains("Warnung: die Passphrasendatei ../passphrase ist für andere"), "{told}");
}

#[cfg(target_os = "linux")]
#[test]
fn no_terminal_to_ask_for_the_passphrase() {
    let site = drafted();
    let before = crate::site::snapshot(&site.path(""));
    let program = env!("CARGO_BIN_EXE_inkraft");
    // A session of its own has no terminal, wherever the tests run.
    let mut command = site.program("setsid", &["--wait", program, "sign", "hausordnung", "--yes"]);
    command.env("PATH", "/usr/bin:/bin");
    assert_snapshot!(site.transcript(&command.output().unwrap()), @r#"
    exit 2
    Regelung   hausordnung
    Titel      Hausordnung
    Fassung    1 (Stand Juli 2018)
    In Kraft   ab 25.07.2018
    PDF        [N] Bytes, SHA-256 [SHA-256]
    Zeichnet   Erika Muster, Hauptgeschäftsführerin
    Schlüssel  muster.example/regelwerk/erika-muster/1
      → Fassung 1 gilt ab 25. Juli 2018.
    -- stderr
    Fehler: die Passphrase kann nicht erfragt werden: kein Terminal (No such device or address (os error 6))
      Geben Sie sie mit --passphrase-file DATEI oder --passphrase-fd N.
    "#);
    site.assert_unchanged(before, "sign without a passphrase");
}

#[test]
fn keys_that_may_not_sign() {
    let site = drafted();
    assert_snapshot!(site.refused_to_sign("sign hausordnung --as max-meier"), @r#"
    exit 2
    -- stderr
    Fehler: „max-meier“ hat nach der Zeichnungsregelung keinen Schlüssel zum Unterschreiben
      Unterschreiben dürfen: erika-muster.
    ~~ sign hausordnung --as max-meier --lang en
    exit 2
    -- stderr
    error: "max-meier" has no key to sign with in the charter
      These may sign: erika-muster.
    "#);
    let key = |name: &str| site.path(&format!("regelwerk/keys/private/{name}.key"));
    let own = fs::read(key("erika-muster-1")).unwrap();
    fs::copy(key("recovery-1-1"), key("erika-muster-1")).unwrap();
    assert_snapshot!(site.refused_to_sign("sign hausordnung"), @r#"
    exit 2
    -- stderr
    Fehler: keys/private/erika-muster-1.key: in der Datei steckt der Schlüssel [FINGERPRINT], erwartet war [FINGERPRINT]
      Nehmen Sie die Datei zu diesem Namen. Ist es die richtige, dann ist sie beschädigt: Nehmen Sie Ihre Sicherungskopie.
    ~~ sign hausordnung --lang en
    exit 2
    -- stderr
    error: keys/private/erika-muster-1.key: the file holds the key [FINGERPRINT], expected was [FINGERPRINT]
      Take the file that belongs to this name. If it is the right one, it is damaged: take your backup copy.
    "#);
    fs::write(key("erika-muster-1"), "kein Schlüssel").unwrap();
    assert_snapshot!(site.refused_to_sign("sign hausordnung"), @r#"
    exit 2
    -- stderr
    Fehler: keys/private/erika-muster-1.key: keine Schlüsseldatei, oder abgeschnitten oder beschädigt
      Eine private Schlüsseldatei beginnt mit „-----BEGIN ENCRYPTED PRIVATE KEY-----“, eine öffentliche mit „-----BEGIN PUBLIC KEY-----“.
    ~~ sign hausordnung --lang en
    exit 2
    -- stderr
    error: keys/private/erika-muster-1.key: not a key file, or cut off or damaged
      A private key file begins with "-----BEGIN ENCRYPTED PRIVATE KEY-----", a public one with "-----BEGIN PUBLIC KEY-----".
    "#);
    fs::remove_file(key("erika-muster-1")).unwrap();
    assert_snapshot!(site.refused_to_sign("sign hausordnung"), @r#"
    exit 2
    -- stderr
    Fehler: der private Schlüssel keys/private/erika-muster-1.key ist nicht da
      Auf dem Rechner unterschreiben, auf dem der Schlüssel liegt.
    ~~ sign hausordnung --lang en
    exit 2
    -- stderr
    error: the private key keys/private/erika-muster-1.key is not there
      Sign on the machine that has the key.
    "#);
    fs::write(key("erika-muster-1"), own).unwrap();
    site.signed("sign hausordnung");
}

#[test]
fn a_clock_that_is_far_off() {
    let mut site = drafted();
    site.at("1970-01-02T00:00:00+01:00");
    assert_snapshot!(site.refused_to_sign("sign hausordnung"), @r#"
    exit 2
    -- stderr
    Fehler: die Uhr des Rechners (02.01.1970, 00:00 Uhr) liegt weit vom letzten Eintrag entfernt (02.07.2018, 10:00 Uhr)
      Die Uhr des Rechners prüfen; stimmt sie, mit --accept-clock wiederholen.
    ~~ sign hausordnung --lang en
    exit 2
    -- stderr
    error: the machine's clock (1970-01-02, 00:00) is far from the last entry (2018-07-02, 10:00)
      Check the machine's clock; if it is right, run again with --accept-clock.
    "#);
    site.at("2090-01-01T00:00:00+01:00");
    assert_snapshot!(site.refused_to_sign("sign hausordnung"), @r#"
    exit 2
    -- stderr
    Fehler: die Uhr des Rechners (01.01.2090, 00:00 Uhr) liegt weit vom letzten Eintrag entfernt (02.07.2018, 10:00 Uhr)
      Die Uhr des Rechners prüfen; stimmt sie, mit --accept-clock wiederholen.
    ~~ sign hausordnung --lang en
    exit 2
    -- stderr
    error: the machine's clock (2090-01-01, 00:00) is far from the last entry (2018-07-02, 10:00)
      Check the machine's clock; if it is right, run again with --accept-clock.
    "#);
    assert_snapshot!(site.sign("sign hausordnung --accept-clock"), @r#"
    exit 0
    Regelung   hausordnung
    Titel      Hausordnung
    Fassung    1 (Stand Juli 2018)
    In Kraft   ab 25.07.2018
    PDF        [N] Bytes, SHA-256 [SHA-256]
    Zeichnet   Erika Muster, Hauptgeschäftsführerin
    Schlüssel  muster.example/regelwerk/erika-muster/1
      → Fassung 1 gilt ab 25. Juli 2018.
      → Auskünfte über vergangene Tage ab 25. Juli 2018 lauten künftig anders.
    Unterschrieben und eingetragen: Eintrag 1, 01.01.2090, 00:00 Uhr
      archive/policies/hausordnung/1/hausordnung-v1.pdf
    "#);
    // The clock goes back: the entry is logged no earlier than the last.
    site.at("2018-07-03T00:00:00+02:00");
    assert_snapshot!(site.sign("repeal hausordnung --last-day 2095-12-31 --accept-clock"), @r#"
    exit 0
    Regelung   hausordnung
    Aufhebung  letzter Tag in Kraft 31.12.2095
      → Fassung 1 endet; ihr letzter Tag ist der 31. Dezember 2095.
    Unterschrieben und eingetragen: Eintrag 2, 01.01.2090, 00:00 Uhr
    "#);
}

#[test]
fn a_clock_that_is_none() {
    let mut site = drafted();
    site.at("gestern");
    assert_snapshot!(site.refused("verify"), @r#"
    exit 2
    -- stderr
    Fehler: die Uhr oder der aktuelle Ordner lässt sich nicht lesen (INKRAFT_NOW: JJJJ-MM-TTThh:mm:ss+hh:mm)
    ~~ verify --lang en
    exit 2
    -- stderr
    Fehler: die Uhr oder der aktuelle Ordner lässt sich nicht lesen (INKRAFT_NOW: JJJJ-MM-TTThh:mm:ss+hh:mm)
    "#);
}

#[test]
fn nothing_is_appended_to_an_archive_that_does_not_hold() {
    let site = signed();
    let pdf = site.archive().join("policies/hausordnung/1/hausordnung-v1.pdf");
    let mut bytes = fs::read(&pdf).unwrap();
    bytes[1000] ^= 1;
    fs::write(&pdf, bytes).unwrap();
    assert_snapshot!(site.refused_to_sign("sign hausordnung"), @r#"
    exit 1
    -- stderr
    FEHLER  policies/hausordnung/1/hausordnung-v1.pdf: wurde verändert
            Die Datei aus einer Sicherung oder von der veröffentlichten Fassung wiederherstellen.
    Fehler: das Archiv hält der Prüfung nicht stand; es wurde nichts geändert
    ~~ sign hausordnung --lang en
    exit 1
    -- stderr
    FAILED  policies/hausordnung/1/hausordnung-v1.pdf: was altered
            Restore the file from a backup or from the published copy.
    error: the archive does not hold; nothing was changed
    "#);
    assert_snapshot!(site.refused_to_sign("effect hausordnung --version 1 --from 2018-08-01"), @r#"
    exit 1
    -- stderr
    FEHLER  policies/hausordnung/1/hausordnung-v1.pdf: wurde verändert
            Die Datei aus einer Sicherung oder von der veröffentlichten Fassung wiederherstellen.
    Fehler: das Archiv hält der Prüfung nicht stand; es wurde nichts geändert
    ~~ effect hausordnung --version 1 --from 2018-08-01 --lang en
    exit 1
    -- stderr
    FAILED  policies/hausordnung/1/hausordnung-v1.pdf: was altered
            Restore the file from a backup or from the published copy.
    error: the archive does not hold; nothing was changed
    "#);
    assert_snapshot!(site.refused("attach hausordnung --page public/impressum.html --create"), @r#"
    exit 1
    -- stderr
    FEHLER  policies/hausordnung/1/hausordnung-v1.pdf: wurde verändert
            Die Datei aus einer Sicherung oder von der veröffentlichten Fassung wiederherstellen.
    Fehler: das Archiv hält der Prüfung nicht stand; es wurde nichts geändert
    ~~ attach hausordnung --page public/impressum.html --create --lang en
    exit 1
    -- stderr
    FAILED  policies/hausordnung/1/hausordnung-v1.pdf: was altered
            Restore the file from a backup or from the published copy.
    error: the archive does not hold; nothing was changed
    "#);
    assert_snapshot!(site.refused("attach hausordnung"), @r#"
    exit 1
    -- stderr
    FEHLER  policies/hausordnung/1/hausordnung-v1.pdf: wurde verändert
            Die Datei aus einer Sicherung oder von der veröffentlichten Fassung wiederherstellen.
    Fehler: das Archiv hält der Prüfung nicht stand; es wurde nichts geändert
    ~~ attach hausordnung --lang en
    exit 1
    -- stderr
    FAILED  policies/hausordnung/1/hausordnung-v1.pdf: was altered
            Restore the file from a backup or from the published copy.
    error: the archive does not hold; nothing was changed
    "#);
    assert_snapshot!(site.refused("verify"), @r#"
    exit 1
    Archiv     muster.example/regelwerk
    Register   2 Einträge, der letzte vom 02.07.2018, 10:00 Uhr
    Wurzel     [SHA-256]
    Vertrauen  die Gründungsregelung ist die des Vertrauensankers
    Vergleich  setzt den zuletzt bekannten Stand fort
    Inhalt     1 Regelung, 1 Fassung, 3 Dateien ([N] kB) geprüft
    FEHLER  policies/hausordnung/1/hausordnung-v1.pdf: wurde verändert
            Die Datei aus einer Sicherung oder von der veröffentlichten Fassung wiederherstellen.
    Ergebnis: Das Archiv hält der Prüfung nicht stand (1 Fehler).
    ~~ verify --lang en
    exit 1
    Archive  muster.example/regelwerk
    Log      2 entries, the last of 2018-07-02, 10:00
    Root     [SHA-256]
    Trust    the founding charter is the trust anchor's
    Earlier  continues the state last seen here
    Content  1 policy, 1 version, 3 files ([N] kB) checked
    FAILED  policies/hausordnung/1/hausordnung-v1.pdf: was altered
            Restore the file from a backup or from the published copy.
    Result: the archive does not hold (1 failure).
    "#);
}

#[test]
fn no_answer_from_a_log_that_does_not_hold() {
    let site = signed();
    let bundle = site.archive().join("tile/entries/000.p/2");
    let mut bytes = fs::read(&bundle).unwrap();
    let last = bytes.len() - 9;
    bytes[last] ^= 1;
    fs::write(&bundle, bytes).unwrap();
    assert_snapshot!(site.refused("in-force hausordnung"), @r#"
    exit 1
    Keine Auskunft: Das Archiv hält der Prüfung nicht stand.
    FEHLER  tile/entries/000.p/2: wurde verändert
            Die Datei aus einer Sicherung oder von der veröffentlichten Fassung wiederherstellen.
    ~~ in-force hausordnung --lang en
    exit 1
    No answer: the archive does not hold.
    FAILED  tile/entries/000.p/2: was altered
            Restore the file from a backup or from the published copy.
    "#);
    assert_snapshot!(site.run("in-force hausordnung --json"), @r#"
    exit 1
    {
      "findings": [
        {
          "at": {
            "file": "tile/entries/000.p/2"
          },
          "code": "altered",
          "fact": "was altered",
          "level": "failure"
        }
      ],
      "format": "inkraft/report/1",
      "holds": false
    }
    "#);
}

#[test]
fn a_workspace_is_made_once() {
    let site = Site::new();
    let init = "--publisher P --origin o.example/a --officer 'E M' --passphrase-file ../passphrase";
    assert_snapshot!(site.refused(&format!("init {init}")), @r#"
    exit 2
    -- stderr
    Fehler: inkraft.toml gibt es schon; hier ist bereits ein Arbeitsordner
      Einen anderen Ordner wählen.
    ~~ init --publisher P --origin o.example/a --officer 'E M' --passphrase-file ../passphrase --lang en
    exit 2
    -- stderr
    error: inkraft.toml exists already; this is a workspace
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
    unknown field `herausgeber`, expected one of `origin`, `publisher`, `time_zone`, `base_url`, `site`, `officer`
    ~~ sign hausordnung --lang en
    exit 2
    -- stderr
    error: inkraft.toml cannot be understood:
    TOML parse error at line 2, column 1
      |
    2 | herausgeber = "Musterkammer"
      | ^^^^^^^^^^^
    unknown field `herausgeber`, expected one of `origin`, `publisher`, `time_zone`, `base_url`, `site`, `officer`
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
    assert_snapshot!(site.refused("verify nichts"), @r#"
    exit 2
    -- stderr
    Fehler: nichts gibt es nicht
      Den Ordner eines Archivs oder ein PDF angeben.
    ~~ verify nichts --lang en
    exit 2
    -- stderr
    error: nichts does not exist
      Name an archive's folder or a PDF.
    "#);
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
    assert_snapshot!(site.refused("verify pipe"), @r#"
    exit 2
    -- stderr
    Fehler: pipe ist weder ein Ordner noch eine gewöhnliche Datei
      Den Ordner eines Archivs oder ein PDF angeben.
    ~~ verify pipe --lang en
    exit 2
    -- stderr
    error: pipe is neither a folder nor a regular file
      Name an archive's folder or a PDF.
    "#);
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

#[test]
fn usage_errors() {
    let site = signed();
    let lines = [
        "",
        "unterschreiben",
        "sgin hausordnung",
        "sign",
        "sign hausordnung --fron 2019-01-01",
        "sign hausordnung --last-day 2019-01-01",
        "effect hausordnung --from 2019-01-01",
        "effect hausordnung --version 1 --entry 1",
        "effect hausordnung --version eins",
        "effect hausordnung --version 1 --awaits regen --not-before 2019-01-01",
        "repeal hausordnung",
        "withdraw hausordnung --version 1 --ground error",
        "in-force hausordnung --on 31.02.2019",
        "in-force hausordnung --on",
        "attach hausordnung --heading 7",
        "attach hausordnung --create",
        "verify --lang fr",
        "key",
    ];
    let told: String = lines.iter().map(|l| format!("$ {l}\n{}", site.refused(l))).collect();
    assert!(words("").is_empty());
    assert_snapshot!(told, @r#"
    $ 
    exit 2
    -- stderr
    Regelungen unterschreiben, archivieren und nachweisen, welche Fassung wann in Kraft war

    Aufruf: inkraft [OPTIONEN] <BEFEHL>

    Befehle:
      init      Einen Arbeitsordner anlegen: Schlüssel, Archiv und Gründungsregelung
      new       Einen Entwurf anlegen, mit dem sich beginnen lässt
      check     Einen Entwurf prüfen
      preview   Einen Entwurf setzen, als solcher gekennzeichnet
      sign      Eine neue Fassung einer Regelung unterschreiben
      effect    Neu bestimmen, wann eine Fassung (oder eine Aufhebung) in Kraft tritt
      repeal    Eine Regelung aufheben: Von einem Tag an ist nichts mehr in Kraft
      withdraw  Eine Erklärung zurücknehmen, als wäre sie nie abgegeben worden
      verify    Ein Archiv prüfen, oder feststellen, welche Fassung ein PDF ist
      in-force  Sagen, welche Fassung an einem Tag in Kraft war
      history   Alle Erklärungen zu einer Regelung und die Geltungszeiträume ihrer Fassungen
      attach    Die Fassungen einer Regelung auf die Seite des Impressums bringen
      key       Schlüssel anlegen und auflisten

    Optionen:
          --lang <SPRACHE>  Sprache der Meldungen, de oder en (ohne Angabe: die des Systems) [möglich:
                            de, en]
      -h, --help            Hilfe anzeigen (-h kurz, --help ausführlich)
      -V, --version         Version des Programms anzeigen

    Zum Beginnen: init, new, check, preview, sign, verify; dann in-force und attach.
    Zu jedem Befehl gibt es mit --help mehr.
    ~~  --lang en
    exit 2
    -- stderr
    error: A command is missing: init, new, check, preview, sign, effect, repeal, withdraw, verify, in-force, history, attach, key
    Usage: inkraft [OPTIONS] <COMMAND>
    For more information, try --help.
    $ unterschreiben
    exit 2
    -- stderr
    Fehler: Unbekannter Befehl „unterschreiben“
    Aufruf: inkraft [OPTIONEN] <BEFEHL>
    Mehr dazu mit --help.
    ~~ unterschreiben --lang en
    exit 2
    -- stderr
    error: Unknown command “unterschreiben”
    Usage: inkraft [OPTIONS] <COMMAND>
    For more information, try --help.
    $ sgin hausordnung
    exit 2
    -- stderr
    Fehler: Unbekannter Befehl „sgin“
    Meinten Sie „sign“?
    Aufruf: inkraft [OPTIONEN] <BEFEHL>
    Mehr dazu mit --help.
    ~~ sgin hausordnung --lang en
    exit 2
    -- stderr
    error: Unknown command “sgin”
    Did you mean “sign”?
    Usage: inkraft [OPTIONS] <COMMAND>
    For more information, try --help.
    $ sign
    exit 2
    -- stderr
    Fehler: Es fehlt: <REGELUNG>
    Aufruf: inkraft sign [OPTIONEN] <REGELUNG>
    Mehr dazu mit --help.
    ~~ sign --lang en
    exit 2
    -- stderr
    error: Missing: <POLICY>
    Usage: inkraft sign --lang <LANG> <POLICY>
    For more information, try --help.
    $ sign hausordnung --fron 2019-01-01
    exit 2
    -- stderr
    Fehler: Unbekannte Angabe „--fron“
    Meinten Sie „--from“?
    Aufruf: inkraft sign [OPTIONEN] <REGELUNG>
    Mehr dazu mit --help.
    ~~ sign hausordnung --fron 2019-01-01 --lang en
    exit 2
    -- stderr
    error: Unknown argument “--fron”
    Did you mean “--from”?
    Usage: inkraft sign --from <DAY> <POLICY>
    For more information, try --help.
    $ sign hausordnung --last-day 2019-01-01
    exit 2
    -- stderr
    Fehler: Es fehlt: --from <TAG>
    Aufruf: inkraft sign [OPTIONEN] <REGELUNG>
    Mehr dazu mit --help.
    ~~ sign hausordnung --last-day 2019-01-01 --lang en
    exit 2
    -- stderr
    error: Missing: --from <DAY>
    Usage: inkraft sign --from <DAY> --last-day <DAY> --lang <LANG> <POLICY>
    For more information, try --help.
    $ effect hausordnung --from 2019-01-01
    exit 2
    -- stderr
    Fehler: Es fehlt: --version <N>
    Aufruf: inkraft effect [OPTIONEN] <REGELUNG>
    Mehr dazu mit --help.
    ~~ effect hausordnung --from 2019-01-01 --lang en
    exit 2
    -- stderr
    error: Missing: --version <N>
    Usage: inkraft effect --from <DAY> --lang <LANG> --version <N> <POLICY>
    For more information, try --help.
    $ effect hausordnung --version 1 --entry 1
    exit 2
    -- stderr
    Fehler: --version <N> darf nicht zusammen mit --entry <N> angegeben werden
    Aufruf: inkraft effect [OPTIONEN] <REGELUNG>
    Mehr dazu mit --help.
    ~~ effect hausordnung --version 1 --entry 1 --lang en
    exit 2
    -- stderr
    error: --version <N> cannot be combined with --entry <N>
    Usage: inkraft effect --version <N> --lang <LANG> <POLICY>
    For more information, try --help.
    $ effect hausordnung --version eins
    exit 2
    -- stderr
    Fehler: „eins“ ist kein zulässiger Wert für --version <N>: erwartet wird eine ganze Zahl
    Mehr dazu mit --help.
    ~~ effect hausordnung --version eins --lang en
    exit 2
    -- stderr
    error: “eins” is not a value for --version <N>: expected is a whole number
    For more information, try --help.
    $ effect hausordnung --version 1 --awaits regen --not-before 2019-01-01
    exit 2
    -- stderr
    Fehler: „regen“ ist kein zulässiger Wert für --awaits <WORAUF>: möglich sind publication, approval, signature, day
    Mehr dazu mit --help.
    ~~ effect hausordnung --version 1 --awaits regen --not-before 2019-01-01 --lang en
    exit 2
    -- stderr
    error: “regen” is not a value for --awaits <WHAT>: possible are publication, approval, signature, day
    For more information, try --help.
    $ repeal hausordnung
    exit 2
    -- stderr
    Fehler: Es fehlt: --last-day <TAG>
    Aufruf: inkraft repeal [OPTIONEN] <REGELUNG>
    Mehr dazu mit --help.
    ~~ repeal hausordnung --lang en
    exit 2
    -- stderr
    error: Missing: --last-day <DAY>
    Usage: inkraft repeal --lang <LANG> --last-day <DAY> <POLICY>
    For more information, try --help.
    $ withdraw hausordnung --version 1 --ground error
    exit 2
    -- stderr
    Fehler: Es fehlt: --reason <TEXT>
    Aufruf: inkraft withdraw [OPTIONEN] --ground <GRUND> --reason <TEXT> <REGELUNG>
    Mehr dazu mit --help.
    ~~ withdraw hausordnung --version 1 --ground error --lang en
    exit 2
    -- stderr
    error: Missing: --reason <TEXT>
    Usage: inkraft withdraw --ground <GROUND> --reason <TEXT> --version <N> --lang <LANG> <POLICY>
    For more information, try --help.
    $ in-force hausordnung --on 31.02.2019
    exit 2
    -- stderr
    Fehler: „31.02.2019“ ist kein Kalendertag
      Zum Beispiel 2018-07-25, 25.07.2018 oder heute.
    ~~ in-force hausordnung --on 31.02.2019 --lang en
    exit 2
    -- stderr
    error: "31.02.2019" is not a calendar day
      For instance 2018-07-25, 25.07.2018 or today.
    $ in-force hausordnung --on
    exit 2
    -- stderr
    Fehler: Für --on <TAG> fehlt der Wert
    Mehr dazu mit --help.
    ~~ in-force hausordnung --on --lang en
    exit 2
    -- stderr
    error: The value of --on <DAY> is missing
    For more information, try --help.
    $ attach hausordnung --heading 7
    exit 2
    -- stderr
    Fehler: „7“ ist kein zulässiger Wert für --heading <N>: erlaubt sind 2 bis 4
    Mehr dazu mit --help.
    ~~ attach hausordnung --heading 7 --lang en
    exit 2
    -- stderr
    error: “7” is not a value for --heading <N>: 7 is not in 2..=4
    For more information, try --help.
    $ attach hausordnung --create
    exit 2
    -- stderr
    Fehler: Es fehlt: --page <DATEI>
    Aufruf: inkraft attach [OPTIONEN] <REGELUNG>
    Mehr dazu mit --help.
    ~~ attach hausordnung --create --lang en
    exit 2
    -- stderr
    error: Missing: --page <FILE>
    Usage: inkraft attach --page <FILE> --create --lang <LANG> <POLICY>
    For more information, try --help.
    $ verify --lang fr
    exit 2
    -- stderr
    Fehler: „fr“ ist kein zulässiger Wert für --lang <SPRACHE>: möglich sind de, en
    Mehr dazu mit --help.
    ~~ verify --lang fr --lang en
    exit 2
    -- stderr
    error: “fr” is not a value for --lang <LANG>: possible are de, en
    For more information, try --help.
    $ key
    exit 2
    -- stderr
    Schlüssel anlegen und auflisten

    Aufruf: inkraft key [OPTIONEN] <BEFEHL>

    Befehle:
      new   Einen Schlüssel für eine Person anlegen
      list  Die Schlüssel hier und in der Zeichnungsregelung auflisten

    Optionen:
          --lang <SPRACHE>  Sprache der Meldungen, de oder en (ohne Angabe: die des Systems) [möglich:
                            de, en]
      -h, --help            Hilfe anzeigen (-h kurz, --help ausführlich)
    ~~ key --lang en
    exit 2
    -- stderr
    error: A command is missing: new, list
    Usage: inkraft key [OPTIONS] <COMMAND>
    For more information, try --help.
    "#);
}

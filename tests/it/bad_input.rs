//! What a person can get wrong around the draft: names, records, keys, passphrases, clocks. Each is told in
//! both languages, and nothing is changed or left behind.

use std::fs;

use insta::assert_snapshot;

use crate::site::{Site, policy, restrict};

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
      --from, --last-day, --no-end, --awaits, --for oder --beside angeben.
    ~~ effect hausordnung --version 1 --lang en
    exit 2
    -- stderr
    error: it is not said what changes
      Give --from, --last-day, --no-end, --awaits, --for or --beside.
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
      Mit --reason in Worten sagen, warum.
    ~~ withdraw hausordnung --version 1 --ground error --reason ' ' --lang en
    exit 2
    -- stderr
    error: the reason is empty
      Say with --reason in words why.
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
    assert_snapshot!(site.refused("sign hausordnung --yes --passphrase-file ../nichts"), @"
    exit 2
    -- stderr
    Fehler: die Passphrase ist aus ../nichts nicht zu lesen: nicht gefunden, Fehler 2
    ~~ sign hausordnung --yes --passphrase-file ../nichts --lang en
    exit 2
    -- stderr
    error: cannot read the passphrase from ../nichts: No such file or directory (os error 2)
    ");
    assert_snapshot!(site.refused("sign hausordnung --passphrase-file ../passphrase"), @"
    exit 2
    Regelung      hausordnung
    Titel         Hausordnung
    Fassung       1 (Stand Juli 2018)
    In Kraft      ab 25.07.2018
    PDF           [N] Bytes, SHA-256 [SHA-256] (noch ohne die PDF-Signatur)
    Zeichnet      Erika Muster, Hauptgeschäftsführerin
    Schlüssel     muster.example/regelwerk/erika-muster/1
    PDF-Signatur  mit dem Zertifikat von Erika Muster (keys/erika-muster-seal-1.crt)
      → Fassung 1 gilt ab 25. Juli 2018.
    -- stderr
    Fehler: es ist niemand da, der gefragt werden könnte
      In einem Terminal aufrufen oder --yes angeben.
    ~~ sign hausordnung --passphrase-file ../passphrase --lang en
    exit 2
    Policy         hausordnung
    Title          Hausordnung
    Version        1 (as of July 2018)
    In force       from 2018-07-25
    PDF            [N] bytes, SHA-256 [SHA-256] (before the PDF signature)
    Signs          Erika Muster, Hauptgeschäftsführerin
    Key            muster.example/regelwerk/erika-muster/1
    PDF signature  with the certificate of Erika Muster (keys/erika-muster-seal-1.crt)
      → Version 1 is in force from 25 July 2018.
    -- stderr
    error: there is nobody to ask
      Run it in a terminal, or give --yes.
    ");
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
    assert_snapshot!(site.transcript(&command.output().unwrap()), @"
    exit 2
    Regelung      hausordnung
    Titel         Hausordnung
    Fassung       1 (Stand Juli 2018)
    In Kraft      ab 25.07.2018
    PDF           [N] Bytes, SHA-256 [SHA-256] (noch ohne die PDF-Signatur)
    Zeichnet      Erika Muster, Hauptgeschäftsführerin
    Schlüssel     muster.example/regelwerk/erika-muster/1
    PDF-Signatur  mit dem Zertifikat von Erika Muster (keys/erika-muster-seal-1.crt)
      → Fassung 1 gilt ab 25. Juli 2018.
    -- stderr
    Fehler: die Passphrase kann nicht erfragt werden: kein Terminal (No such device or address (os error 6))
      Geben Sie sie mit --passphrase-file DATEI oder --passphrase-fd N.
    ");
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
    Fehler: der private Schlüssel keys/private/erika-muster-1.key ist nicht da, und es läuft kein ssh-agent (SSH_AUTH_SOCK ist nicht gesetzt)
      Auf dem Rechner unterschreiben, auf dem der Schlüssel liegt. Oder im ssh-agent: Den Schlüssel mit `ssh-add -c DATEI` in den ssh-agent laden; `ssh-add -L` zeigt, welche er hat.
    ~~ sign hausordnung --lang en
    exit 2
    -- stderr
    error: the private key keys/private/erika-muster-1.key is not there, and no ssh-agent is running (SSH_AUTH_SOCK is not set)
      Sign on the machine that has the key. Or in the ssh-agent: Load the key into the ssh-agent with `ssh-add -c FILE`; `ssh-add -L` shows which it has.
    "#);
    fs::write(key("erika-muster-1"), own).unwrap();
    restrict(&key("erika-muster-1"), 0o600);
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
    assert_snapshot!(site.sign("sign hausordnung --accept-clock"), @"
    exit 0
    Regelung      hausordnung
    Titel         Hausordnung
    Fassung       1 (Stand Juli 2018)
    In Kraft      ab 25.07.2018
    PDF           [N] Bytes, SHA-256 [SHA-256] (noch ohne die PDF-Signatur)
    Zeichnet      Erika Muster, Hauptgeschäftsführerin
    Schlüssel     muster.example/regelwerk/erika-muster/1
    PDF-Signatur  mit dem Zertifikat von Erika Muster (keys/erika-muster-seal-1.crt)
      → Fassung 1 gilt ab 25. Juli 2018.
      → Auskünfte über vergangene Tage ab 25. Juli 2018 lauten künftig anders.
    Unterschrieben und eingetragen: Eintrag 1, 01.01.2090, 00:00 Uhr
      archive/policies/hausordnung/1/hausordnung-v1.pdf: [N] Bytes, SHA-256 [SHA-256]
    ");
    // The clock goes back: what is signed now is logged at the time of the last entry, which its signer saw.
    site.at("2018-07-03T00:00:00+02:00");
    let told = site.sign("repeal hausordnung --last-day 2095-12-31 --accept-clock");
    assert!(told.starts_with("exit 0\n") && told.contains("Eintrag 2, 01.01.2090"), "{told}");
    assert!(site.run("verify").starts_with("exit 0\n"));
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
    Vertrauen  die Gründungsregelung ist die des Vertrauensankers (keys/anchor, neben dem Archiv gefunden)
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
    Trust    the founding charter is the trust anchor's (keys/anchor, found beside the archive)
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

//! `verify` of archives and PDFs, with and without a trust anchor, and the same answers from the program
//! that can only read.

use std::fs;

use insta::assert_snapshot;

use crate::answers::two;
use crate::site::{Site, copy, words};

#[test]
fn an_archive_is_verified() {
    let site = two();
    assert_snapshot!(site.both("verify"), @"
    exit 0
    Archiv     muster.example/regelwerk
    Register   3 Einträge, der letzte vom 01.08.2018, 09:00 Uhr
    Wurzel     [SHA-256]
    Vertrauen  die Gründungsregelung ist die des Vertrauensankers (keys/anchor, neben dem Archiv gefunden)
    Vergleich  setzt den zuletzt bekannten Stand fort
    Inhalt     1 Regelung, 2 Fassungen, 6 Dateien ([N] kB), 2 PDF-Signaturen geprüft
    Ergebnis: Das Archiv ist unversehrt; alle Signaturen sind kryptographisch gültig.
    ~~ verify --lang en
    exit 0
    Archive  muster.example/regelwerk
    Log      3 entries, the last of 2018-08-01, 09:00
    Root     [SHA-256]
    Trust    the founding charter is the trust anchor's (keys/anchor, found beside the archive)
    Earlier  continues the state last seen here
    Content  1 policy, 2 versions, 6 files ([N] kB), 2 PDF signatures checked
    Result: the archive is intact; all signatures are cryptographically valid.
    ");
    assert_snapshot!(site.run("verify archive --json"), @r#"
    exit 0
    {
      "bytes": [N],
      "files": 6,
      "findings": [],
      "format": "inkraft/report/1",
      "holds": true,
      "log": {
        "anchored": true,
        "compared_with_earlier": true,
        "evidence": "as-logged",
        "logged": "2018-08-01T09:00:00+02:00",
        "origin": "muster.example/regelwerk",
        "root": "[SHA-256]",
        "size": 3
      },
      "logged": "2018-08-01T09:00:00+02:00",
      "policies": 1,
      "seals": 2
    }
    "#);
    assert_snapshot!(site.run("verify --rebuild"), @"
    exit 0
    Archiv     muster.example/regelwerk
    Register   3 Einträge, der letzte vom 01.08.2018, 09:00 Uhr
    Wurzel     [SHA-256]
    Vertrauen  die Gründungsregelung ist die des Vertrauensankers (keys/anchor, neben dem Archiv gefunden)
    Vergleich  setzt den zuletzt bekannten Stand fort
    Inhalt     1 Regelung, 2 Fassungen, 6 Dateien ([N] kB), 2 PDF-Signaturen geprüft
    Neusatz    2 PDFs mit typst 0.15.1 bytegleich neu gesetzt, 0 nicht versucht
    Ergebnis: Das Archiv ist unversehrt; alle Signaturen sind kryptographisch gültig.
    ");
}

#[test]
fn a_pdf_is_named_and_dated() {
    let mut site = two();
    let pdf = |v: u32| format!("verify archive/policies/hausordnung/{v}/hausordnung-v{v}.pdf");
    assert_snapshot!(site.both(&pdf(1)), @r#"
    exit 0
    Regelung      hausordnung – Hausordnung
    Fassung       1
    Echt          ja, Byte für Byte die eingetragene Datei (Eintrag 1)
    Gezeichnet    Erika Muster (Hauptgeschäftsführerin) am 02.07.2018 (eigene Angabe)
    Eingetragen   02.07.2018 (Angabe des Archivs)
    PDF-Signatur  Erika Muster: „Freigabe von Fassung 1: Hausordnung (hausordnung)“ (eigene Angabe)
      unversehrt  ja, für die ganze Datei
      Zertifikat  bekannt, nach der Zeichnungsregelung das von Erika Muster (title=Hauptgeschäftsführerin, CN=Erika Muster, O=Musterkammer)
      Zeit        nicht bewiesen: 02.07.2018, 10:00 Uhr (eigene Angabe)
    In Kraft      vom 25.07.2018 bis 31.12.2018; am 01.08.2018: ja
    Am 01.08.2018 ist Fassung 1 „Hausordnung“ in Kraft (vom 25.07.2018 bis 31.12.2018).
    Nach dem Register dieses Archivs (3 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    ~~ verify archive/policies/hausordnung/1/hausordnung-v1.pdf --lang en
    exit 0
    Policy         hausordnung – Hausordnung
    Version        1
    Authentic      yes, byte for byte the logged file (entry 1)
    Signed         Erika Muster (Hauptgeschäftsführerin) on 2018-07-02 (own statement)
    Logged         2018-07-02 (the archive's statement)
    PDF signature  Erika Muster: "Freigabe von Fassung 1: Hausordnung (hausordnung)" (own statement)
      intact       yes, for the whole file
      certificate  known, by the charter that of Erika Muster (title=Hauptgeschäftsführerin, CN=Erika Muster, O=Musterkammer)
      time         not proven: 2018-07-02, 10:00 (own statement)
    In force       from 2018-07-25 to 2018-12-31; on 2018-08-01: yes
    On 2018-08-01 version 1 "Hausordnung" is in force (from 2018-07-25 to 2018-12-31).
    According to this archive's log (3 entries, the last of 2018-08-01); it does not know what came after.
    "#);
    assert_snapshot!(site.run(&pdf(2)), @"
    exit 0
    Regelung      hausordnung – Hausordnung
    Fassung       2
    Echt          ja, Byte für Byte die eingetragene Datei (Eintrag 2)
    Gezeichnet    Erika Muster (Hauptgeschäftsführerin) am 01.08.2018 (eigene Angabe)
    Eingetragen   01.08.2018 (Angabe des Archivs)
    PDF-Signatur  Erika Muster: „Freigabe von Fassung 2: Hausordnung (hausordnung)“ (eigene Angabe)
      unversehrt  ja, für die ganze Datei
      Zertifikat  bekannt, nach der Zeichnungsregelung das von Erika Muster (title=Hauptgeschäftsführerin, CN=Erika Muster, O=Musterkammer)
      Zeit        nicht bewiesen: 01.08.2018, 09:00 Uhr (eigene Angabe)
    In Kraft      ab 01.01.2019; am 01.08.2018: nein
    Am 01.08.2018 ist Fassung 1 „Hausordnung“ in Kraft (vom 25.07.2018 bis 31.12.2018).
    Nach dem Register dieses Archivs (3 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    ");
    assert_snapshot!(site.run(&format!("{} --json", pdf(1))), @r#"
    exit 0
    {
      "entry": 1,
      "format": "inkraft/pdf-report/1",
      "holds": true,
      "in_force_today": true,
      "log": {
        "anchored": true,
        "compared_with_earlier": true,
        "evidence": "as-logged",
        "logged": "2018-08-01T09:00:00+02:00",
        "origin": "muster.example/regelwerk",
        "root": "[SHA-256]",
        "size": 3
      },
      "logged": "2018-07-02T10:00:00+02:00",
      "period": {
        "from": "2018-07-25",
        "until": "2019-01-01"
      },
      "policy": "hausordnung",
      "sha256": "[SHA-256]",
      "signatures": [
        {
          "certificate": {
            "covered_time": true,
            "issuer": "title=Hauptgeschäftsführerin, CN=Erika Muster, O=Musterkammer",
            "known": true,
            "person": "erika-muster",
            "sha256": "[SHA-256]",
            "subject": "title=Hauptgeschäftsführerin, CN=Erika Muster, O=Musterkammer"
          },
          "covers_all": true,
          "intact": true,
          "kind": "signature",
          "reason": "Freigabe von Fassung 1: Hausordnung (hausordnung)",
          "time": {
            "claimed": "2018-07-02T10:00:00+02:00"
          }
        }
      ],
      "signed_at": "2018-07-02T10:00:00+02:00",
      "signers": [
        "muster.example/regelwerk/erika-muster/1"
      ],
      "title": "Hausordnung",
      "today": "2018-08-01",
      "version": 1
    }
    "#);
    site.at("2019-02-01T09:00:00+01:00");
    assert_snapshot!(site.run(&pdf(1)), @"
    exit 0
    Regelung      hausordnung – Hausordnung
    Fassung       1
    Echt          ja, Byte für Byte die eingetragene Datei (Eintrag 1)
    Gezeichnet    Erika Muster (Hauptgeschäftsführerin) am 02.07.2018 (eigene Angabe)
    Eingetragen   02.07.2018 (Angabe des Archivs)
    PDF-Signatur  Erika Muster: „Freigabe von Fassung 1: Hausordnung (hausordnung)“ (eigene Angabe)
      unversehrt  ja, für die ganze Datei
      Zertifikat  bekannt, nach der Zeichnungsregelung das von Erika Muster (title=Hauptgeschäftsführerin, CN=Erika Muster, O=Musterkammer)
      Zeit        nicht bewiesen: 02.07.2018, 10:00 Uhr (eigene Angabe)
    In Kraft      vom 25.07.2018 bis 31.12.2018; am 01.02.2019: nein
    Am 01.02.2019 ist Fassung 2 „Hausordnung“ in Kraft (ab 01.01.2019).
    Nach dem Register dieses Archivs (3 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    ");
    fs::write(site.path("regelwerk/other.pdf"), "%PDF-1.7").unwrap();
    assert_snapshot!(site.both("verify other.pdf"), @r#"
    exit 1
    Ergebnis: Diese Datei ist keine Fassung aus dem Archiv, oder sie wurde verändert (SHA-256 [SHA-256]).
    `history --json` nennt die Prüfsummen aller Fassungen.
    ~~ verify other.pdf --lang en
    exit 1
    Result: this file is no version of the archive, or it was altered (SHA-256 [SHA-256]).
    `history --json` names the hashes of all versions.
    "#);
    assert_snapshot!(site.run("verify other.pdf --json"), @r#"
    exit 1
    {
      "format": "inkraft/pdf-report/1",
      "holds": false,
      "log": {
        "anchored": true,
        "compared_with_earlier": true,
        "evidence": "as-logged",
        "logged": "2018-08-01T09:00:00+02:00",
        "origin": "muster.example/regelwerk",
        "root": "[SHA-256]",
        "size": 3
      },
      "sha256": "[SHA-256]",
      "signatures": []
    }
    "#);
}

#[test]
fn the_reading_program_says_the_same() {
    let site = two();
    for line in [
        "verify",
        "verify archive --json",
        "verify archive/policies/hausordnung/1/hausordnung-v1.pdf",
        "in-force hausordnung --on 2019-06-01",
        "in-force --json",
        "history hausordnung",
        "history --json",
        "in-force nichts",
        "verify nichts",
    ] {
        for lang in ["de", "en"] {
            let line = format!("{line} --lang {lang}");
            let read = site.transcript(&site.verifier(&words(&line)).output().unwrap());
            assert_eq!(read, site.run(&line), "{line}");
        }
    }
}

#[test]
fn without_an_anchor_nothing_is_proved() {
    let site = two();
    fs::rename(site.path("regelwerk/keys/anchor"), site.path("anchor")).unwrap();
    assert_snapshot!(site.both("verify"), @"
    exit 1
    Archiv     muster.example/regelwerk
    Register   3 Einträge, der letzte vom 01.08.2018, 09:00 Uhr
    Wurzel     [SHA-256]
    Vertrauen  nicht verankert: kein Vertrauensanker von außerhalb des Archivs
    Vergleich  kein früher bekannter Stand zum Vergleich
    Inhalt     1 Regelung, 2 Fassungen, 6 Dateien ([N] kB), 2 PDF-Signaturen geprüft
    Ergebnis: In sich stimmig, aber nicht verankert; das ist kein Nachweis.
    Mit --trust den Vertrauensanker angeben, den die Stelle auf anderem Weg bekannt gibt.
    ~~ verify --lang en
    exit 1
    Archive  muster.example/regelwerk
    Log      3 entries, the last of 2018-08-01, 09:00
    Root     [SHA-256]
    Trust    not anchored: no trust anchor from outside the archive
    Earlier  no earlier state known here to compare with
    Content  1 policy, 2 versions, 6 files ([N] kB), 2 PDF signatures checked
    Result: consistent in itself, but not anchored; that proves nothing.
    Give the trust anchor that the body makes known by another way with --trust.
    ");
    assert_snapshot!(site.both("in-force hausordnung"), @r#"
    exit 1
    Am 01.08.2018 ist Fassung 1 „Hausordnung“ in Kraft (vom 25.07.2018 bis 31.12.2018).
    Nach dem Register dieses Archivs (3 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    Achtung, nicht verankert: kein Vertrauensanker von außerhalb des Archivs.
    Mit --trust den Vertrauensanker angeben, den die Stelle auf anderem Weg bekannt gibt.
    ~~ in-force hausordnung --lang en
    exit 1
    On 2018-08-01 version 1 "Hausordnung" is in force (from 2018-07-25 to 2018-12-31).
    According to this archive's log (3 entries, the last of 2018-08-01); it does not know what came after.
    Beware, not anchored: no trust anchor from outside the archive.
    Give the trust anchor that the body makes known by another way with --trust.
    "#);
    assert_snapshot!(site.run("verify archive/policies/hausordnung/1/hausordnung-v1.pdf"), @"
    exit 1
    Regelung      hausordnung – Hausordnung
    Fassung       1
    Echt          ja, Byte für Byte die eingetragene Datei (Eintrag 1)
    Gezeichnet    Erika Muster (Hauptgeschäftsführerin) am 02.07.2018 (eigene Angabe)
    Eingetragen   02.07.2018 (Angabe des Archivs)
    PDF-Signatur  Erika Muster: „Freigabe von Fassung 1: Hausordnung (hausordnung)“ (eigene Angabe)
      unversehrt  ja, für die ganze Datei
      Zertifikat  bekannt, nach der Zeichnungsregelung das von Erika Muster (title=Hauptgeschäftsführerin, CN=Erika Muster, O=Musterkammer)
      Zeit        nicht bewiesen: 02.07.2018, 10:00 Uhr (eigene Angabe)
    In Kraft      vom 25.07.2018 bis 31.12.2018; am 01.08.2018: ja
    Am 01.08.2018 ist Fassung 1 „Hausordnung“ in Kraft (vom 25.07.2018 bis 31.12.2018).
    Nach dem Register dieses Archivs (3 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    nicht verankert: kein Vertrauensanker von außerhalb des Archivs
    Mit --trust den Vertrauensanker angeben, den die Stelle auf anderem Weg bekannt gibt.
    ");
    let held = site.run("verify --trust ../anchor");
    assert!(held.starts_with("exit 0\n"), "{held}");
}

#[test]
fn a_copy_elsewhere_holds_with_the_anchor_from_here() {
    let site = two();
    copy(&site.archive(), &site.path("kopie"));
    fs::remove_file(site.path("kopie/.lock")).unwrap();
    assert_snapshot!(site.run("verify ../kopie"), @"
    exit 1
    Archiv     muster.example/regelwerk
    Register   3 Einträge, der letzte vom 01.08.2018, 09:00 Uhr
    Wurzel     [SHA-256]
    Vertrauen  nicht verankert: kein Vertrauensanker von außerhalb des Archivs
    Vergleich  kein früher bekannter Stand zum Vergleich
    Inhalt     1 Regelung, 2 Fassungen, 6 Dateien ([N] kB), 2 PDF-Signaturen geprüft
    Ergebnis: In sich stimmig, aber nicht verankert; das ist kein Nachweis.
    Mit --trust den Vertrauensanker angeben, den die Stelle auf anderem Weg bekannt gibt.
    ");
    assert_snapshot!(site.run("verify ../kopie --trust keys/anchor"), @"
    exit 0
    Archiv     muster.example/regelwerk
    Register   3 Einträge, der letzte vom 01.08.2018, 09:00 Uhr
    Wurzel     [SHA-256]
    Vertrauen  die Gründungsregelung ist die des Vertrauensankers (keys/anchor)
    Vergleich  setzt den zuletzt bekannten Stand fort
    Inhalt     1 Regelung, 2 Fassungen, 6 Dateien ([N] kB), 2 PDF-Signaturen geprüft
    Ergebnis: Das Archiv ist unversehrt; alle Signaturen sind kryptographisch gültig.
    ");
    assert_snapshot!(site.run("in-force hausordnung --archive ../kopie --trust keys/anchor"), @r#"
    exit 0
    Am 01.08.2018 ist Fassung 1 „Hausordnung“ in Kraft (vom 25.07.2018 bis 31.12.2018).
    Nach dem Register dieses Archivs (3 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    "#);
}

#[test]
fn an_anchor_inside_the_archive_is_none() {
    let site = two();
    fs::copy(site.path("regelwerk/keys/anchor"), site.archive().join("anchor")).unwrap();
    assert_snapshot!(site.refused("verify --trust archive/anchor"), @r#"
    exit 1
    -- stderr
    Fehler: der Vertrauensanker archive/anchor liegt im Archiv, das er bezeugen soll
      Den Vertrauensanker auf anderem Weg als das Archiv beziehen.
    ~~ verify --trust archive/anchor --lang en
    exit 1
    -- stderr
    error: the trust anchor archive/anchor lies in the archive it should vouch for
      Get the trust anchor by another way than the archive.
    "#);
}

#[test]
fn another_archives_anchor_does_not_fit() {
    let (site, other) = (two(), Site::new());
    let anchor = fs::read_to_string(other.path("regelwerk/keys/anchor")).unwrap();
    let digit = if anchor.trim_end().ends_with('0') { "1" } else { "0" };
    let changed = format!("{}{digit}\n", &anchor.trim_end()[..anchor.trim_end().len() - 1]);
    fs::write(site.path("anchor"), changed).unwrap();
    assert_snapshot!(site.refused("verify --trust ../anchor"), @r#"
    exit 1
    FEHLER  Eintrag 0: ist nicht die Gründungsregelung, die der Vertrauensanker nennt
    Ergebnis: Das Archiv hält der Prüfung nicht stand (1 Fehler).
    ~~ verify --trust ../anchor --lang en
    exit 1
    FAILED  entry 0: is not the founding charter that the trust anchor names
    Result: the archive does not hold (1 failure).
    "#);
    fs::write(site.path("anchor"), "kein Anker\n").unwrap();
    assert_snapshot!(site.refused("verify --trust ../anchor"), @r#"
    exit 2
    -- stderr
    Fehler: ../anchor: das ist kein Vertrauensanker
      `inkraft init` schreibt ihn nach keys/anchor; ihn auf anderem Weg als das Archiv beziehen.
    ~~ verify --trust ../anchor --lang en
    exit 2
    -- stderr
    error: ../anchor: this is not a trust anchor
      `inkraft init` writes it to keys/anchor; get it by another way than the archive.
    "#);
    assert_snapshot!(site.refused("verify --trust ../nichts"), @r#"
    exit 2
    -- stderr
    Fehler: ../nichts gibt es nicht
    ~~ verify --trust ../nichts --lang en
    exit 2
    -- stderr
    error: ../nichts does not exist
    "#);
}

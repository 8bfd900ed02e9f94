//! Translations as an officer makes them and as readers meet them: the whole way, in transcripts.

use std::fs;

use insta::assert_snapshot;
use serde_json::Value;

use crate::site::{Site, policy, translation};

/// Version 1 of the house rules in German, and the draft of its translation.
pub fn drafted() -> Site {
    let site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25")).signed("sign hausordnung");
    site.translation("hausordnung", "en", &translation("House rules"));
    site
}

/// The same, with the translation signed.
pub fn translated() -> Site {
    let site = drafted();
    site.signed("translate hausordnung --to en");
    site
}

#[test]
fn a_translation_from_the_draft_to_every_answer() {
    let mut site = drafted();
    assert_snapshot!(site.story(&[
        "at 2018-07-02T11:00:00+02:00",
        "check hausordnung --language en",
        "preview hausordnung --language en",
        "translate hausordnung --to en",
        "verify --rebuild",
        "history hausordnung",
        "at 2018-08-01T11:00:00+02:00",
        "in-force hausordnung",
        "in-force hausordnung --json",
        "verify archive/policies/hausordnung/1/renditions/2/hausordnung-v1-en.pdf",
        "verify archive/policies/hausordnung/1/renditions/2/hausordnung-v1-en.pdf --json",
        "attach hausordnung --page public/impressum.html --create",
        "attach hausordnung",
        "history hausordnung --json",
    ]), @r#"
    $ at 2018-07-02T11:00:00+02:00
    $ check hausordnung --language en
    exit 0
    „House rules“ ist in Ordnung: 1 Abschnitt, als PDF [N] kB.
    $ preview hausordnung --language en
    exit 0
    Entwurf gesetzt: documents/hausordnung/hausordnung-entwurf-en.pdf
    $ translate hausordnung --to en
    exit 0
    Regelung      hausordnung
    Titel         House rules
    Ausgabe       Übersetzung (Englisch) zu Fassung 1 „Hausordnung“ (Stand Juli 2018)
    In Kraft      ab 25.07.2018
    PDF           [N] Bytes, SHA-256 [SHA-256]
    Zeichnet      Erika Muster, Hauptgeschäftsführerin
    Schlüssel     muster.example/regelwerk/erika-muster/1
    PDF-Signatur  mit dem Zertifikat von Erika Muster (keys/erika-muster-seal-1.crt)
    Unterschrieben und eingetragen: Eintrag 2, 02.07.2018, 11:00 Uhr
      archive/policies/hausordnung/1/renditions/2/hausordnung-v1-en.pdf
    $ verify --rebuild
    exit 0
    Archiv     muster.example/regelwerk
    Register   3 Einträge, der letzte vom 02.07.2018, 11:00 Uhr
    Wurzel     [SHA-256]
    Vertrauen  die Gründungsregelung ist die des Vertrauensankers (keys/anchor, neben dem Archiv gefunden)
    Vergleich  setzt den zuletzt bekannten Stand fort
    Inhalt     1 Regelung, 1 Fassung, 1 weitere Ausgabe, 6 Dateien ([N] kB), 2 PDF-Signaturen geprüft
    Neusatz    2 PDFs mit typst 0.15.1 bytegleich neu gesetzt, 0 nicht versucht
    Ergebnis: Das Archiv ist unversehrt; alle Signaturen sind kryptographisch gültig.
    $ history hausordnung
    exit 0
    hausordnung
      #1  02.07.2018  Fassung 1 „Hausordnung“: in Kraft ab 25.07.2018
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #2  02.07.2018  Übersetzung (Englisch) „House rules“ zu Fassung 1
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
    Eingetragen: nach Angabe des Archivs. Gezeichnet: nach Angabe der zeichnenden Person, am selben Tag, wenn keiner genannt ist. Von Dritten bezeugt ist keiner dieser Tage.
    $ at 2018-08-01T11:00:00+02:00
    $ in-force hausordnung
    exit 0
    Am 01.08.2018 ist Fassung 1 „Hausordnung“ in Kraft (ab 25.07.2018).
      auch: Übersetzung (Englisch) „House rules“, Eintrag 2
    Nach dem Register dieses Archivs (3 Einträge, der letzte vom 02.07.2018); was danach geschah, weiß es nicht.
    $ in-force hausordnung --json
    exit 0
    {
      "answers": [
        {
          "also": [
            2
          ],
          "answer": "one",
          "as_known": "2018-08-01",
          "entry": 1,
          "flags": [],
          "from": "2018-07-25",
          "on": "2018-08-01",
          "pdf": {
            "sha256": "[SHA-256]",
            "size": [N]
          },
          "policy": "hausordnung",
          "renditions": [
            {
              "entry": 2,
              "language": "en",
              "pdf": {
                "sha256": "[SHA-256]",
                "size": [N]
              },
              "purpose": "translation",
              "title": "House rules"
            }
          ],
          "title": "Hausordnung",
          "version": 1
        }
      ],
      "format": "inkraft/in-force/1",
      "log": {
        "anchored": true,
        "compared_with_earlier": true,
        "evidence": "as-logged",
        "logged": "2018-07-02T11:00:00+02:00",
        "origin": "muster.example/regelwerk",
        "root": "[SHA-256]",
        "size": 3
      }
    }
    $ verify archive/policies/hausordnung/1/renditions/2/hausordnung-v1-en.pdf
    exit 0
    Regelung      hausordnung – Hausordnung
    Fassung       1
    Ausgabe       Übersetzung (Englisch) „House rules“
    Echt          ja, Byte für Byte die eingetragene Datei (Eintrag 2)
    Gezeichnet    Erika Muster (Hauptgeschäftsführerin) am 02.07.2018 (eigene Angabe)
    Eingetragen   02.07.2018 (Angabe des Archivs)
    PDF-Signatur  Erika Muster: „translation (English) of version 1: House rules (hausordnung)“ (eigene Angabe)
      unversehrt  ja, für die ganze Datei
      Zertifikat  bekannt, nach der Zeichnungsregelung das von Erika Muster (title=Hauptgeschäftsführerin, CN=Erika Muster, O=Musterkammer)
      Zeit        nicht bewiesen: 02.07.2018, 11:00 Uhr (eigene Angabe)
    In Kraft      ab 25.07.2018; am 01.08.2018: ja
    Am 01.08.2018 ist Fassung 1 „Hausordnung“ in Kraft (ab 25.07.2018).
    Nach dem Register dieses Archivs (3 Einträge, der letzte vom 02.07.2018); was danach geschah, weiß es nicht.
    $ verify archive/policies/hausordnung/1/renditions/2/hausordnung-v1-en.pdf --json
    exit 0
    {
      "entry": 2,
      "format": "inkraft/pdf-report/1",
      "holds": true,
      "in_force_today": true,
      "log": {
        "anchored": true,
        "compared_with_earlier": true,
        "evidence": "as-logged",
        "logged": "2018-07-02T11:00:00+02:00",
        "origin": "muster.example/regelwerk",
        "root": "[SHA-256]",
        "size": 3
      },
      "logged": "2018-07-02T11:00:00+02:00",
      "period": {
        "from": "2018-07-25",
        "until": null
      },
      "policy": "hausordnung",
      "rendition": {
        "current": true,
        "language": "en",
        "purpose": "translation",
        "title": "House rules"
      },
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
          "reason": "translation (English) of version 1: House rules (hausordnung)",
          "time": {
            "claimed": "2018-07-02T11:00:00+02:00"
          }
        }
      ],
      "signed_at": "2018-07-02T11:00:00+02:00",
      "signers": [
        "muster.example/regelwerk/erika-muster/1"
      ],
      "title": "Hausordnung",
      "today": "2018-08-01",
      "version": 1
    }
    $ attach hausordnung --page public/impressum.html --create
    exit 0
    public/impressum.html: hausordnung erneuert, 2 PDFs neu veröffentlicht
    $ attach hausordnung
    exit 0
    <section class="inkraft" lang="de">
      <h2>Hausordnung</h2>
      <p><a href="hausordnung/1/hausordnung-v1.pdf" hreflang="de" type="application/pdf">Hausordnung, Fassung 1</a> (PDF-Datei · [N] KB, Barrierefreiheit nicht geprüft)</p>
      <ul>
        <li>In Kraft seit dem <time datetime="2018-07-25">25. Juli 2018</time></li>
        <li>Stand: <time datetime="2018-07">Juli 2018</time></li>
        <li>Übersetzung (Englisch): <a href="hausordnung/1/renditions/2/hausordnung-v1-en.pdf" hreflang="en" lang="en" type="application/pdf">House rules</a> (PDF-Datei · [N] KB, Barrierefreiheit nicht geprüft)</li>
        <li>Adresse dieser Fassung: <a href="hausordnung/1/hausordnung-v1.pdf">hausordnung/<wbr>1/<wbr>hausordnung-v1.pdf</a></li>
        <li>Adresse der jeweils aktuellen Fassung: <a href="hausordnung/hausordnung.pdf">hausordnung/<wbr>hausordnung.pdf</a></li>
        <li><small>SHA-256: <code>[SHA-256]</code></small></li>
      </ul>
      <p><small>Stand dieser Angaben: <time datetime="2018-08-01">1. August 2018</time></small></p>
    </section>
    $ history hausordnung --json
    exit 0
    {
      "as_known": "2018-08-01",
      "format": "inkraft/history/1",
      "log": {
        "anchored": true,
        "compared_with_earlier": true,
        "evidence": "as-logged",
        "logged": "2018-07-02T11:00:00+02:00",
        "origin": "muster.example/regelwerk",
        "root": "[SHA-256]",
        "size": 3
      },
      "policies": [
        {
          "policy": "hausordnung",
          "records": [
            {
              "effect": {
                "from": "2018-07-25"
              },
              "entry": 1,
              "kind": "issue",
              "leaf": "[SHA-256]",
              "logged": "2018-07-02T10:00:00+02:00",
              "pdf": {
                "sha256": "[SHA-256]",
                "size": [N]
              },
              "signed_at": "2018-07-02T10:00:00+02:00",
              "signers": [
                "muster.example/regelwerk/erika-muster/1"
              ],
              "title": "Hausordnung",
              "version": 1
            },
            {
              "current": true,
              "entry": 2,
              "kind": "rendition",
              "language": "en",
              "leaf": "[SHA-256]",
              "logged": "2018-07-02T11:00:00+02:00",
              "pdf": {
                "sha256": "[SHA-256]",
                "size": [N]
              },
              "purpose": "translation",
              "signed_at": "2018-07-02T11:00:00+02:00",
              "signers": [
                "muster.example/regelwerk/erika-muster/1"
              ],
              "title": "House rules",
              "version": 1
            }
          ],
          "versions": [
            {
              "entry": 1,
              "fixed": true,
              "never": false,
              "period": {
                "from": "2018-07-25",
                "until": null
              },
              "version": 1
            }
          ]
        }
      ]
    }
    "#);
}

#[test]
fn in_english_too() {
    let mut site = drafted().english();
    assert_snapshot!(site.story(&[
        "check hausordnung --language en",
        "translate hausordnung --to en",
        "at 2018-08-01T11:00:00+02:00",
        "translate hausordnung --to en --version 1",
        "history hausordnung",
        "in-force hausordnung",
        "verify archive/policies/hausordnung/1/renditions/2/hausordnung-v1-en.pdf",
        "attach hausordnung",
    ]), @r#"
    $ check hausordnung --language en
    exit 0
    "House rules" is in order: 1 section, [N] kB as a PDF.
    $ translate hausordnung --to en
    exit 0
    Policy         hausordnung
    Title          House rules
    Rendition      translation (English) of version 1 "Hausordnung" (as of July 2018)
    In force       from 2018-07-25
    PDF            [N] bytes, SHA-256 [SHA-256]
    Signs          Erika Muster, Hauptgeschäftsführerin
    Key            muster.example/regelwerk/erika-muster/1
    PDF signature  with the certificate of Erika Muster (keys/erika-muster-seal-1.crt)
    Signed and logged: entry 2, 2018-07-02, 10:00
      archive/policies/hausordnung/1/renditions/2/hausordnung-v1-en.pdf
    $ at 2018-08-01T11:00:00+02:00
    $ translate hausordnung --to en --version 1
    exit 0
    Policy         hausordnung
    Title          House rules
    Rendition      translation (English) of version 1 "Hausordnung" (as of July 2018)
    In force       from 2018-07-25
    PDF            [N] bytes, SHA-256 [SHA-256]
    Signs          Erika Muster, Hauptgeschäftsführerin
    Key            muster.example/regelwerk/erika-muster/1
    PDF signature  with the certificate of Erika Muster (keys/erika-muster-seal-1.crt)
      → The translation in entry 2 stays in the archive, but is no longer offered.
    Signed and logged: entry 3, 2018-08-01, 11:00
      archive/policies/hausordnung/1/renditions/3/hausordnung-v1-en.pdf
    $ history hausordnung
    exit 0
    hausordnung
      #1  2018-07-02  version 1 "Hausordnung": in force from 2018-07-25
            signed by Erika Muster (Hauptgeschäftsführerin)
      #2  2018-07-02  translation (English) "House rules" of version 1: replaced by a later one
            signed by Erika Muster (Hauptgeschäftsführerin)
      #3  2018-08-01  translation (English) "House rules" of version 1
            signed by Erika Muster (Hauptgeschäftsführerin)
    Logged: as the archive says. Signed: as the officer says, on the same day if none is named. No third party vouches for any of these days.
    $ in-force hausordnung
    exit 0
    On 2018-08-01 version 1 "Hausordnung" is in force (from 2018-07-25).
      also: translation (English) "House rules", entry 3
    According to this archive's log (4 entries, the last of 2018-08-01); it does not know what came after.
    $ verify archive/policies/hausordnung/1/renditions/2/hausordnung-v1-en.pdf
    exit 0
    Policy         hausordnung – Hausordnung
    Version        1
    Rendition      translation (English) "House rules" – replaced by a later one
    Authentic      yes, byte for byte the logged file (entry 2)
    Signed         Erika Muster (Hauptgeschäftsführerin) on 2018-07-02 (own statement)
    Logged         2018-07-02 (the archive's statement)
    PDF signature  Erika Muster: "translation (English) of version 1: House rules (hausordnung)" (own statement)
      intact       yes, for the whole file
      certificate  known, by the charter that of Erika Muster (title=Hauptgeschäftsführerin, CN=Erika Muster, O=Musterkammer)
      time         not proven: 2018-07-02, 10:00 (own statement)
    In force       from 2018-07-25; on 2018-08-01: yes
    On 2018-08-01 version 1 "Hausordnung" is in force (from 2018-07-25).
    According to this archive's log (4 entries, the last of 2018-08-01); it does not know what came after.
    $ attach hausordnung
    exit 0
    <section class="inkraft" lang="en">
      <h2>Hausordnung</h2>
      <p><a href="hausordnung/1/hausordnung-v1.pdf" hreflang="de" type="application/pdf"><span lang="de">Hausordnung</span>, version 1</a> (PDF file · [N] KB, accessibility not checked)</p>
      <ul>
        <li>In force since <time datetime="2018-07-25">25 July 2018</time></li>
        <li>Text as of <time datetime="2018-07">July 2018</time></li>
        <li>Translation (English): <a href="hausordnung/1/renditions/3/hausordnung-v1-en.pdf" hreflang="en" lang="en" type="application/pdf">House rules</a> (PDF file · [N] KB, accessibility not checked)</li>
        <li>Address of this version: <a href="hausordnung/1/hausordnung-v1.pdf">hausordnung/<wbr>1/<wbr>hausordnung-v1.pdf</a></li>
        <li>Address of the current version at any time: <a href="hausordnung/hausordnung.pdf">hausordnung/<wbr>hausordnung.pdf</a></li>
        <li><small>SHA-256: <code>[SHA-256]</code></small></li>
      </ul>
      <p><small>This information is as of <time datetime="2018-08-01">1 August 2018</time></small></p>
    </section>
    "#);
}

/// Two versions; the first was translated over and over, and withdrawn in the end.
#[test]
fn of_two_translations_the_last_that_stands_is_offered() {
    let mut site = translated();
    assert_snapshot!(site.story(&[
        "at 2018-07-03T10:00:00+02:00",
        "translate hausordnung --to en",
        "withdraw hausordnung --entry 3 --ground error --reason 'ein Satz fehlt'",
        "translate hausordnung --to en",
        "draft hausordnung Hausordnung 2019-01-01",
        "sign hausordnung",
        "translate hausordnung --to en --version 1",
        "at 2019-02-01T10:00:00+01:00",
        "history hausordnung",
        "attach hausordnung",
        "verify archive/policies/hausordnung/1/renditions/3/hausordnung-v1-en.pdf",
        "verify archive/policies/hausordnung/1/renditions/5/hausordnung-v1-en.pdf",
        "withdraw hausordnung --version 1 --ground decision --reason 'nie beschlossen'",
        "history hausordnung",
        "attach hausordnung --page public/impressum.html --create",
        "verify --rebuild",
    ]), @r#"
    $ at 2018-07-03T10:00:00+02:00
    $ translate hausordnung --to en
    exit 0
    Regelung      hausordnung
    Titel         House rules
    Ausgabe       Übersetzung (Englisch) zu Fassung 1 „Hausordnung“ (Stand Juli 2018)
    In Kraft      ab 25.07.2018
    PDF           [N] Bytes, SHA-256 [SHA-256]
    Zeichnet      Erika Muster, Hauptgeschäftsführerin
    Schlüssel     muster.example/regelwerk/erika-muster/1
    PDF-Signatur  mit dem Zertifikat von Erika Muster (keys/erika-muster-seal-1.crt)
      → Die Übersetzung in Eintrag 2 bleibt im Archiv, wird aber nicht mehr angeboten.
    Unterschrieben und eingetragen: Eintrag 3, 03.07.2018, 10:00 Uhr
      archive/policies/hausordnung/1/renditions/3/hausordnung-v1-en.pdf
    $ withdraw hausordnung --entry 3 --ground error --reason 'ein Satz fehlt'
    exit 0
    Regelung    hausordnung
    Erklärung   Übersetzung (Englisch) „House rules“ zu Fassung 1
    Rücknahme   Eintrag 3, als wäre er nie gemacht worden
    Begründung  Irrtum: ein Satz fehlt
      → Die Übersetzung in Eintrag 2 wird wieder angeboten.
    Unterschrieben und eingetragen: Eintrag 4, 03.07.2018, 10:00 Uhr
    -- stderr
    Warnung: die Dateien von Eintrag 3 bleiben im Archiv und öffentlich
      Darf sie niemand sehen, danach sperren: `inkraft withhold … --entry 3`.
    $ translate hausordnung --to en
    exit 0
    Regelung      hausordnung
    Titel         House rules
    Ausgabe       Übersetzung (Englisch) zu Fassung 1 „Hausordnung“ (Stand Juli 2018)
    In Kraft      ab 25.07.2018
    PDF           [N] Bytes, SHA-256 [SHA-256]
    Zeichnet      Erika Muster, Hauptgeschäftsführerin
    Schlüssel     muster.example/regelwerk/erika-muster/1
    PDF-Signatur  mit dem Zertifikat von Erika Muster (keys/erika-muster-seal-1.crt)
      → Die Übersetzung in Eintrag 2 bleibt im Archiv, wird aber nicht mehr angeboten.
    Unterschrieben und eingetragen: Eintrag 5, 03.07.2018, 10:00 Uhr
      archive/policies/hausordnung/1/renditions/5/hausordnung-v1-en.pdf
    $ draft hausordnung Hausordnung 2019-01-01
    $ sign hausordnung
    exit 0
    Regelung      hausordnung
    Titel         Hausordnung
    Fassung       2 (Stand Juli 2018)
    In Kraft      ab 01.01.2019
    PDF           [N] Bytes, SHA-256 [SHA-256] (noch ohne die PDF-Signatur)
    Zeichnet      Erika Muster, Hauptgeschäftsführerin
    Schlüssel     muster.example/regelwerk/erika-muster/1
    PDF-Signatur  mit dem Zertifikat von Erika Muster (keys/erika-muster-seal-1.crt)
      → Fassung 1 endet; ihr letzter Tag ist der 31. Dezember 2018.
      → Fassung 2 gilt ab 1. Januar 2019.
    Unterschrieben und eingetragen: Eintrag 6, 03.07.2018, 10:00 Uhr
      archive/policies/hausordnung/2/hausordnung-v2.pdf: [N] Bytes, SHA-256 [SHA-256]
    -- stderr
    Warnung: der Entwurf hat Wort für Wort den Text von Fassung 1
      Soll sich nur ändern, wann er in Kraft ist, genügt `inkraft effect`; sonst zuerst den Entwurf ändern.
    $ translate hausordnung --to en --version 1
    exit 0
    Regelung      hausordnung
    Titel         House rules
    Ausgabe       Übersetzung (Englisch) zu Fassung 1 „Hausordnung“ (Stand Juli 2018)
    In Kraft      ab 25.07.2018
    PDF           [N] Bytes, SHA-256 [SHA-256]
    Zeichnet      Erika Muster, Hauptgeschäftsführerin
    Schlüssel     muster.example/regelwerk/erika-muster/1
    PDF-Signatur  mit dem Zertifikat von Erika Muster (keys/erika-muster-seal-1.crt)
      → Die Übersetzung in Eintrag 5 bleibt im Archiv, wird aber nicht mehr angeboten.
    Unterschrieben und eingetragen: Eintrag 7, 03.07.2018, 10:00 Uhr
      archive/policies/hausordnung/1/renditions/7/hausordnung-v1-en.pdf
    $ at 2019-02-01T10:00:00+01:00
    $ history hausordnung
    exit 0
    hausordnung
      #1  02.07.2018  Fassung 1 „Hausordnung“: in Kraft vom 25.07.2018 bis 31.12.2018
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #2  02.07.2018  Übersetzung (Englisch) „House rules“ zu Fassung 1: durch eine spätere ersetzt
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #3  03.07.2018  Übersetzung (Englisch) „House rules“ zu Fassung 1: zurückgenommen
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #4  03.07.2018  Rücknahme von Eintrag 3 (Irrtum: ein Satz fehlt)
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #5  03.07.2018  Übersetzung (Englisch) „House rules“ zu Fassung 1: durch eine spätere ersetzt
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #6  03.07.2018  Fassung 2 „Hausordnung“: in Kraft ab 01.01.2019
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #7  03.07.2018  Übersetzung (Englisch) „House rules“ zu Fassung 1
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
    Eingetragen: nach Angabe des Archivs. Gezeichnet: nach Angabe der zeichnenden Person, am selben Tag, wenn keiner genannt ist. Von Dritten bezeugt ist keiner dieser Tage.
    $ attach hausordnung
    exit 0
    <section class="inkraft" lang="de">
      <h2>Hausordnung</h2>
      <p><a href="hausordnung/2/hausordnung-v2.pdf" hreflang="de" type="application/pdf">Hausordnung, Fassung 2</a> (PDF-Datei · [N] KB, Barrierefreiheit nicht geprüft)</p>
      <ul>
        <li>In Kraft seit dem <time datetime="2019-01-01">1. Januar 2019</time></li>
        <li>Stand: <time datetime="2018-07">Juli 2018</time></li>
        <li>Adresse dieser Fassung: <a href="hausordnung/2/hausordnung-v2.pdf">hausordnung/<wbr>2/<wbr>hausordnung-v2.pdf</a></li>
        <li>Adresse der jeweils aktuellen Fassung: <a href="hausordnung/hausordnung.pdf">hausordnung/<wbr>hausordnung.pdf</a></li>
        <li><small>SHA-256: <code>[SHA-256]</code></small></li>
      </ul>
      <h3>Frühere Fassungen</h3>
      <ul>
        <li><a href="hausordnung/1/hausordnung-v1.pdf" hreflang="de" type="application/pdf">Hausordnung, Fassung 1</a> (PDF-Datei · [N] KB, Barrierefreiheit nicht geprüft): in Kraft vom <time datetime="2018-07-25">25. Juli 2018</time> bis <time datetime="2018-12-31">31. Dezember 2018</time>; Übersetzung (Englisch): <a href="hausordnung/1/renditions/7/hausordnung-v1-en.pdf" hreflang="en" lang="en" type="application/pdf">House rules</a> (PDF-Datei · [N] KB, Barrierefreiheit nicht geprüft)</li>
      </ul>
      <p><small>Stand dieser Angaben: <time datetime="2019-02-01">1. Februar 2019</time></small></p>
    </section>
    $ verify archive/policies/hausordnung/1/renditions/3/hausordnung-v1-en.pdf
    exit 0
    Regelung      hausordnung – Hausordnung
    Fassung       1
    Ausgabe       Übersetzung (Englisch) „House rules“
    Echt          ja, Byte für Byte die eingetragene Datei (Eintrag 7)
    Gezeichnet    Erika Muster (Hauptgeschäftsführerin) am 03.07.2018 (eigene Angabe)
    Eingetragen   03.07.2018 (Angabe des Archivs)
    PDF-Signatur  Erika Muster: „translation (English) of version 1: House rules (hausordnung)“ (eigene Angabe)
      unversehrt  ja, für die ganze Datei
      Zertifikat  bekannt, nach der Zeichnungsregelung das von Erika Muster (title=Hauptgeschäftsführerin, CN=Erika Muster, O=Musterkammer)
      Zeit        nicht bewiesen: 03.07.2018, 10:00 Uhr (eigene Angabe)
    In Kraft      vom 25.07.2018 bis 31.12.2018; am 01.02.2019: nein
    Am 01.02.2019 ist Fassung 2 „Hausordnung“ in Kraft (ab 01.01.2019).
    Nach dem Register dieses Archivs (8 Einträge, der letzte vom 03.07.2018); was danach geschah, weiß es nicht.
    $ verify archive/policies/hausordnung/1/renditions/5/hausordnung-v1-en.pdf
    exit 0
    Regelung      hausordnung – Hausordnung
    Fassung       1
    Ausgabe       Übersetzung (Englisch) „House rules“
    Echt          ja, Byte für Byte die eingetragene Datei (Eintrag 7)
    Gezeichnet    Erika Muster (Hauptgeschäftsführerin) am 03.07.2018 (eigene Angabe)
    Eingetragen   03.07.2018 (Angabe des Archivs)
    PDF-Signatur  Erika Muster: „translation (English) of version 1: House rules (hausordnung)“ (eigene Angabe)
      unversehrt  ja, für die ganze Datei
      Zertifikat  bekannt, nach der Zeichnungsregelung das von Erika Muster (title=Hauptgeschäftsführerin, CN=Erika Muster, O=Musterkammer)
      Zeit        nicht bewiesen: 03.07.2018, 10:00 Uhr (eigene Angabe)
    In Kraft      vom 25.07.2018 bis 31.12.2018; am 01.02.2019: nein
    Am 01.02.2019 ist Fassung 2 „Hausordnung“ in Kraft (ab 01.01.2019).
    Nach dem Register dieses Archivs (8 Einträge, der letzte vom 03.07.2018); was danach geschah, weiß es nicht.
    $ withdraw hausordnung --version 1 --ground decision --reason 'nie beschlossen'
    exit 0
    Regelung    hausordnung
    Erklärung   Fassung 1 „Hausordnung“: in Kraft vom 25.07.2018 bis 31.12.2018
    Rücknahme   Eintrag 1, als wäre er nie gemacht worden
    Begründung  Beschluss: nie beschlossen
      → Fassung 1 gilt als nie freigegeben.
      → Auskünfte über vergangene Tage ab 25. Juli 2018 lauten künftig anders.
    Unterschrieben und eingetragen: Eintrag 8, 01.02.2019, 10:00 Uhr
    $ history hausordnung
    exit 0
    hausordnung
      #1  02.07.2018  Fassung 1 „Hausordnung“: zurückgenommen
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #2  02.07.2018  Übersetzung (Englisch) „House rules“ zu Fassung 1: zurückgenommen
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #3  03.07.2018  Übersetzung (Englisch) „House rules“ zu Fassung 1: zurückgenommen
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #4  03.07.2018  Rücknahme von Eintrag 3 (Irrtum: ein Satz fehlt)
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #5  03.07.2018  Übersetzung (Englisch) „House rules“ zu Fassung 1: zurückgenommen
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #6  03.07.2018  Fassung 2 „Hausordnung“: in Kraft ab 01.01.2019
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #7  03.07.2018  Übersetzung (Englisch) „House rules“ zu Fassung 1: zurückgenommen
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #8  01.02.2019  Rücknahme von Eintrag 1 (Beschluss: nie beschlossen)
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
    Eingetragen: nach Angabe des Archivs. Gezeichnet: nach Angabe der zeichnenden Person, am selben Tag, wenn keiner genannt ist. Von Dritten bezeugt ist keiner dieser Tage.
    $ attach hausordnung --page public/impressum.html --create
    exit 0
    public/impressum.html: hausordnung erneuert, 6 PDFs neu veröffentlicht
    $ verify --rebuild
    exit 0
    Archiv     muster.example/regelwerk
    Register   9 Einträge, der letzte vom 01.02.2019, 10:00 Uhr
    Wurzel     [SHA-256]
    Vertrauen  die Gründungsregelung ist die des Vertrauensankers (keys/anchor, neben dem Archiv gefunden)
    Vergleich  setzt den zuletzt bekannten Stand fort
    Inhalt     1 Regelung, 2 Fassungen, 4 weitere Ausgaben, 18 Dateien ([N] kB), 6 PDF-Signaturen geprüft
    Neusatz    6 PDFs mit typst 0.15.1 bytegleich neu gesetzt, 0 nicht versucht
    Ergebnis: Das Archiv ist unversehrt; alle Signaturen sind kryptographisch gültig.
    "#);
    // Addresses that were given stay, those of withdrawn files too.
    for entry in [2, 3, 5, 7] {
        let path = format!("hausordnung/1/renditions/{entry}/hausordnung-v1-en.pdf");
        let published = fs::read(site.path("regelwerk/public").join(&path)).unwrap();
        assert_eq!(published, fs::read(site.archive().join("policies").join(&path)).unwrap());
    }
}

/// What the PDF is made from says what it is, and where it will be found.
#[test]
fn the_edition_says_what_it_translates() {
    let mut site = drafted();
    crate::edition::published_at(&site, "https://www.muster.example/recht");
    site.story(&[
        "at 2018-07-03T10:00:00+02:00",
        "effect hausordnung --version 1 --from 2018-08-01",
        "translate hausordnung --to en",
    ]);
    let path = site.archive().join("policies/hausordnung/1/renditions/3/source/policy.json");
    let source: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let edition = &source["edition"];
    let original = serde_json::json!({ "language": "de", "title": "Hausordnung" });
    assert_eq!(edition["rendition"], serde_json::json!({ "purpose": "translation", "original": original }));
    assert_eq!(edition["effect"], serde_json::json!({ "from": "2018-08-01" }));
    assert_eq!((&edition["version"], &edition["date"]), (&1.into(), &"2018-07-03".into()));
    let address = "https://www.muster.example/recht/hausordnung/1/renditions/3/hausordnung-v1-en.pdf";
    assert_eq!(edition["address"], address);
    assert_eq!(source["policy"]["title"], "House rules");
    // The code of its own address, among the assets of its own.
    let code = "policies/hausordnung/1/renditions/3/source/assets/qr.svg";
    assert!(fs::read_to_string(site.archive().join(code)).unwrap().contains("<svg"));
    assert!(site.run("verify --rebuild").starts_with("exit 0"));
}

/// A file where an interrupted append of this machine would have left it is swept away.
#[test]
fn what_an_interrupted_translation_left_is_swept_away() {
    let site = drafted();
    let path = site.archive().join("policies/hausordnung/1/renditions/2");
    fs::create_dir_all(&path).unwrap();
    fs::write(path.join("hausordnung-v1-en.pdf"), "x").unwrap();
    site.signed("translate hausordnung --to en");
    assert!(fs::read(path.join("hausordnung-v1-en.pdf")).unwrap().starts_with(b"%PDF"));
    assert!(site.run("verify").starts_with("exit 0"));
}

//! Every answer that `in-force` and `history` give, as whole transcripts in both languages.

use insta::assert_snapshot;

use crate::site::{Site, policy};

/// Two versions: in force from 25 July 2018 and from 1 January 2019; today is 1 August 2018.
pub fn two() -> Site {
    let mut site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25")).signed("sign hausordnung");
    site.at("2018-08-01T09:00:00+02:00");
    site.draft("hausordnung", &policy("Hausordnung", "2019-01-01")).signed("sign hausordnung");
    site
}

#[test]
fn what_was_is_and_will_be_in_force() {
    let site = two();
    for (on, german, english) in [
        ("2018-07-30", "war Fassung 1 „Hausordnung“ in Kraft (", "was in force ("),
        ("heute", "ist Fassung 1 „Hausordnung“ in Kraft (", "is in force ("),
        ("2019-06-01", "wird Fassung 2 „Hausordnung“ in Kraft sein (", "will be in force ("),
    ] {
        let told = site.both(&format!("in-force hausordnung --on {on}"));
        assert!(told.contains(german) && told.contains(english), "{told}");
    }
    assert_snapshot!(site.both("in-force hausordnung --on 30.07.2018"), @r#"
    exit 0
    Am 30.07.2018 war Fassung 1 „Hausordnung“ in Kraft (vom 25.07.2018 bis 31.12.2018).
    Nach dem Register dieses Archivs (3 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    ~~ in-force hausordnung --on 30.07.2018 --lang en
    exit 0
    On 2018-07-30 version 1 "Hausordnung" was in force (from 2018-07-25 to 2018-12-31).
    According to this archive's log (3 entries, the last of 2018-08-01); it does not know what came after.
    "#);
    assert_snapshot!(site.both("in-force hausordnung --on 2019-06-01"), @r#"
    exit 0
    Am 01.06.2019 wird Fassung 2 „Hausordnung“ in Kraft sein (ab 01.01.2019).
      (vorausgesehen: der Tag liegt nach dem Kenntnisstand)
    Nach dem Register dieses Archivs (3 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    ~~ in-force hausordnung --on 2019-06-01 --lang en
    exit 0
    On 2019-06-01 version 2 "Hausordnung" will be in force (from 2019-01-01).
      (foreseen: the day lies after what was known)
    According to this archive's log (3 entries, the last of 2018-08-01); it does not know what came after.
    "#);
    assert_snapshot!(site.both("in-force hausordnung --on 2018-07-24"), @r#"
    exit 3
    Am 24.07.2018 war noch nichts in Kraft.
    Nach dem Register dieses Archivs (3 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    ~~ in-force hausordnung --on 2018-07-24 --lang en
    exit 3
    On 2018-07-24 nothing was in force yet.
    According to this archive's log (3 entries, the last of 2018-08-01); it does not know what came after.
    "#);
    assert_snapshot!(site.run("in-force hausordnung --json"), @r#"
    exit 0
    {
      "answers": [
        {
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
          "title": "Hausordnung",
          "until": "2019-01-01",
          "version": 1
        }
      ],
      "format": "inkraft/in-force/1",
      "log": {
        "anchored": true,
        "compared_with_earlier": true,
        "evidence": "as-logged",
        "logged": "2018-08-01T09:00:00+02:00",
        "origin": "muster.example/regelwerk",
        "root": "[SHA-256]",
        "size": 3
      }
    }
    "#);
}

#[test]
fn as_known_on_an_earlier_day() {
    let site = two();
    assert_snapshot!(site.both("in-force hausordnung --on 2019-06-01 --as-known 2018-07-15"), @r#"
    exit 0
    Nach Kenntnis vom 15.07.2018: Am 01.06.2019 wird Fassung 1 „Hausordnung“ in Kraft sein (ab 25.07.2018).
      (vorausgesehen: der Tag liegt nach dem Kenntnisstand)
    Nach dem Register dieses Archivs (3 Einträge), wie bis 15.07.2018 eingetragen.
    ~~ in-force hausordnung --on 2019-06-01 --as-known 2018-07-15 --lang en
    exit 0
    As known on 2018-07-15: on 2019-06-01 version 1 "Hausordnung" will be in force (from 2018-07-25).
      (foreseen: the day lies after what was known)
    According to this archive's log (3 entries), as logged by 2018-07-15.
    "#);
    assert_snapshot!(site.both("in-force hausordnung --as-known 2018-07-01"), @r#"
    exit 3
    Nach Kenntnis vom 01.07.2018: Am 01.08.2018 ist nichts in Kraft: keine Fassung eingetragen.
      (vorausgesehen: der Tag liegt nach dem Kenntnisstand)
    Nach dem Register dieses Archivs (3 Einträge), wie bis 01.07.2018 eingetragen.
    ~~ in-force hausordnung --as-known 2018-07-01 --lang en
    exit 3
    As known on 2018-07-01: on 2018-08-01 nothing is in force: no version logged.
      (foreseen: the day lies after what was known)
    According to this archive's log (3 entries), as logged by 2018-07-01.
    "#);
    assert_snapshot!(site.run("history hausordnung --as-known 2018-07-15"), @r#"
    exit 0
    hausordnung
      #1  02.07.2018  Fassung 1 „Hausordnung“: in Kraft ab 25.07.2018
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
    Eingetragen: nach Angabe des Archivs. Gezeichnet: nach Angabe der zeichnenden Person, am selben Tag, wenn keiner genannt ist. Von Dritten bezeugt ist keiner dieser Tage.
    "#);
}

#[test]
fn nothing_is_in_force_after_a_repeal_an_end_or_a_withdrawal() {
    let site = two();
    site.signed("repeal hausordnung --last-day 2019-12-31");
    assert_snapshot!(site.both("in-force hausordnung --on 2020-01-01"), @r#"
    exit 3
    Am 01.01.2020 wird nichts mehr in Kraft sein: aufgehoben mit Ablauf des 31.12.2019.
      (vorausgesehen: der Tag liegt nach dem Kenntnisstand)
    Nach dem Register dieses Archivs (4 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    ~~ in-force hausordnung --on 2020-01-01 --lang en
    exit 3
    On 2020-01-01 nothing will be in force any more: repealed, the last day being 2019-12-31.
      (foreseen: the day lies after what was known)
    According to this archive's log (4 entries, the last of 2018-08-01); it does not know what came after.
    "#);
    site.draft("aushang", &policy("Aushang", "2018-08-01"));
    site.signed("sign aushang --from 2018-08-01 --last-day 2018-09-30");
    assert_snapshot!(site.both("in-force aushang --on 2018-10-01"), @r#"
    exit 3
    Am 01.10.2018 wird nichts mehr in Kraft sein: durch Fristablauf außer Kraft mit Ablauf des 30.09.2018.
      (vorausgesehen: der Tag liegt nach dem Kenntnisstand)
    Nach dem Register dieses Archivs (5 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    ~~ in-force aushang --on 2018-10-01 --lang en
    exit 3
    On 2018-10-01 nothing will be in force any more: expired, the last day being 2018-09-30.
      (foreseen: the day lies after what was known)
    According to this archive's log (5 entries, the last of 2018-08-01); it does not know what came after.
    "#);
    site.signed("withdraw aushang --version 1 --ground error --reason 'falsche Datei'");
    assert_snapshot!(site.both("in-force aushang"), @r#"
    exit 3
    Am 01.08.2018 ist nichts in Kraft: jede Fassung zurückgenommen.
    Nach dem Register dieses Archivs (6 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    ~~ in-force aushang --lang en
    exit 3
    On 2018-08-01 nothing is in force: every version withdrawn.
    According to this archive's log (6 entries, the last of 2018-08-01); it does not know what came after.
    "#);
    assert_snapshot!(site.run("in-force"), @r#"
    exit 3
    aushang:
    Am 01.08.2018 ist nichts in Kraft: jede Fassung zurückgenommen.

    hausordnung:
    Am 01.08.2018 ist Fassung 1 „Hausordnung“ in Kraft (vom 25.07.2018 bis 31.12.2018).
    Nach dem Register dieses Archivs (6 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    "#);
    assert_snapshot!(site.run("in-force aushang --json"), @r#"
    exit 3
    {
      "answers": [
        {
          "answer": "none",
          "as_known": "2018-08-01",
          "flags": [],
          "on": "2018-08-01",
          "policy": "aushang",
          "why": "withdrawn"
        }
      ],
      "format": "inkraft/in-force/1",
      "log": {
        "anchored": true,
        "compared_with_earlier": true,
        "evidence": "as-logged",
        "logged": "2018-08-01T09:00:00+02:00",
        "origin": "muster.example/regelwerk",
        "root": "[SHA-256]",
        "size": 6
      }
    }
    "#);
}

#[test]
fn an_open_beginning_makes_later_days_undetermined() {
    let site = two();
    site.signed("effect hausordnung --version 2 --awaits publication --not-before 2019-01-01");
    assert_snapshot!(site.both("in-force hausordnung --on 2019-01-01"), @r#"
    exit 4
    Was am 01.01.2019 in Kraft sein wird, ist noch offen. Es hängt ab von:
      Fassung 2 (Veröffentlichung, Eintrag 2)
      Bis dahin: Fassung 1 „Hausordnung“ (ab 25.07.2018)
      (vorausgesehen: der Tag liegt nach dem Kenntnisstand)
    Nach dem Register dieses Archivs (4 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    ~~ in-force hausordnung --on 2019-01-01 --lang en
    exit 4
    What will be in force on 2019-01-01 is undetermined. It depends on:
      version 2 (publication, entry 2)
      Until then: version 1 "Hausordnung" (from 2018-07-25)
      (foreseen: the day lies after what was known)
    According to this archive's log (4 entries, the last of 2018-08-01); it does not know what came after.
    "#);
    assert_snapshot!(site.run("in-force hausordnung --on 2018-12-31"), @r#"
    exit 0
    Am 31.12.2018 wird Fassung 1 „Hausordnung“ in Kraft sein (ab 25.07.2018).
      (vorausgesehen: der Tag liegt nach dem Kenntnisstand)
    Nach dem Register dieses Archivs (4 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    "#);
    assert_snapshot!(site.run("in-force hausordnung --on 2019-01-01 --json"), @r#"
    exit 4
    {
      "answers": [
        {
          "answer": "undetermined",
          "as_known": "2018-08-01",
          "awaits": [
            {
              "awaits": "publication",
              "entry": 2,
              "version": 2
            }
          ],
          "flags": [
            "foreseen"
          ],
          "on": "2019-01-01",
          "otherwise": {
            "answer": "one",
            "entry": 1,
            "from": "2018-07-25",
            "pdf": {
              "sha256": "[SHA-256]",
              "size": [N]
            },
            "title": "Hausordnung",
            "version": 1
          },
          "policy": "hausordnung"
        }
      ],
      "format": "inkraft/in-force/1",
      "log": {
        "anchored": true,
        "compared_with_earlier": true,
        "evidence": "as-logged",
        "logged": "2018-08-01T09:00:00+02:00",
        "origin": "muster.example/regelwerk",
        "root": "[SHA-256]",
        "size": 4
      }
    }
    "#);
}

#[test]
fn several_versions_side_by_side() {
    let mut site = two();
    let effect = "2019-06-01\nfor = \"Neubauten\"\nbeside = [{ version = 2, last_day = 2019-12-31, for = \"Altbauten\" }]";
    site.draft("hausordnung", &policy("Hausordnung", effect));
    assert_snapshot!(site.sign("sign hausordnung"), @"
    exit 0
    Regelung      hausordnung
    Titel         Hausordnung
    Fassung       3 (Stand Juli 2018)
    In Kraft      ab 01.06.2019, für Neubauten; daneben Fassung 2 bis 31.12.2019 für Altbauten
    PDF           [N] Bytes, SHA-256 [SHA-256] (noch ohne die PDF-Signatur)
    Zeichnet      Erika Muster, Hauptgeschäftsführerin
    Schlüssel     muster.example/regelwerk/erika-muster/1
    PDF-Signatur  mit dem Zertifikat von Erika Muster (keys/erika-muster-seal-1.crt)
      → Fassung 2 endet; ihr letzter Tag ist der 31. Dezember 2019.
      → Fassung 3 gilt ab 1. Juni 2019.
    Unterschrieben und eingetragen: Eintrag 3, 01.08.2018, 09:00 Uhr
      archive/policies/hausordnung/3/hausordnung-v3.pdf: [N] Bytes, SHA-256 [SHA-256]
    -- stderr
    Warnung: der Entwurf hat Wort für Wort den Text von Fassung 2
      Soll sich nur ändern, wann er in Kraft ist, genügt `inkraft effect`; sonst zuerst den Entwurf ändern.
    ");
    site.at("2019-07-01T09:00:00+02:00");
    assert_snapshot!(site.both("in-force hausordnung"), @r#"
    exit 4
    Am 01.07.2019 sind nebeneinander in Kraft:
      Fassung 2 „Hausordnung“ (vom 01.01.2019 bis 31.12.2019; für Altbauten)
      Fassung 3 „Hausordnung“ (ab 01.06.2019; für Neubauten)
    Nach dem Register dieses Archivs (4 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    ~~ in-force hausordnung --lang en
    exit 4
    On 2019-07-01 these are in force side by side:
      version 2 "Hausordnung" (from 2019-01-01 to 2019-12-31; for Altbauten)
      version 3 "Hausordnung" (from 2019-06-01; for Neubauten)
    According to this archive's log (4 entries, the last of 2018-08-01); it does not know what came after.
    "#);
    assert_snapshot!(site.run("in-force hausordnung --on 2020-01-01"), @r#"
    exit 0
    Am 01.01.2020 wird Fassung 3 „Hausordnung“ in Kraft sein (ab 01.06.2019; für Neubauten).
      (vorausgesehen: der Tag liegt nach dem Kenntnisstand)
    Nach dem Register dieses Archivs (4 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    "#);
    assert_snapshot!(site.run("in-force hausordnung --json"), @r#"
    exit 4
    {
      "answers": [
        {
          "answer": "several",
          "as_known": "2019-07-01",
          "flags": [],
          "on": "2019-07-01",
          "policy": "hausordnung",
          "versions": [
            {
              "entry": 2,
              "for": "Altbauten",
              "from": "2019-01-01",
              "pdf": {
                "sha256": "[SHA-256]",
                "size": [N]
              },
              "title": "Hausordnung",
              "until": "2020-01-01",
              "version": 2
            },
            {
              "entry": 3,
              "for": "Neubauten",
              "from": "2019-06-01",
              "pdf": {
                "sha256": "[SHA-256]",
                "size": [N]
              },
              "title": "Hausordnung",
              "version": 3
            }
          ]
        }
      ],
      "format": "inkraft/in-force/1",
      "log": {
        "anchored": true,
        "compared_with_earlier": true,
        "evidence": "as-logged",
        "logged": "2018-08-01T09:00:00+02:00",
        "origin": "muster.example/regelwerk",
        "root": "[SHA-256]",
        "size": 4
      }
    }
    "#);
    assert_snapshot!(site.run("verify archive/policies/hausordnung/2/hausordnung-v2.pdf"), @"
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
    In Kraft      vom 01.01.2019 bis 31.12.2019; am 01.07.2019: ja
    Am 01.07.2019 sind nebeneinander in Kraft:
      Fassung 2 „Hausordnung“ (vom 01.01.2019 bis 31.12.2019; für Altbauten)
      Fassung 3 „Hausordnung“ (ab 01.06.2019; für Neubauten)
    Nach dem Register dieses Archivs (4 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    ");
}

#[test]
fn what_began_before_it_was_signed_is_flagged() {
    let mut site = two();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-01"));
    assert_snapshot!(site.sign("sign hausordnung"), @"
    exit 0
    Regelung      hausordnung
    Titel         Hausordnung
    Fassung       3 (Stand Juli 2018)
    In Kraft      ab 01.07.2018
    PDF           [N] Bytes, SHA-256 [SHA-256] (noch ohne die PDF-Signatur)
    Zeichnet      Erika Muster, Hauptgeschäftsführerin
    Schlüssel     muster.example/regelwerk/erika-muster/1
    PDF-Signatur  mit dem Zertifikat von Erika Muster (keys/erika-muster-seal-1.crt)
      → Fassung 1 tritt nie in Kraft.
      → Fassung 2 tritt nie in Kraft.
      → Fassung 3 gilt ab 1. Juli 2018.
      → Auskünfte über vergangene Tage ab 1. Juli 2018 lauten künftig anders.
    Unterschrieben und eingetragen: Eintrag 3, 01.08.2018, 09:00 Uhr
      archive/policies/hausordnung/3/hausordnung-v3.pdf: [N] Bytes, SHA-256 [SHA-256]
    -- stderr
    Warnung: der Entwurf hat Wort für Wort den Text von Fassung 2
      Soll sich nur ändern, wann er in Kraft ist, genügt `inkraft effect`; sonst zuerst den Entwurf ändern.
    ");
    assert_snapshot!(site.both("in-force hausordnung --on 2018-07-30"), @r#"
    exit 0
    Am 30.07.2018 war Fassung 3 „Hausordnung“ in Kraft (ab 01.07.2018).
      (rückwirkend: der Beginn liegt vor der Unterschrift)
      (an jenem Tag selbst wäre die Antwort eine andere gewesen)
    Nach dem Register dieses Archivs (4 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    ~~ in-force hausordnung --on 2018-07-30 --lang en
    exit 0
    On 2018-07-30 version 3 "Hausordnung" was in force (from 2018-07-01).
      (retroactive: it began before it was signed)
      (asked on that day itself, the answer was another)
    According to this archive's log (4 entries, the last of 2018-08-01); it does not know what came after.
    "#);
    assert_snapshot!(site.both("in-force hausordnung --on 2018-07-30 --as-known 2018-07-31"), @r#"
    exit 0
    Nach Kenntnis vom 31.07.2018: Am 30.07.2018 war Fassung 1 „Hausordnung“ in Kraft (ab 25.07.2018).
    Nach dem Register dieses Archivs (4 Einträge), wie bis 31.07.2018 eingetragen.
    ~~ in-force hausordnung --on 2018-07-30 --as-known 2018-07-31 --lang en
    exit 0
    As known on 2018-07-31: on 2018-07-30 version 1 "Hausordnung" was in force (from 2018-07-25).
    According to this archive's log (4 entries), as logged by 2018-07-31.
    "#);
    site.at("2018-08-02T09:00:00+02:00");
    assert_snapshot!(site.run("history hausordnung --as-known 2018-07-31"), @r#"
    exit 0
    hausordnung
      #1  02.07.2018  Fassung 1 „Hausordnung“: in Kraft ab 25.07.2018
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
    Eingetragen: nach Angabe des Archivs. Gezeichnet: nach Angabe der zeichnenden Person, am selben Tag, wenn keiner genannt ist. Von Dritten bezeugt ist keiner dieser Tage.
    "#);
}

#[test]
fn an_archive_without_versions_says_so() {
    let site = Site::new();
    assert_snapshot!(site.both("in-force"), @r#"
    exit 3
    Bisher ist keine Fassung eingetragen.
    Nach dem Register dieses Archivs (1 Eintrag, der letzte vom 02.07.2018); was danach geschah, weiß es nicht.
    ~~ in-force --lang en
    exit 3
    No version is logged yet.
    According to this archive's log (1 entry, the last of 2018-07-02); it does not know what came after.
    "#);
    assert_snapshot!(site.both("history"), @r#"
    exit 0
    Bisher ist keine Fassung eingetragen.
    Eingetragen: nach Angabe des Archivs. Gezeichnet: nach Angabe der zeichnenden Person, am selben Tag, wenn keiner genannt ist. Von Dritten bezeugt ist keiner dieser Tage.
    ~~ history --lang en
    exit 0
    No version is logged yet.
    Logged: as the archive says. Signed: as the officer says, on the same day if none is named. No third party vouches for any of these days.
    "#);
}

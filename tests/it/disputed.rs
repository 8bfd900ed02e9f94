//! A stolen key: what every command says while records are disputed, and after they were ruled upon.
//!
//! The archive is forged in process: version 1 by Erika, version 2 with Max's key, which a charter then revokes.

use inkraft::format::charter::{Charter, Reason, Revoked};
use inkraft::format::record::Body;
use inkraft::format::witness::Witnesses;
use inkraft::prove;
use inkraft::timeline::Verdict;
use inkraft::verify;
use insta::assert_snapshot;

use crate::forge::{Forge, day, filler};
use crate::site::Site;

/// Where the archive lies, as command lines name it.
const FROM: &str = "--archive f/archive --trust f/keys/anchor";

const DAY: i64 = 24 * 3600;

/// Version 1 from 2 July, version 2 from 10 July; on 12 July the second is disputed. Today is 20 July.
fn disputed() -> (Site, Forge) {
    let mut site = Site::empty();
    let mut f = Forge::new(&site.path("f"));
    f.issue("hausordnung", 1, &filler(1, 100));
    f.now += 8 * DAY;
    let max = f.keys.officers[1].clone();
    let pdf = filler(2, 100);
    f.put(&inkraft::format::layout::Place::Pdf("hausordnung".parse().unwrap(), 2), &pdf);
    let forged = f.adopted("hausordnung", 2, &pdf);
    f.honest(forged, &[&max]);
    f.now += 2 * DAY;
    let mut charter = f.charter.onwards();
    charter.keys.retain(|k| k.public != max.key.public);
    charter.revoked =
        vec![Revoked { key: max.key.name.clone(), reason: Reason::Compromised, compromised_from: Some(2) }];
    let recovery = f.keys.recovery[0].clone();
    f.rule(charter, &[&recovery], &[2]);
    f.write();
    site.at("2018-07-20T10:00:00+02:00");
    (site, f)
}

/// A day later the second version is confirmed or voided.
fn ruled(confirm: bool) -> (Site, Forge) {
    let (site, mut f) = disputed();
    f.now += DAY;
    let named = vec![f.named(2)];
    let mut charter = f.charter.onwards();
    if confirm {
        charter.confirmed = named
    } else {
        charter.voided = named
    }
    let recovery = f.keys.recovery[0].clone();
    f.rule(charter, &[&recovery], &[]);
    f.write();
    (site, f)
}

fn told(site: &Site, line: &str) -> String {
    site.both(&format!("{line} {FROM}")).replace(&format!(" {FROM}"), "")
}

#[test]
fn the_answer_hangs_on_what_is_disputed() {
    let (site, _) = disputed();
    assert!(site.run(&format!("verify {FROM}")).starts_with("exit 0\n"));
    assert_snapshot!(told(&site, "in-force hausordnung"), @r#"
    exit 4
    Was am 20.07.2018 in Kraft ist, ist noch offen. Es hängt ab von:
      strittigen Erklärungen (Eintrag 2), weder bestätigt noch für unwirksam erklärt
      Ohne strittige Erklärungen: Fassung 1 „Regelung hausordnung“ (ab 02.07.2018; Zeitraum strittig)
    Nach dem Register dieses Archivs (4 Einträge, der letzte vom 12.07.2018); was danach geschah, weiß es nicht.
    ~~ in-force hausordnung --lang en
    exit 4
    What is in force on 2018-07-20 is undetermined. It depends on:
      disputed records (entry 2), neither confirmed nor voided
      Without disputed records: version 1 "Regelung hausordnung" (from 2018-07-02; period disputed)
    According to this archive's log (4 entries, the last of 2018-07-12); it does not know what came after.
    "#);
    // Before the second version begins the answer is certain, but not how long it lasts.
    assert_snapshot!(told(&site, "in-force hausordnung --on 2018-07-05"), @r#"
    exit 0
    Am 05.07.2018 war Fassung 1 „Regelung hausordnung“ in Kraft (ab 02.07.2018; Zeitraum strittig).
    Nach dem Register dieses Archivs (4 Einträge, der letzte vom 12.07.2018); was danach geschah, weiß es nicht.
    ~~ in-force hausordnung --on 2018-07-05 --lang en
    exit 0
    On 2018-07-05 version 1 "Regelung hausordnung" was in force (from 2018-07-02; period disputed).
    According to this archive's log (4 entries, the last of 2018-07-12); it does not know what came after.
    "#);
    assert_snapshot!(told(&site, "in-force hausordnung --from 2018-07-01 --until 2018-07-31"), @r#"
    exit 4
    hausordnung:
      von         bis         in Kraft
      01.07.2018  01.07.2018  noch nichts
      02.07.2018  09.07.2018  Fassung 1 „Regelung hausordnung“; Zeitraum strittig
      10.07.2018  11.07.2018  noch offen, hängt ab von: strittigen Erklärungen (Eintrag 2), weder bestätigt noch für unwirksam erklärt
                              ohne strittige Erklärungen: Fassung 1 „Regelung hausordnung“ (ab 02.07.2018; Zeitraum strittig)
                              (damals anders beantwortet)
      12.07.2018  20.07.2018  noch offen, hängt ab von: strittigen Erklärungen (Eintrag 2), weder bestätigt noch für unwirksam erklärt
                              ohne strittige Erklärungen: Fassung 1 „Regelung hausordnung“ (ab 02.07.2018; Zeitraum strittig)
      21.07.2018  30.07.2018  noch offen, hängt ab von: strittigen Erklärungen (Eintrag 2), weder bestätigt noch für unwirksam erklärt
                              ohne strittige Erklärungen: Fassung 1 „Regelung hausordnung“ (ab 02.07.2018; Zeitraum strittig)
                              (vorausgesehen)

    Nach dem Register dieses Archivs (4 Einträge, der letzte vom 12.07.2018); was danach geschah, weiß es nicht.
    ~~ in-force hausordnung --from 2018-07-01 --until 2018-07-31 --lang en
    exit 4
    hausordnung:
      from        to          in force
      2018-07-01  2018-07-01  nothing yet
      2018-07-02  2018-07-09  version 1 "Regelung hausordnung"; period disputed
      2018-07-10  2018-07-11  undetermined, depends on: disputed records (entry 2), neither confirmed nor voided
                              without disputed records: version 1 "Regelung hausordnung" (from 2018-07-02; period disputed)
                              (answered otherwise at the time)
      2018-07-12  2018-07-20  undetermined, depends on: disputed records (entry 2), neither confirmed nor voided
                              without disputed records: version 1 "Regelung hausordnung" (from 2018-07-02; period disputed)
      2018-07-21  2018-07-30  undetermined, depends on: disputed records (entry 2), neither confirmed nor voided
                              without disputed records: version 1 "Regelung hausordnung" (from 2018-07-02; period disputed)
                              (foreseen)

    According to this archive's log (4 entries, the last of 2018-07-12); it does not know what came after.
    "#);
    // What was known stays.
    assert_snapshot!(told(&site, "in-force hausordnung --on 2018-07-11 --as-known 2018-07-11"), @r#"
    exit 0
    Nach Kenntnis vom 11.07.2018: Am 11.07.2018 war Fassung 2 „Regelung hausordnung“ in Kraft (ab 10.07.2018).
    Nach dem Register dieses Archivs (4 Einträge), wie bis 11.07.2018 eingetragen.
    ~~ in-force hausordnung --on 2018-07-11 --as-known 2018-07-11 --lang en
    exit 0
    As known on 2018-07-11: on 2018-07-11 version 2 "Regelung hausordnung" was in force (from 2018-07-10).
    According to this archive's log (4 entries), as logged by 2018-07-11.
    "#);
    assert_snapshot!(site.run(&format!("in-force hausordnung --json {FROM}")), @r#"
    exit 4
    {
      "answers": [
        {
          "answer": "undetermined",
          "as_known": "2018-07-20",
          "awaits": [],
          "disputed": [
            2
          ],
          "flags": [],
          "on": "2018-07-20",
          "otherwise": {
            "answer": "one",
            "entry": 1,
            "from": "2018-07-02",
            "pdf": {
              "sha256": "[SHA-256]",
              "size": [N]
            },
            "period_disputed": true,
            "title": "Regelung hausordnung",
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
        "logged": "2018-07-12T11:00:00+00:00",
        "origin": "forge.example/regelwerk",
        "root": "[SHA-256]",
        "size": 4
      }
    }
    "#);
}

#[test]
fn a_history_tells_the_ruling_and_what_it_is_about() {
    let (site, _) = disputed();
    assert_snapshot!(told(&site, "history hausordnung"), @r#"
    exit 0
    hausordnung
      #1  02.07.2018  Fassung 1 „Regelung hausordnung“: in Kraft ab 02.07.2018, Zeitraum strittig
            übernommen: ein PDF, das es schon gab; ohne Quelldaten
            gezeichnet von Erika Muster
      #2  10.07.2018  Fassung 2 „Regelung hausordnung“: strittig (ab 10.07.2018)
            übernommen: ein PDF, das es schon gab; ohne Quelldaten
            gezeichnet von Max Muster
      #3  12.07.2018  Zeichnungsregelung: strittig Eintrag 2
            gezeichnet von forge.example/regelwerk/recovery-1/1
    Eingetragen: nach Angabe des Archivs. Gezeichnet: nach Angabe der zeichnenden Person, am selben Tag, wenn keiner genannt ist. Von Dritten bezeugt ist keiner dieser Tage.
    ~~ history hausordnung --lang en
    exit 0
    hausordnung
      #1  2018-07-02  version 1 "Regelung hausordnung": in force from 2018-07-02, period disputed
            adopted: a PDF that existed before; without source data
            signed by Erika Muster
      #2  2018-07-10  version 2 "Regelung hausordnung": disputed (from 2018-07-10)
            adopted: a PDF that existed before; without source data
            signed by Max Muster
      #3  2018-07-12  charter: disputed entry 2
            signed by forge.example/regelwerk/recovery-1/1
    Logged: as the archive says. Signed: as the officer says, on the same day if none is named. No third party vouches for any of these days.
    "#);
    assert_snapshot!(site.run(&format!("history hausordnung --json {FROM}")), @r#"
    exit 0
    {
      "as_known": "2018-07-20",
      "format": "inkraft/history/1",
      "log": {
        "anchored": true,
        "compared_with_earlier": false,
        "evidence": "as-logged",
        "logged": "2018-07-12T11:00:00+00:00",
        "origin": "forge.example/regelwerk",
        "root": "[SHA-256]",
        "size": 4
      },
      "policies": [
        {
          "policy": "hausordnung",
          "records": [
            {
              "adopted": true,
              "effect": {
                "from": "2018-07-02"
              },
              "entry": 1,
              "kind": "issue",
              "leaf": "[SHA-256]",
              "logged": "2018-07-02T09:00:00+00:00",
              "pdf": {
                "sha256": "[SHA-256]",
                "size": [N]
              },
              "signed_at": "2018-07-02T09:00:00+00:00",
              "signers": [
                "forge.example/regelwerk/erika/1"
              ],
              "title": "Regelung hausordnung",
              "version": 1
            },
            {
              "adopted": true,
              "disputed": 3,
              "effect": {
                "from": "2018-07-10"
              },
              "entry": 2,
              "kind": "issue",
              "leaf": "[SHA-256]",
              "logged": "2018-07-10T10:00:00+00:00",
              "pdf": {
                "sha256": "[SHA-256]",
                "size": [N]
              },
              "signed_at": "2018-07-10T10:00:00+00:00",
              "signers": [
                "forge.example/regelwerk/max/1"
              ],
              "title": "Regelung hausordnung",
              "version": 2
            },
            {
              "entry": 3,
              "kind": "charter",
              "leaf": "[SHA-256]",
              "logged": "2018-07-12T11:00:00+00:00",
              "ruling": {
                "confirmed": [],
                "disputed": [
                  2
                ],
                "voided": []
              },
              "signed_at": "2018-07-12T11:00:00+00:00",
              "signers": [
                "forge.example/regelwerk/recovery-1/1"
              ]
            }
          ],
          "versions": [
            {
              "disputed": true,
              "entry": 1,
              "fixed": true,
              "never": false,
              "period": {
                "from": "2018-07-02",
                "until": null
              },
              "version": 1
            },
            {
              "disputed": true,
              "entry": 2,
              "fixed": true,
              "never": false,
              "period": null,
              "version": 2
            }
          ]
        }
      ]
    }
    "#);
    let before = told(&site, "history hausordnung --as-known 2018-07-11");
    assert!(!before.contains("strittig") && !before.contains("#3"), "{before}");
}

#[test]
fn a_pdf_whose_record_is_disputed_says_so() {
    let (site, _) = disputed();
    let v2 = "verify f/archive/policies/hausordnung/2/hausordnung-v2.pdf";
    assert_snapshot!(told(&site, v2), @r#"
    exit 0
    Regelung     hausordnung – Regelung hausordnung
    Fassung      2
    Herkunft     übernommen: ein PDF, das es schon gab; ohne Quelldaten
    Strittig     ja, der Schlüssel war womöglich in fremder Hand (Eintrag 3); weder bestätigt noch für unwirksam erklärt
    Echt         ja, Byte für Byte die eingetragene Datei (Eintrag 2)
    Gezeichnet   Max Muster am 10.07.2018 (eigene Angabe)
    Eingetragen  10.07.2018 (Angabe des Archivs)
    In Kraft     strittig; am 20.07.2018: noch offen
    Was am 20.07.2018 in Kraft ist, ist noch offen. Es hängt ab von:
      strittigen Erklärungen (Eintrag 2), weder bestätigt noch für unwirksam erklärt
      Ohne strittige Erklärungen: Fassung 1 „Regelung hausordnung“ (ab 02.07.2018; Zeitraum strittig)
    Nach dem Register dieses Archivs (4 Einträge, der letzte vom 12.07.2018); was danach geschah, weiß es nicht.
    ~~ verify f/archive/policies/hausordnung/2/hausordnung-v2.pdf --lang en
    exit 0
    Policy     hausordnung – Regelung hausordnung
    Version    2
    Origin     adopted: a PDF that existed before; without source data
    Disputed   yes, the key may have been in foreign hands (entry 3); neither confirmed nor voided
    Authentic  yes, byte for byte the logged file (entry 2)
    Signed     Max Muster on 2018-07-10 (own statement)
    Logged     2018-07-10 (the archive's statement)
    In force   disputed; on 2018-07-20: undetermined
    What is in force on 2018-07-20 is undetermined. It depends on:
      disputed records (entry 2), neither confirmed nor voided
      Without disputed records: version 1 "Regelung hausordnung" (from 2018-07-02; period disputed)
    According to this archive's log (4 entries, the last of 2018-07-12); it does not know what came after.
    "#);
    let json = site.run(&format!("{v2} --json {FROM}"));
    assert!(json.contains("\"disputed\": 3") && json.contains("\"in_force_today\": null"), "{json}");
    assert!(json.contains("\"period\": null"), "{json}");
}

#[test]
fn what_is_disputed_is_due() {
    let (site, _) = disputed();
    assert_snapshot!(told(&site, "due"), @"
    exit 1
    Überfällig
      12.07.2018  hausordnung: Eintrag 2 ist strittig (seit Eintrag 3): bestätigen oder für unwirksam erklären
    ~~ due --lang en
    exit 1
    Overdue
      2018-07-12  hausordnung: entry 2 is disputed (since entry 3): confirm or void it
    ");
    let json = site.run(&format!("due --json {FROM}"));
    for field in ["\"kind\": \"disputed\"", "\"entry\": 2", "\"by\": 3", "\"day\": \"2018-07-12\""] {
        assert!(json.contains(field), "{field} in {json}");
    }
    let (site, _) = ruled(true);
    assert!(told(&site, "due").starts_with("exit 0\n"));
}

#[test]
fn a_voided_version_is_as_if_it_had_never_been_made() {
    let (site, _) = ruled(false);
    assert_snapshot!(told(&site, "in-force hausordnung"), @r#"
    exit 0
    Am 20.07.2018 ist Fassung 1 „Regelung hausordnung“ in Kraft (ab 02.07.2018).
    Nach dem Register dieses Archivs (5 Einträge, der letzte vom 13.07.2018); was danach geschah, weiß es nicht.
    ~~ in-force hausordnung --lang en
    exit 0
    On 2018-07-20 version 1 "Regelung hausordnung" is in force (from 2018-07-02).
    According to this archive's log (5 entries, the last of 2018-07-13); it does not know what came after.
    "#);
    assert_snapshot!(told(&site, "history hausordnung"), @r#"
    exit 0
    hausordnung
      #1  02.07.2018  Fassung 1 „Regelung hausordnung“: in Kraft ab 02.07.2018
            übernommen: ein PDF, das es schon gab; ohne Quelldaten
            gezeichnet von Erika Muster
      #2  10.07.2018  Fassung 2 „Regelung hausordnung“: für unwirksam erklärt
            übernommen: ein PDF, das es schon gab; ohne Quelldaten
            gezeichnet von Max Muster
      #3  12.07.2018  Zeichnungsregelung: strittig Eintrag 2
            gezeichnet von forge.example/regelwerk/recovery-1/1
      #4  13.07.2018  Zeichnungsregelung: für unwirksam erklärt Eintrag 2
            gezeichnet von forge.example/regelwerk/recovery-1/1
    Eingetragen: nach Angabe des Archivs. Gezeichnet: nach Angabe der zeichnenden Person, am selben Tag, wenn keiner genannt ist. Von Dritten bezeugt ist keiner dieser Tage.
    ~~ history hausordnung --lang en
    exit 0
    hausordnung
      #1  2018-07-02  version 1 "Regelung hausordnung": in force from 2018-07-02
            adopted: a PDF that existed before; without source data
            signed by Erika Muster
      #2  2018-07-10  version 2 "Regelung hausordnung": declared void
            adopted: a PDF that existed before; without source data
            signed by Max Muster
      #3  2018-07-12  charter: disputed entry 2
            signed by forge.example/regelwerk/recovery-1/1
      #4  2018-07-13  charter: declared void entry 2
            signed by forge.example/regelwerk/recovery-1/1
    Logged: as the archive says. Signed: as the officer says, on the same day if none is named. No third party vouches for any of these days.
    "#);
    let v2 = "verify f/archive/policies/hausordnung/2/hausordnung-v2.pdf";
    assert_snapshot!(told(&site, v2), @r#"
    exit 0
    Regelung     hausordnung – Regelung hausordnung
    Fassung      2
    Herkunft     übernommen: ein PDF, das es schon gab; ohne Quelldaten
    Unwirksam    ja, mit der Zeichnungsregelung in Eintrag 4 für unwirksam erklärt
    Echt         ja, Byte für Byte die eingetragene Datei (Eintrag 2)
    Gezeichnet   Max Muster am 10.07.2018 (eigene Angabe)
    Eingetragen  10.07.2018 (Angabe des Archivs)
    In Kraft     nein, für unwirksam erklärt; am 20.07.2018: nein
    Am 20.07.2018 ist Fassung 1 „Regelung hausordnung“ in Kraft (ab 02.07.2018).
    Nach dem Register dieses Archivs (5 Einträge, der letzte vom 13.07.2018); was danach geschah, weiß es nicht.
    ~~ verify f/archive/policies/hausordnung/2/hausordnung-v2.pdf --lang en
    exit 0
    Policy     hausordnung – Regelung hausordnung
    Version    2
    Origin     adopted: a PDF that existed before; without source data
    Void       yes, declared void by the charter in entry 4
    Authentic  yes, byte for byte the logged file (entry 2)
    Signed     Max Muster on 2018-07-10 (own statement)
    Logged     2018-07-10 (the archive's statement)
    In force   no, declared void; on 2018-07-20: no
    On 2018-07-20 version 1 "Regelung hausordnung" is in force (from 2018-07-02).
    According to this archive's log (5 entries, the last of 2018-07-13); it does not know what came after.
    "#);
    let json = site.run(&format!("history hausordnung --json {FROM}"));
    assert!(json.contains("\"voided\": 4") && !json.contains("\"withdrawn\""), "{json}");
}

#[test]
fn a_confirmed_version_is_as_any_other() {
    let (site, _) = ruled(true);
    assert!(told(&site, "in-force hausordnung").contains("Fassung 2"));
    let history = told(&site, "history hausordnung");
    assert!(history.contains("Zeichnungsregelung: bestätigt Eintrag 2\n"), "{history}");
    assert!(history.contains("charter: disputed entry 2\n"), "{history}");
    let json = site.run(&format!("history hausordnung --json {FROM}"));
    assert!(json.contains("\"confirmed\": 4") && !json.contains("\"disputed\": true"), "{json}");
}

#[test]
fn a_manifest_follows_from_the_rulings_too() {
    let manifest =
        |site: &Site| std::fs::read_to_string(site.path("f/archive/policies/hausordnung/manifest")).unwrap();
    let blocks = |text: &str| -> Vec<String> {
        let words = ["in-force", "disputed", "voided", "confirmed", "ruling", "version", "tree"];
        let lines = text.lines().filter(|l| words.contains(&l.split(' ').next().unwrap()));
        lines.map(|l| l.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect()
    };
    let (site, _) = disputed();
    let expected = ["tree 4", "version 1", "disputed", "version 2", "disputed", "ruling", "disputed 2"];
    assert_eq!(blocks(&manifest(&site)), expected);
    let (site, _) = ruled(false);
    let expected = [
        "tree 5",
        "version 1",
        "in-force 2018-07-02",
        "version 2",
        "voided",
        "ruling",
        "disputed 2",
        "ruling",
        "voided 2",
    ];
    assert_eq!(blocks(&manifest(&site)), expected);
    assert!(site.run(&format!("verify {FROM}")).starts_with("exit 0\n"));
}

#[test]
fn a_certificate_tells_the_dispute() {
    let (site, f) = disputed();
    let bytes = |on: &str, known: Option<&str>| {
        let gathered =
            prove::gather(&f.dir(), &"hausordnung".parse().unwrap(), &Witnesses::default()).unwrap();
        gathered.asked(day(on), known.map(day)).bytes()
    };
    let check = |on: &str, known| verify::certificate(&bytes(on, known), &f.trust()).unwrap();
    assert!(matches!(check("2018-07-05", None).answer.verdict, Verdict::One(v) if v.version == 1));
    let now = check("2018-07-15", None);
    assert!(matches!(&now.answer.verdict, Verdict::Undetermined { disputed, .. } if *disputed == [2]));
    let then = check("2018-07-11", Some("2018-07-11"));
    assert!(matches!(&then.answer.verdict, Verdict::One(v) if v.version == 2));
    assert!(matches!(then.since.unwrap().verdict, Verdict::Undetermined { .. }));
    std::fs::write(site.path("nachweis.txt"), bytes("2018-07-15", None)).unwrap();
    let line = "verify nachweis.txt --trust f/keys/anchor";
    let told = site.both(line);
    let answer: Vec<_> = told.lines().skip(6).take(9).collect();
    assert_snapshot!(answer.join("\n"), @"
    Stand 12.07.2018: Was am 15.07.2018 in Kraft war, ist noch offen. Es hängt ab von:
      strittigen Erklärungen (Eintrag 2), weder bestätigt noch für unwirksam erklärt
      Ohne strittige Erklärungen: Fassung 1 „Regelung hausordnung“ (ab 02.07.2018; Zeitraum strittig)
      (vorausgesehen: der Tag liegt nach dem Kenntnisstand)

    Erklärungen:
      #1  Fassung 1 „Regelung hausordnung“: in Kraft ab 02.07.2018, Zeitraum strittig; übernommen: ein PDF, das es schon gab; ohne Quelldaten
            gezeichnet von Erika Muster am 02.07.2018, eingetragen am 02.07.2018
      #2  Fassung 2 „Regelung hausordnung“: strittig (ab 10.07.2018); übernommen: ein PDF, das es schon gab; ohne Quelldaten
    ");
    let with_pdf = format!("{line} --pdf f/archive/policies/hausordnung/2/hausordnung-v2.pdf");
    assert_snapshot!(site.run(&with_pdf).lines().rev().take(4).collect::<Vec<_>>().join("\n"), @"
    Ergebnis: Der Nachweis ist in Ordnung, aber dieses PDF ist nicht als das bewiesen, was in Kraft war.
    Vertrauen: die Gründungsregelung ist die des Vertrauensankers f/keys/anchor.
    PDF: Fassung 2 (Eintrag 2), ob sie die der Antwort ist, ist noch offen.
    ");
    let json = site.run(&format!("{line} --json"));
    assert!(json.contains("\"ruling\"") && json.contains("\"kind\": \"charter\""), "{json}");
}

/// What is ruled on other policies, and void entries that are not shown, cannot be judged in a certificate.
#[test]
fn a_certificate_passes_over_rulings_on_what_it_does_not_show() {
    let (_site, mut f) = disputed();
    f.raw(b"garbage".to_vec());
    let charter = Charter { acknowledged: vec![f.named(4)], voided: vec![f.named(2)], ..f.charter.onwards() };
    let recovery = f.keys.recovery[0].clone();
    f.rule(charter, &[&recovery], &[]);
    let other = f.issue("datenschutz", 1, &filler(3, 100));
    f.write();
    let gathered = prove::gather(&f.dir(), &"datenschutz".parse().unwrap(), &Witnesses::default()).unwrap();
    let certified =
        verify::certificate(&gathered.asked(day("2018-07-20"), None).bytes(), &f.trust()).unwrap();
    assert!(matches!(&certified.answer.verdict, Verdict::One(v) if v.entry == other));
    assert!(certified.log.state.disputed.is_empty() && certified.log.state.voided.is_empty());
    // Of the policy that it is about, the void version is seen.
    let gathered = prove::gather(&f.dir(), &"hausordnung".parse().unwrap(), &Witnesses::default()).unwrap();
    let certified =
        verify::certificate(&gathered.asked(day("2018-07-20"), None).bytes(), &f.trust()).unwrap();
    assert!(matches!(&certified.answer.verdict, Verdict::One(v) if v.version == 1));
}

/// Through the program's own writer: one charter, the manifests of all policies that it rules on.
#[test]
fn an_entry_is_judged_before_it_is_written_and_its_manifests_follow_from_it() {
    let (_site, mut f) = disputed();
    let mut log = verify::log(&f.dir(), &f.trust()).unwrap();
    let charter = Charter { voided: vec![f.named(2)], ..f.charter.onwards() };
    let recovery = f.keys.recovery[0].clone();
    let record = f.record(Body::Charter(charter.clone()));
    let entry = f.entry(&record, &Forge::sign(&record, &[&recovery])).bytes().unwrap();
    verify::stands(&mut log, &entry).unwrap();
    let manifests = verify::manifests_since(&log.state, log.tree().size);
    f.rule(charter, &[&recovery], &[]);
    let id = "hausordnung".parse().unwrap();
    assert_eq!(manifests, [(inkraft::base::Id::clone(&id), f.manifest(&id))]);
    // Since before the dispute there are the same; since then there is nothing new.
    assert_eq!(verify::manifests_since(&log.state, 3).len(), 1);
    assert_eq!(verify::manifests_since(&log.state, 5), []);
}

/// A page offers nothing that may be somebody else's, and says that something is.
#[test]
fn a_page_shows_what_is_in_force_without_what_is_disputed() {
    use inkraft::base::Lang;
    use inkraft::publish::listing::{self, Page};
    use inkraft::publish::{fragment, view::Heading};
    let page = |f: &Forge| {
        let log = verify::log(&f.dir(), &f.trust()).unwrap();
        let page =
            Page { lang: Lang::En, heading: Heading::H2, base: "https://example.org/r".parse().unwrap() };
        fragment(&listing::of(&log, &"hausordnung".parse().unwrap(), day("2018-07-20"), &page).unwrap())
    };
    let (_site, f) = disputed();
    let html = page(&f);
    assert!(
        html.contains("<strong>What is in force is not settled: records of this document are disputed"),
        "{html}"
    );
    assert!(html.contains("hausordnung-v1.pdf") && !html.contains("hausordnung-v2.pdf"), "{html}");
    let (_site, f) = ruled(false);
    let html = page(&f);
    assert!(!html.contains("<strong>What") && html.contains("hausordnung-v2.pdf"), "{html}");
    assert!(html.contains("never in force, declared void"), "{html}");
    let (_site, f) = ruled(true);
    let html = page(&f);
    assert!(!html.contains("<strong>What") && !html.contains("declared void"), "{html}");
}

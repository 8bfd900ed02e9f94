//! `in-force --from --until`: the table, its JSON, and as of when an answer is known.

use insta::assert_snapshot;

use crate::answers::two;
use crate::site::policy;

#[test]
fn a_range_is_a_table_of_the_stretches_that_have_one_answer() {
    let site = two();
    site.signed("repeal hausordnung --last-day 2019-12-31");
    assert_snapshot!(site.both("in-force hausordnung --from 2018-07-01 --until 2020-02-01"), @r#"
    exit 3
    hausordnung:
      von         bis         in Kraft
      01.07.2018  24.07.2018  noch nichts
      25.07.2018  01.08.2018  Fassung 1 „Hausordnung“
      02.08.2018  31.12.2018  Fassung 1 „Hausordnung“ (vorausgesehen)
      01.01.2019  31.12.2019  Fassung 2 „Hausordnung“ (vorausgesehen)
      01.01.2020  31.01.2020  nichts mehr: aufgehoben mit Ablauf des 31.12.2019 (vorausgesehen)

    Nach dem Register dieses Archivs (4 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    ~~ in-force hausordnung --from 2018-07-01 --until 2020-02-01 --lang en
    exit 3
    hausordnung:
      from        to          in force
      2018-07-01  2018-07-24  nothing yet
      2018-07-25  2018-08-01  version 1 "Hausordnung"
      2018-08-02  2018-12-31  version 1 "Hausordnung" (foreseen)
      2019-01-01  2019-12-31  version 2 "Hausordnung" (foreseen)
      2020-01-01  2020-01-31  nothing any more: repealed, the last day being 2019-12-31 (foreseen)

    According to this archive's log (4 entries, the last of 2018-08-01); it does not know what came after.
    "#);
    assert_snapshot!(site.run("in-force --all --until 2018-08-01"), @r#"
    exit 3
    hausordnung:
      von         bis         in Kraft
      –           24.07.2018  noch nichts
      25.07.2018  31.07.2018  Fassung 1 „Hausordnung“

    Nach dem Register dieses Archivs (4 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    "#);
    assert_snapshot!(site.run("in-force hausordnung --from 2018-07-25 --until 2018-08-01"), @r#"
    exit 0
    hausordnung:
      von         bis         in Kraft
      25.07.2018  31.07.2018  Fassung 1 „Hausordnung“

    Nach dem Register dieses Archivs (4 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    "#);
}

#[test]
fn a_range_tells_what_is_open_what_stands_side_by_side_and_why_nothing_does() {
    let site = two();
    site.signed("effect hausordnung --version 2 --awaits publication --not-before 2019-01-01");
    site.draft("aushang", &policy("Aushang", "2018-08-01"));
    site.signed("sign aushang --from 2018-08-01 --last-day 2018-09-30");
    assert_snapshot!(site.both("in-force --from 2018-08-01"), @r#"
    exit 4
    aushang:
      von         bis         in Kraft
      01.08.2018  01.08.2018  Fassung 1 „Aushang“
      02.08.2018  30.09.2018  Fassung 1 „Aushang“ (vorausgesehen)
      01.10.2018  –           nichts mehr: durch Fristablauf außer Kraft mit Ablauf des 30.09.2018 (vorausgesehen)

    hausordnung:
      von         bis         in Kraft
      01.08.2018  01.08.2018  Fassung 1 „Hausordnung“
      02.08.2018  31.12.2018  Fassung 1 „Hausordnung“ (vorausgesehen)
      01.01.2019  –           noch offen, hängt ab von: Fassung 2 (Veröffentlichung, Eintrag 2)
                              bis dahin: Fassung 1 „Hausordnung“ (ab 25.07.2018)
                              (vorausgesehen)

    Nach dem Register dieses Archivs (5 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    ~~ in-force --from 2018-08-01 --lang en
    exit 4
    aushang:
      from        to          in force
      2018-08-01  2018-08-01  version 1 "Aushang"
      2018-08-02  2018-09-30  version 1 "Aushang" (foreseen)
      2018-10-01  –           nothing any more: expired, the last day being 2018-09-30 (foreseen)

    hausordnung:
      from        to          in force
      2018-08-01  2018-08-01  version 1 "Hausordnung"
      2018-08-02  2018-12-31  version 1 "Hausordnung" (foreseen)
      2019-01-01  –           undetermined, depends on: version 2 (publication, entry 2)
                              until then: version 1 "Hausordnung" (from 2018-07-25)
                              (foreseen)

    According to this archive's log (5 entries, the last of 2018-08-01); it does not know what came after.
    "#);
    assert_snapshot!(site.run("in-force hausordnung --from 2018-12-01 --json"), @r#"
    exit 4
    {
      "as_known": "2018-08-01",
      "format": "inkraft/in-force-range/1",
      "log": {
        "anchored": true,
        "compared_with_earlier": true,
        "evidence": "as-logged",
        "logged": "2018-08-01T09:00:00+02:00",
        "origin": "muster.example/regelwerk",
        "root": "[SHA-256]",
        "size": 5
      },
      "policies": [
        {
          "policy": "hausordnung",
          "rows": [
            {
              "answer": "one",
              "entry": 1,
              "flags": [
                "foreseen"
              ],
              "from": "2018-07-25",
              "pdf": {
                "sha256": "[SHA-256]",
                "size": [N]
              },
              "period": {
                "from": "2018-12-01",
                "until": "2019-01-01"
              },
              "title": "Hausordnung",
              "version": 1
            },
            {
              "answer": "undetermined",
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
              "period": {
                "from": "2019-01-01",
                "until": null
              }
            }
          ]
        }
      ],
      "range": {
        "from": "2018-12-01",
        "until": null
      }
    }
    "#);
}

#[test]
fn a_range_that_makes_no_sense_is_refused() {
    let site = two();
    assert_snapshot!(site.refused("in-force hausordnung --from 2019-01-01 --until 01.01.2019"), @r#"
    exit 2
    -- stderr
    Fehler: der Zeitraum ist leer: 01.01.2019 (--until) liegt nicht nach 01.01.2019 (--from)
      --until ist der erste Tag nach dem Zeitraum, also der Tag nach dem letzten.
    ~~ in-force hausordnung --from 2019-01-01 --until 01.01.2019 --lang en
    exit 2
    -- stderr
    error: the range is empty: 2019-01-01 (--until) is not after 2019-01-01 (--from)
      --until is the first day after the range: the day after the last one.
    "#);
    for line in [
        "in-force hausordnung --on 2019-01-01 --from 2018-01-01",
        "in-force hausordnung --on 2019-01-01 --until 2020-01-01",
        "in-force hausordnung --all",
        "in-force hausordnung --from 2019-02-30",
    ] {
        assert!(site.run(line).starts_with("exit 2\n"), "{line}");
    }
}

/// The last entry is of 1 August 2018. Whoever asks later, or as of a later day, gets an answer as of that entry.
#[test]
fn an_answer_is_never_fresher_than_the_last_entry() {
    let mut site = two();
    site.at("2018-10-01T09:00:00+02:00");
    let plain = site.run("in-force hausordnung --on 2018-07-30");
    assert!(plain.contains("der letzte vom 01.08.2018"), "{plain}");
    for known in ["2018-08-01", "2018-09-01", "2018-10-01", "2030-01-01"] {
        assert_eq!(
            site.run(&format!("in-force hausordnung --on 2018-07-30 --as-known {known}")),
            plain,
            "{known}"
        );
    }
    assert_snapshot!(site.run("in-force hausordnung --as-known 2018-07-31"), @r#"
    exit 0
    Nach Kenntnis vom 31.07.2018: Am 01.10.2018 ist Fassung 1 „Hausordnung“ in Kraft (ab 25.07.2018).
      (vorausgesehen: der Tag liegt nach dem Kenntnisstand)
    Nach dem Register dieses Archivs (3 Einträge), wie bis 31.07.2018 eingetragen.
    "#);
    // On a day to come nobody can have known anything yet: it counts as today.
    let told = site.run("in-force hausordnung --on 2019-06-01 --as-known 2030-01-01 --json");
    for part in [
        "\"as_known\": \"2018-10-01\"",
        "\"foreseen\"",
        "\"evidence\": \"as-logged\"",
        "\"logged\": \"2018-08-01T09:00:00+02:00\"",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
}

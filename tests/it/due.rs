//! What falls due, computed on the day it is asked.

use std::fs;

use inkraft::format::record::Body;
use serde_json::Value;

use crate::forge::{Forge, Keys, day};
use crate::reviews::{channelled, reasoned};
use crate::site::{Site, policy};

#[test]
fn the_first_evaluation_is_counted_from_the_stand_and_the_next_from_the_last() {
    let mut site = reasoned();
    site.at("2018-12-01T10:00:00+01:00");
    assert_eq!(
        site.run("due"),
        "exit 0\nIn den nächsten 30 Tagen ist nichts fällig. Das Nächste: am 31.01.2019.\n"
    );
    site.at("2019-01-21T10:00:00+01:00");
    assert_eq!(
        site.both("due konzept"),
        "exit 1\nFällig\n  31.01.2019  konzept: Evaluierung fällig (alle 6 Monate, gezählt ab Stand Juli\u{a0}2018; bisher keine)\n\
         ~~ due konzept --lang en\nexit 1\nDue\n  2019-01-31  konzept: evaluation due (every 6 months, counted from the Stand, July\u{a0}2018; none so far)\n"
    );
    site.signed("review konzept");
    assert!(
        site.run("due --within 365")
            .contains("21.07.2019  konzept: Evaluierung fällig (die letzte steht in Eintrag 2)")
    );
    site.at("2019-08-01T10:00:00+02:00");
    assert!(site.run("due").starts_with("exit 1\nÜberfällig\n  21.07.2019"));
    // A withdrawn review does not count, and a repealed policy needs none.
    site.signed("withdraw konzept --entry 2 --ground error --reason Versehen");
    assert!(site.run("due").contains("31.01.2019"));
    site.signed("repeal konzept --from 2019-08-01");
    assert_eq!(site.run("due"), "exit 0\nIn den nächsten 30 Tagen ist nichts fällig.\n");
    let reader = site.transcript(&site.verifier(&["due", "--json"]).output().unwrap());
    assert!(reader.starts_with("exit 0\n") && reader.contains("\"due\": []"), "{reader}");
}

#[test]
fn ends_without_a_successor_and_beginnings_that_wait_are_told() {
    let mut site = Site::new();
    site.draft("befristet", &policy("Befristet", "2018-08-01\nlast_day = 2018-12-31"))
        .signed("sign befristet");
    let open = "{ not_before = 2018-08-15, not_after = 2019-06-01, awaits = \"publication\" }";
    site.draft("offen", &policy("Offen", open)).signed("sign offen");
    site.at("2018-12-15T10:00:00+01:00");
    let told = site.run("due");
    assert_eq!(
        told,
        "exit 1\nÜberfällig\n  15.08.2018  offen: Beginn noch offen: Fassung 1, frühestens ab 15.08.2018, spätestens ab 01.06.2019 (Veröffentlichung)\n\
         Fällig\n  31.12.2018  befristet: letzter Tag von Fassung 1; danach ist nichts in Kraft\n"
    );
    let json = site.run("due --json");
    let json: Value = serde_json::from_str(json.strip_prefix("exit 1\n").unwrap()).unwrap();
    assert_eq!(json["format"], "inkraft/due/1");
    let kinds: Vec<_> = json["due"].as_array().unwrap().iter().map(|d| (&d["kind"], &d["overdue"])).collect();
    assert_eq!(kinds, [(&"waits".into(), &true.into()), (&"ends".into(), &false.into())]);
    // A successor is enough for the one, a stated day for the other; what has begun by its latest day waits no more.
    site.draft("befristet", &policy("Befristet", "2019-01-01")).signed("sign befristet");
    assert!(!site.run("due").contains("befristet"));
    site.at("2019-06-01T10:00:00+02:00");
    assert!(!site.run("due").contains("offen"));
}

#[test]
fn a_calendar_is_written_whole_and_renewed() {
    let mut site = Site::new();
    site.draft("konzept", &channelled("2018-07-25")).signed("sign konzept");
    site.at("2019-01-21T10:00:00+01:00");
    let told = site.run("due --within 60 --ics fristen.ics");
    assert!(told.starts_with("exit 1\n") && told.contains("Kalender geschrieben: fristen.ics"), "{told}");
    let read = || fs::read_to_string(site.path("regelwerk/fristen.ics")).unwrap();
    let text = read();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    assert!(text.contains("\r\nUID:review-konzept-1@muster.example/regelwerk\r\n"), "{text}");
    assert!(text.contains("\r\nDTSTAMP:20190121T090000Z\r\nDTSTART;VALUE=DATE:20190131\r\n"), "{text}");
    assert!(text.replace("\r\n", "").find('\n').is_none() && text.lines().all(|l| l.len() <= 75), "{text}");
    assert!(site.run("due --within 0 --ics fristen.ics").starts_with("exit 0\n"));
    assert!(!read().contains("VEVENT"), "what is no longer due is gone");
}

#[test]
fn what_is_in_the_way_is_told_with_2_so_that_1_means_due() {
    let mut site = Site::new();
    site.draft("konzept", &channelled("2018-07-25")).signed("sign konzept");
    site.at("2019-01-21T10:00:00+01:00");
    assert!(site.run("due nichts").starts_with("exit 2\n"));
    let source = site.archive().join("policies/konzept/1/source/policy.json");
    let good = fs::read(&source).unwrap();
    fs::write(&source, b"{}").unwrap();
    assert!(site.run("due").starts_with("exit 2\n"), "another source tells nothing");
    fs::write(&source, good).unwrap();
    let anchor = site.path("regelwerk/keys/anchor");
    fs::rename(&anchor, site.path("anchor")).unwrap();
    let told = site.run("due --within 60 --ics fristen.ics");
    assert!(told.starts_with("exit 2\n") && told.contains("31.01.2019"), "told, but not anchored: {told}");
    assert!(told.contains("Kalender nicht geschrieben"), "{told}");
    let json = site.run("due --json");
    assert!(
        json.starts_with("exit 2\n")
            && json.contains("\"inkraft/due/1\"")
            && json.contains("\"anchored\": false"),
        "{json}"
    );
    fs::rename(site.path("anchor"), anchor).unwrap();
    fs::write(site.archive().join("checkpoint"), b"x").unwrap();
    let told = site.run("due --json --ics fristen.ics");
    assert!(told.starts_with("exit 2\n") && told.contains("\"inkraft/report/1\""), "{told}");
    assert!(!site.path("regelwerk/fristen.ics").exists());
}

#[test]
fn an_officer_whose_time_ends_is_told_with_those_who_remain() {
    let mut site = Site::empty();
    let mut forge = Forge::empty(&site.path("f"), Keys::generate());
    forge.charter.people[0].until = Some(day("2018-08-01"));
    let (charter, keys) = (forge.charter.clone(), forge.keys.clone());
    forge.honest(Body::Charter(charter), &keys.all());
    forge.write();
    let line = "due --archive f/archive --trust f/keys/anchor";
    site.at("2018-07-15T10:00:00+02:00");
    assert_eq!(
        site.run(line),
        "exit 1\nFällig\n  31.07.2018  letzter Tag der Zeichnungsbefugnis von Erika Muster; es bleibt: Max Muster\n"
    );
    // The key goes on signing until a charter takes it out, so it stays a matter to be settled.
    site.at("2018-09-15T10:00:00+02:00");
    assert!(site.run(line).starts_with("exit 1\nÜberfällig\n  31.07.2018"));
}

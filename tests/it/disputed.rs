//! A stolen key: what every command says while records are disputed, and after they were ruled upon.
//!
//! The archive is forged in process: version 1 by Erika, version 2 with Max's key, which a charter then revokes.

use inkraft::format::charter::{Charter, Reason, Revoked};
use inkraft::format::record::Body;
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
    assert_snapshot!(told(&site, "in-force hausordnung"), @"");
    // Before the second version begins the answer is certain, but not how long it lasts.
    assert_snapshot!(told(&site, "in-force hausordnung --on 2018-07-05"), @"");
    assert_snapshot!(told(&site, "in-force hausordnung --from 2018-07-01 --until 2018-07-31"), @"");
    // What was known stays.
    assert_snapshot!(told(&site, "in-force hausordnung --on 2018-07-11 --as-known 2018-07-11"), @"");
    assert_snapshot!(site.run(&format!("in-force hausordnung --json {FROM}")), @"");
}

#[test]
fn a_history_tells_the_ruling_and_what_it_is_about() {
    let (site, _) = disputed();
    assert_snapshot!(told(&site, "history hausordnung"), @"");
    assert_snapshot!(site.run(&format!("history hausordnung --json {FROM}")), @"");
    let before = told(&site, "history hausordnung --as-known 2018-07-11");
    assert!(!before.contains("strittig") && !before.contains("#3"), "{before}");
}

#[test]
fn a_pdf_whose_record_is_disputed_says_so() {
    let (site, _) = disputed();
    let v2 = "verify f/archive/policies/hausordnung/2/hausordnung-v2.pdf";
    assert_snapshot!(told(&site, v2), @"");
    let json = site.run(&format!("{v2} --json {FROM}"));
    assert!(json.contains("\"disputed\": 3") && json.contains("\"in_force_today\": null"), "{json}");
    assert!(json.contains("\"period\": null"), "{json}");
}

#[test]
fn what_is_disputed_is_due() {
    let (site, _) = disputed();
    assert_snapshot!(told(&site, "due"), @"");
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
    assert_snapshot!(told(&site, "in-force hausordnung"), @"");
    assert_snapshot!(told(&site, "history hausordnung"), @"");
    let v2 = "verify f/archive/policies/hausordnung/2/hausordnung-v2.pdf";
    assert_snapshot!(told(&site, v2), @"");
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
    let gathered = || prove::gather(&f.dir(), &"hausordnung".parse().unwrap()).unwrap();
    let check = |on: &str, known: Option<&str>| {
        let bytes = gathered().asked(day(on), known.map(day)).bytes();
        verify::certificate(&bytes, &f.trust()).unwrap()
    };
    assert!(matches!(check("2018-07-05", None).answer.verdict, Verdict::One(v) if v.version == 1));
    let now = check("2018-07-15", None);
    assert!(matches!(&now.answer.verdict, Verdict::Undetermined { disputed, .. } if *disputed == [2]));
    let then = check("2018-07-11", Some("2018-07-11"));
    assert!(matches!(&then.answer.verdict, Verdict::One(v) if v.version == 2));
    assert!(matches!(then.since.unwrap().verdict, Verdict::Undetermined { .. }));
    std::fs::write(site.path("nachweis.txt"), gathered().asked(day("2018-07-15"), None).bytes()).unwrap();
    let line = "verify nachweis.txt --trust f/keys/anchor";
    let told = site.both(line);
    let answer: Vec<_> = told.lines().skip(6).take(9).collect();
    assert_snapshot!(answer.join("\n"), @"");
    let with_pdf = format!("{line} --pdf f/archive/policies/hausordnung/2/hausordnung-v2.pdf");
    assert_snapshot!(site.run(&with_pdf).lines().rev().take(4).collect::<Vec<_>>().join("\n"), @"");
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
    let gathered = prove::gather(&f.dir(), &"datenschutz".parse().unwrap()).unwrap();
    let certified =
        verify::certificate(&gathered.asked(day("2018-07-20"), None).bytes(), &f.trust()).unwrap();
    assert!(matches!(&certified.answer.verdict, Verdict::One(v) if v.entry == other));
    assert!(certified.log.state.disputed.is_empty() && certified.log.state.voided.is_empty());
    // Of the policy that it is about, the void version is seen.
    let gathered = prove::gather(&f.dir(), &"hausordnung".parse().unwrap()).unwrap();
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

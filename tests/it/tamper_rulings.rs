//! Rulings of charters: void entries acknowledged; records of a stolen key disputed, confirmed, voided.
//!
//! Each rule of `docs/archive-format.md`, "Rulings", is broken once.

use inkraft::format::charter::{Charter, Reason, Revoked, Role};
use inkraft::format::layout::Place;
use inkraft::format::record::{After, Body};
use inkraft::timeline::{Fact, Verdict};
use inkraft::verify::{self, Level, Log};

use crate::forge::{Forge, Keys, Named, filler};
use crate::tamper::{check, told};

/// A founded archive of its own, with a third officer, and that officer's key.
fn founded(sign: u32) -> (tempfile::TempDir, Forge, [Named; 3]) {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::generate();
    let third = Named::new("nina/1");
    let mut f = Forge::empty(folder.path(), keys.clone());
    let mut person = f.charter.people[1].clone();
    person.id = "nina".parse().unwrap();
    f.charter.people.push(person);
    f.charter.keys.push(third.listed(Role::Officer));
    f.charter.keys.sort_by(|a, b| a.name.cmp(&b.name));
    f.charter.threshold.sign = sign;
    let mut all = keys.all();
    all.push(&third);
    f.honest(Body::Charter(f.charter.clone()), &all);
    let [erika, max] = keys.officers.clone();
    (folder, f, [erika, max, third])
}

/// The charter as it is, to be changed.
fn next(f: &Forge) -> Charter {
    f.charter.onwards()
}

/// The charter without a key, which is said to be revoked.
fn revoking(charter: Charter, key: &Named, reason: Reason, from: Option<u64>) -> Charter {
    let mut new = charter;
    new.keys.retain(|k| k.public != key.key.public);
    new.revoked.push(Revoked { key: key.key.name.clone(), reason, compromised_from: from });
    new.revoked.sort_by(|a, b| a.key.cmp(&b.key));
    new
}

/// The charter without a key that somebody else has had from an entry on.
fn stolen(f: &Forge, key: &Named, from: u64) -> Charter {
    revoking(next(f), key, Reason::Compromised, Some(from))
}

/// Logs the next version of a policy, signed with these keys.
fn issue(f: &mut Forge, policy: &str, version: u32, keys: &[&Named]) -> u64 {
    let pdf = filler(u64::from(version), 100);
    f.put(&Place::Pdf(policy.parse().unwrap(), version), &pdf);
    let body = f.adopted(policy, version, &pdf);
    f.honest(body, keys)
}

fn log(f: &Forge) -> Log {
    f.write();
    verify::log(&f.dir(), &f.trust()).unwrap()
}

/// The archive holds, and nothing is worth a note but this.
fn holds(f: &Forge, notes: &[String]) {
    f.write();
    let report = check(&f.root, &f.trust());
    assert!(report.holds(), "{:?}", report.findings);
    assert_eq!(told(&report, Level::Note), notes);
}

/// The charter would be void as the next entry: a reader of the whole log says so, and so does the writer.
#[track_caller]
fn void(f: &mut Forge, charter: Charter) {
    let record = f.record(Body::Charter(charter));
    let note = Forge::sign(&record, &[&f.keys.recovery[0].clone()]);
    let entry = f.entry(&record, &note).bytes().unwrap();
    let mut before = log(f);
    assert_eq!(verify::stands(&mut before, &entry).map_err(|what| what.code()), Err("void-ruling"));
    assert!(before.state.findings.is_empty());
    let mut entries = f.entries.clone();
    entries.push(entry);
    let kept = (f.entries.clone(), f.now);
    f.rewrite(entries);
    f.heads_at(f.tree.size());
    let last = f.tree.size() - 1;
    let found = told(&check_written(f), Level::Failure);
    assert_eq!(found, [format!("#{last}: void-ruling")]);
    f.rewrite(kept.0);
    f.now = kept.1;
    for folder in ["checkpoints", "heads", "tile"] {
        std::fs::remove_dir_all(f.dir().root().join(folder)).unwrap();
    }
    f.write();
}

fn check_written(f: &Forge) -> verify::Report {
    f.write();
    check(&f.root, &f.trust())
}

#[test]
fn what_is_revoked_is_a_key_that_this_charter_takes_out() {
    let (_folder, mut f, [_, max, nina]) = founded(1);
    let keys = f.keys.clone();
    issue(&mut f, "p", 1, &[&max]);
    let named = |key: &Named| Revoked {
        key: key.key.name.clone(),
        reason: Reason::Compromised,
        compromised_from: None,
    };
    for key in [&max, &keys.archive, &keys.recovery[1], &Named::new("max/2")] {
        let charter = Charter { revoked: vec![named(key)], ..next(&f) };
        void(&mut f, charter);
    }
    // Only an officer's key signs records, and only earlier ones.
    let size = f.tree.size();
    let charter = next(&f);
    for from in [0, size, 1 << 40] {
        void(&mut f, revoking(charter.clone(), &max, Reason::Compromised, Some(from)));
    }
    // The right one: nothing is disputed by a key that is only retired.
    let charter = revoking(charter, &nina, Reason::Retired, None);
    f.rule(charter, &[&keys.recovery[0]], &[]);
    holds(&f, &[]);
    assert!(log(&f).state.disputed.is_empty());
}

#[test]
fn the_next_archive_key_can_be_said_to_follow_a_stolen_one() {
    let (_folder, mut f, _) = founded(1);
    let (old, new) = (f.keys.archive.clone(), Named::new(""));
    let mut charter = next(&f);
    charter.keys.iter_mut().filter(|k| k.role == Role::Archive).for_each(|k| k.public = new.key.public);
    let revoked = |from| {
        vec![Revoked { key: old.key.name.clone(), reason: Reason::Compromised, compromised_from: from }]
    };
    f.archive = new.clone();
    let recovery = f.keys.recovery[0].clone();
    let record = f.record(Body::Charter(Charter { revoked: revoked(Some(1)), ..charter.clone() }));
    f.archive = old.clone();
    f.void(&record, &Forge::sign(&record, &[&recovery, &new]));
    assert_eq!(told(&check_written(&f), Level::Failure), ["#1: void-ruling"]);
    let mut charter = Charter { revoked: revoked(None), ..charter };
    charter.acknowledged = vec![f.named(1)];
    f.archive = new.clone();
    f.rule(charter, &[&recovery, &new], &[]);
    f.write();
    let report = check(&f.root, &f.trust());
    assert!(report.holds(), "{:?}", report.findings);
}

#[test]
fn a_founding_charter_rules_on_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::generate();
    let mut f = Forge::empty(folder.path(), keys.clone());
    let key = Named::new("max/2");
    f.charter.revoked =
        vec![Revoked { key: key.key.name.clone(), reason: Reason::Lost, compromised_from: None }];
    f.honest(Body::Charter(f.charter.clone()), &keys.all());
    f.write_log();
    assert_eq!(told(&check(&f.root, &f.trust()), Level::Failure), ["#0: void-ruling"]);
}

#[test]
fn void_entries_are_acknowledged_each_once_even_garbage() {
    let (_folder, mut f, [_, max, _]) = founded(1);
    let recovery = f.keys.recovery[0].clone();
    issue(&mut f, "p", 1, &[&max]);
    // Whoever has stolen the archive key can append what no reader can read, or nobody signed.
    let garbage = f.raw(b"garbage".to_vec());
    let forged = f.record(f.adopted("p", 2, b"%PDF-1.7\n"));
    let forged = f.void(&forged, &Forge::sign(&forged, &[&Named::new("max/1")]));
    let failures = ["void-entry", "void-signature"];
    let found = told(&check_written(&f), Level::Failure);
    assert_eq!(found, [format!("#{garbage}: {}", failures[0]), format!("#{forged}: {}", failures[1])]);
    // One of them alone: the other is a failure still.
    let one = Charter { acknowledged: vec![f.named(garbage)], ..next(&f) };
    let first = f.rule(one, &[&recovery], &[]);
    let report = check_written(&f);
    assert_eq!(told(&report, Level::Failure), [format!("#{forged}: void-signature")]);
    assert_eq!(told(&report, Level::Note), [format!("#{garbage}: acknowledged")]);
    assert!(!report.holds());
    let two = Charter { acknowledged: vec![f.named(forged)], ..next(&f) };
    f.rule(two, &[&recovery], &[]);
    let noted = [format!("#{garbage}: acknowledged"), format!("#{forged}: acknowledged")];
    holds(&f, &noted);
    let log = log(&f);
    assert!(log.failures().next().is_none() && log.state.void.is_empty());
    let said = inkraft::base::Say::fact(&log.state.findings[0].what, inkraft::base::Lang::En);
    assert!(said.starts_with(&format!("void, acknowledged by entry {first} (")), "{said}");
    // It goes on.
    issue(&mut f, "p", 2, &[&max]);
    holds(&f, &noted);
    // Once more, a standing one, another leaf, one that is still to come: there is no such thing.
    let (size, charter) = (f.tree.size(), next(&f));
    let mut wrong = f.named(garbage);
    wrong.leaf = f.leaf(0);
    for named in
        [f.named(garbage), f.named(1), wrong, inkraft::format::record::After { index: size, ..wrong }]
    {
        let charter = Charter { acknowledged: vec![named], ..charter.clone() };
        let record = f.record(Body::Charter(charter));
        let entry = f.entry(&record, &Forge::sign(&record, &[&recovery])).bytes().unwrap();
        let mut log = self::log(&f);
        assert_eq!(verify::stands(&mut log, &entry).map_err(|w| w.code()), Err("void-ruling"), "{named:?}");
    }
}

#[test]
fn an_acknowledgement_with_another_leaf_is_void() {
    let (_folder, mut f, _) = founded(1);
    let recovery = f.keys.recovery[0].clone();
    let garbage = f.raw(b"garbage".to_vec());
    let mut named = f.named(garbage);
    named.leaf = f.leaf(0);
    let record = f.record(Body::Charter(Charter { acknowledged: vec![named], ..next(&f) }));
    f.void(&record, &Forge::sign(&record, &[&recovery]));
    let found = told(&check_written(&f), Level::Failure);
    assert_eq!(found, ["#1: void-entry", "#2: void-ruling"]);
    // A void charter rules nothing: both are acknowledged by one that stands.
    let charter = Charter { acknowledged: vec![f.named(1), f.named(2)], ..next(&f) };
    f.rule(charter, &[&recovery], &[]);
    holds(&f, &["#1: acknowledged".to_owned(), "#2: acknowledged".to_owned()]);
}

#[test]
fn records_that_needed_a_stolen_key_are_disputed_until_each_is_ruled_upon() {
    let (_folder, mut f, [erika, max, _]) = founded(1);
    let recovery = f.keys.recovery[0].clone();
    let before = issue(&mut f, "p", 1, &[&max]);
    let own = issue(&mut f, "p", 2, &[&max]);
    let other = issue(&mut f, "q", 1, &[&erika]);
    let forged = issue(&mut f, "p", 3, &[&max]);
    for list in ["confirmed", "voided"] {
        let mut charter = next(&f);
        let named = vec![f.named(own)];
        if list == "confirmed" {
            charter.confirmed = named
        } else {
            charter.voided = named
        }
        void(&mut f, charter);
    }
    let charter = stolen(&f, &max, own);
    // Only what is disputed can be ruled upon: not what was before, of another key, a charter, or another leaf.
    let wrong = inkraft::format::record::After { leaf: f.leaf(0), ..f.named(own) };
    for named in [f.named(before), f.named(other), f.named(0), wrong] {
        void(&mut f, Charter { confirmed: vec![named], ..charter.clone() });
        void(&mut f, Charter { voided: vec![named], ..charter.clone() });
    }
    let ruling = f.rule(charter, &[&recovery], &[own, forged]);
    holds(&f, &[]);
    let log = log(&f);
    assert_eq!(Vec::from_iter(&log.state.disputed), [&own, &forged]);
    let history = &log.state.histories[&"p".parse().unwrap()];
    let last = history.records().last().unwrap();
    let fact = Fact::Ruling { disputed: vec![own, forged], confirmed: Vec::new(), voided: Vec::new() };
    assert_eq!((last.entry, &last.fact), (ruling, &fact));
    assert_eq!(log.state.histories[&"q".parse().unwrap()].records().len(), 1);
    let today = f.clock().day();
    assert!(matches!(history.answer(today, today).verdict, Verdict::Undetermined { .. }));
    // The one is confirmed, the other voided; then neither is disputed.
    let charter = Charter { confirmed: vec![f.named(own)], voided: vec![f.named(forged)], ..next(&f) };
    f.rule(charter, &[&recovery], &[]);
    holds(&f, &[]);
    let log = self::log(&f);
    assert!(log.state.disputed.is_empty());
    let answer = log.state.histories[&"p".parse().unwrap()].answer(today, today);
    assert!(matches!(&answer.verdict, Verdict::One(v) if v.version == 2), "{answer:?}");
    for index in [own, forged] {
        let (charter, named) = (next(&f), vec![f.named(index)]);
        void(&mut f, Charter { confirmed: named.clone(), ..charter.clone() });
        void(&mut f, Charter { voided: named, ..charter });
    }
    // A number that was taken stays taken; what was voided cannot be withdrawn.
    let record = f.record(Forge::withdrawn("p", forged));
    let index = f.void(&record, &Forge::sign(&record, &[&erika]));
    assert_eq!(told(&check_written(&f), Level::Failure), [format!("#{index}: void-refused")]);
    let charter = Charter { acknowledged: vec![f.named(index)], ..next(&f) };
    f.rule(charter, &[&recovery], &[]);
    issue(&mut f, "p", 4, &[&erika]);
    holds(&f, &[format!("#{index}: acknowledged")]);
}

#[test]
fn the_revoking_charter_itself_may_rule() {
    let (_folder, mut f, [_, max, _]) = founded(1);
    let recovery = f.keys.recovery[0].clone();
    let forged = issue(&mut f, "p", 1, &[&max]);
    let charter = Charter { voided: vec![f.named(forged)], ..stolen(&f, &max, 1) };
    f.rule(charter, &[&recovery], &[forged]);
    holds(&f, &[]);
    let log = log(&f);
    assert!(log.state.disputed.is_empty() && log.state.voided.contains(&forged));
    let manifest = std::fs::read_to_string(f.dir().path(&Place::Manifest("p".parse().unwrap()))).unwrap();
    let block = format!(
        "\nruling\nentry {} {}\ndisputed {forged}\nvoided {forged}\n",
        2, log.state.standing[&2].logged
    );
    assert!(manifest.contains("\nvoided\n") && manifest.contains(&block), "{manifest}");
}

#[test]
fn an_extra_signature_saves_a_record_until_that_key_is_doubted_too() {
    let (_folder, mut f, [erika, max, nina]) = founded(2);
    let recovery = f.keys.recovery[0].clone();
    let two = issue(&mut f, "p", 1, &[&erika, &max]);
    let three = issue(&mut f, "p", 2, &[&erika, &max, &nina]);
    let others = issue(&mut f, "p", 3, &[&erika, &nina]);
    let more = |f: &Forge, name: &str| {
        let key = Named::new(name);
        let mut charter = next(f);
        charter.keys.push(key.listed(Role::Officer));
        charter.keys.sort_by(|a, b| a.name.cmp(&b.name));
        (charter, key)
    };
    let (charter, max2) = more(&f, "max/2");
    let charter = revoking(charter, &max, Reason::Compromised, Some(1));
    f.rule(charter, &[&recovery, &max2], &[two]);
    holds(&f, &[]);
    assert_eq!(Vec::from_iter(&log(&f).state.disputed), [&two]);
    let charter = Charter { confirmed: vec![f.named(two)], ..next(&f) };
    f.rule(charter, &[&recovery], &[]);
    assert!(log(&f).state.disputed.is_empty());
    // The second thief: what was confirmed is disputed anew, and one signature of three is too few.
    let (charter, erika2) = more(&f, "erika/2");
    let charter = revoking(charter, &erika, Reason::Compromised, Some(three));
    f.rule(charter, &[&recovery, &erika2], &[three, others]);
    holds(&f, &[]);
    assert_eq!(Vec::from_iter(&log(&f).state.disputed), [&three, &others]);
}

#[test]
fn two_keys_that_are_stolen_together_are_doubted_together() {
    let (_folder, mut f, [erika, max, nina]) = founded(1);
    let recovery = f.keys.recovery[0].clone();
    let both = issue(&mut f, "p", 1, &[&erika, &max]);
    let all = issue(&mut f, "p", 2, &[&erika, &max, &nina]);
    let charter = revoking(stolen(&f, &max, 1), &erika, Reason::Compromised, Some(1));
    f.rule(charter, &[&recovery], &[both]);
    holds(&f, &[]);
    assert_eq!(Vec::from_iter(&log(&f).state.disputed), [&both], "not {all}: nina is enough");
}

#[test]
fn what_was_confirmed_is_not_disputed_for_the_same_key_again() {
    let (_folder, mut f, [_, max, _]) = founded(1);
    let recovery = f.keys.recovery[0].clone();
    let one = issue(&mut f, "p", 1, &[&max]);
    let two = issue(&mut f, "q", 1, &[&max]);
    let charter = stolen(&f, &max, two);
    f.honest(Body::Charter(charter), &[&recovery]);
    let leaf = |f: &Forge| After { index: two, leaf: log(f).state.standing[&two].leaf };
    let charter = Charter { confirmed: vec![leaf(&f)], ..next(&f) };
    f.honest(Body::Charter(charter), &[&recovery]);
    let again =
        Revoked { key: max.key.name.clone(), reason: Reason::Compromised, compromised_from: Some(one) };
    let charter = Charter { revoked: vec![again], ..next(&f) };
    f.honest(Body::Charter(charter), &[&recovery]);
    assert_eq!(log(&f).state.disputed.iter().copied().collect::<Vec<_>>(), [one]);
}

#[test]
fn what_looks_newer_is_acknowledged_by_its_number() {
    let (_folder, mut f, [_, max, _]) = founded(1);
    let recovery = f.keys.recovery[0].clone();
    issue(&mut f, "p", 1, &[&max]);
    let mut entries = f.entries.clone();
    entries.push(b"inkraft/entry/2\n\nx\n".to_vec());
    f.rewrite(entries);
    f.heads_at(f.tree.size());
    let found = verify::log(
        &{
            f.write();
            f.dir()
        },
        &f.trust(),
    )
    .unwrap_err();
    assert_eq!(found[0].what.code(), "needs-newer");
    let over = verify::Trust { over_newer: true, ..f.trust() };
    let state = verify::log(&f.dir(), &over).unwrap().state;
    let acknowledged = vec![After { index: 2, leaf: state.void[&2] }];
    let charter = Charter { acknowledged, ..next(&f) };
    f.honest(Body::Charter(charter), &[&recovery]);
    holds(&f, &["#2: acknowledged".to_owned()]);
}

#[test]
fn a_time_far_ahead_keeps_nobody_out() {
    let (_folder, mut f, [erika, max, _]) = founded(1);
    let (before, year) = (f.now, 366 * 24 * 3600);
    f.now += 64 * year;
    issue(&mut f, "p", 1, &[&max]);
    // What was signed before that time, but upon that entry, is logged at that time.
    let pdf = filler(2, 100);
    f.put(&Place::Pdf("p".parse().unwrap(), 2), &pdf);
    let mut record = f.record(f.adopted("p", 2, &pdf));
    record.signed_at = inkraft::base::Time::in_zone(before, &jiff::tz::TimeZone::UTC).unwrap();
    let entry = |f: &Forge, record: &_| f.entry(record, &Forge::sign(record, &[&erika])).bytes().unwrap();
    assert_eq!(verify::stands(&mut log(&f), &entry(&f, &record)), Ok(()));
    // One that was signed upon an earlier state was kept back.
    record.tree = inkraft::format::record::Tree { size: 1, root: log(&f).state.root(1).unwrap() };
    let judged = verify::stands(&mut log(&f), &entry(&f, &record));
    assert_eq!(judged.map_err(|what| what.code()), Err("void-late"));
}

#[test]
fn whoever_raises_the_number_shows_that_so_many_can_sign() {
    let (_folder, f, _) = founded(1);
    let mut charter = next(&f);
    charter.threshold.amend = 2;
    let third = Named::new("recovery-3/1");
    charter.keys.push(third.listed(Role::Recovery));
    charter.keys.sort_by(|a, b| a.name.cmp(&b.name));
    let record = f.record(Body::Charter(charter));
    let judged = |keys: &[&Named]| {
        let entry = f.entry(&record, &Forge::sign(&record, keys)).bytes().unwrap();
        verify::stands(&mut log(&f), &entry).map_err(|what| what.code())
    };
    let [one, two] = &f.keys.recovery;
    assert_eq!(judged(&[one, &third]), Err("void-threshold"));
    assert_eq!(judged(&[one, two, &third]), Ok(()));
}

#[test]
fn a_theft_can_come_to_light_after_the_key_was_exchanged() {
    let (_folder, mut f, [_, max, _]) = founded(1);
    let entry = issue(&mut f, "p", 1, &[&max]);
    let recovery = f.keys.recovery[0].clone();
    let without = revoking(next(&f), &max, Reason::Superseded, None);
    f.honest(Body::Charter(without), &[&recovery]);
    assert!(log(&f).state.disputed.is_empty());
    let named =
        Revoked { key: max.key.name.clone(), reason: Reason::Compromised, compromised_from: Some(entry) };
    let later = Charter { revoked: vec![named], ..next(&f) };
    f.honest(Body::Charter(later), &[&recovery]);
    assert_eq!(log(&f).state.disputed.iter().copied().collect::<Vec<_>>(), [entry]);
    assert_eq!(log(&f).failures().count(), 0);
}

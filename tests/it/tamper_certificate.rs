//! Certificates of force that were spoiled, forged or cut: each attack on proofs and validity is refused with its
//! own code, and what a certificate cannot see is told here too.
//!
//! Specification: `docs/archive-format.md`, "Certificate of force". The sample is that of `tamper`: of the policy
//! `hausordnung` the entries 1, 3 and 4; entry 5, the last, is of another policy.

use inkraft::base::effect::Effect;
use inkraft::base::{Day, Digest};
use inkraft::format::certificate::{Certificate, Included};
use inkraft::format::entry::Entry;
use inkraft::format::merkle::Tree;
use inkraft::format::record::{Body, Stream};
use inkraft::format::witness::Witnesses;
use inkraft::prove;
use inkraft::timeline::{Absent, Flag, Verdict};
use inkraft::verify::{self, Anchored, Certified, Finding, Trust};

use crate::forge::{Forge, Keys, Named, day, filler};
use crate::tamper::Attack;

const POLICY: &str = "hausordnung";

/// The certificate that an archive gives for a policy.
fn made(forge: &Forge, policy: &str, on: &str, known: Option<&str>) -> Certificate {
    let gathered = prove::gather(&forge.dir(), &policy.parse().unwrap(), &Witnesses::default()).unwrap();
    assert_eq!(gathered.time_zone, "Europe/Berlin");
    gathered.asked(day(on), known.map(day))
}

fn told(finding: Finding) -> String {
    format!("{}: {}", finding.at, finding.what.code())
}

fn check(certificate: &Certificate, trust: &Trust) -> Result<Certified, String> {
    verify::certificate(&certificate.bytes(), trust).map_err(told)
}

/// The version of an answer that has one.
fn version(certified: &Certified) -> u32 {
    match &certified.answer.verdict {
        Verdict::One(v) => v.version,
        other => panic!("{other:?}"),
    }
}

/// The entry with an index.
fn entry(certificate: &mut Certificate, index: u64) -> &mut Included {
    certificate.entries.iter_mut().find(|e| e.index == index).unwrap()
}

/// One attack a test: what is done to the certificate (and to the archive it is made from), and what is found.
macro_rules! refused {
    ($($name:ident: |$attack:ident, $certificate:ident| $body:expr => $found:expr;)*) => {$(
        #[test]
        fn $name() {
            #[allow(unused_mut)]
            let mut $attack = Attack::new();
            #[allow(unused_mut)]
            let mut $certificate = made(&$attack.forge, POLICY, "2018-12-01", None);
            $body;
            assert_eq!(check(&$certificate, &$attack.trust).err().as_deref(), Some($found));
        }
    )*};
}

refused! {
    // Proofs.
    another_root_under_the_archives_signature: |a, c| {
        let head = inkraft::format::record::Tree { root: Digest([7; 32]), ..a.forge.head() };
        c.checkpoint = a.forge.checkpoint(&head);
    } => "#0: proof-inclusion";
    an_older_root_under_the_newest_size: |a, c| {
        let head = inkraft::format::record::Tree { size: 6, root: a.forge.root_at(5) };
        c.checkpoint = a.forge.checkpoint(&head);
    } => "#0: proof-inclusion";
    the_root_of_the_heads_in_the_place_of_the_logs: |a, c| {
        let root = a.forge.heads.commitment().1;
        c.checkpoint = a.forge.checkpoint(&inkraft::format::record::Tree { size: 6, root });
    } => "#0: proof-inclusion";
    a_truncated_proof: |_a, c| { entry(&mut c, 4).path.pop(); } => "#4: proof-length";
    a_proof_without_its_first_hash: |_a, c| { entry(&mut c, 4).path.remove(0); } => "#4: proof-length";
    a_hash_too_many: |_a, c| entry(&mut c, 5).path.push(Digest([0; 32])) => "#5: proof-length";
    a_proof_where_none_belongs: |_a, c| entry(&mut c, 3).path.push(Digest([0; 32])) => "#3: proof-length";
    a_proof_from_the_root_down: |_a, c| entry(&mut c, 4).path.reverse() => "#4: proof-inclusion";
    the_proofs_of_two_entries_exchanged: |_a, c| {
        let (four, five) = (entry(&mut c, 4).path.clone(), entry(&mut c, 5).path.clone());
        entry(&mut c, 4).path = five;
        entry(&mut c, 5).path = four;
    } => "#4: proof-inclusion";
    an_index_off_by_one: |_a, c| {
        entry(&mut c, 4).index = 2;
        c.entries.sort_by_key(|e| e.index);
    } => "#2: proof-length";
    the_last_index_off_by_one: |_a, c| entry(&mut c, 5).index = 6 => "checkpoint: proof-last-entry";
    a_position_off_by_one: |_a, c| {
        c.heads[1].position = 1;
        c.heads.sort_by_key(|h| h.position);
    } => "heads: proof-length";
    a_truncated_proof_of_a_head: |_a, c| { c.heads[1].path.pop(); } => "heads: proof-length";
    a_hash_too_many_for_a_head: |_a, c| c.heads[0].path.push(Digest([0; 32])) => "heads: proof-length";
    another_head_under_the_same_proof: |_a, c| c.heads[1].index = 3 => "heads: proof-head";
    another_questions_certificate: |_a, c| c.policy = "datenschutz".parse().unwrap() => "heads: proof-absence";
    another_policy_beside_the_one_that_is_asked_for: |a, c| {
        let other = made(&a.forge, "datenschutz", "2018-12-01", None);
        c.heads.insert(1, other.heads[1].clone());
    } => "heads: proof-not-needed";
    an_entry_of_another_policy: |a, c| {
        let other = made(&a.forge, "datenschutz", "2018-12-01", None);
        c.entries.insert(2, other.entries[1].clone());
    } => "#2: proof-not-needed";
    another_archives_checkpoint: |a, c| {
        let folder = tempfile::tempdir().unwrap();
        let other = Forge::new(folder.path());
        let _ = a;
        c.checkpoint = other.checkpoint(&a.forge.head());
    } => "checkpoint: archive-signature";
    a_checkpoint_signed_by_an_officer: |a, c| {
        let head = a.forge.head();
        let text = inkraft::format::checkpoint::text(crate::forge::ORIGIN, &head);
        c.checkpoint = Forge::sign_text(text, &[&a.forge.keys.officers[0]]).bytes();
    } => "checkpoint: archive-signature";
    a_record_in_the_place_of_the_checkpoint: |_a, c| {
        c.checkpoint = Entry::parse(&c.entries[1].bytes).unwrap().record;
    } => "checkpoint: bad-checkpoint";
    the_origin_of_another_archive: |_a, c| c.origin = "other.example".to_owned() => "checkpoint: other-origin";

    // Streams: nothing can be left out.
    a_stream_left_out_of_the_heads: |_a, c| { c.heads.remove(1); } => "heads: proof-absence";
    the_charters_head_left_out: |_a, c| { c.heads.remove(0); } => "heads: proof-no-head";
    the_last_entry_left_out: |_a, c| { c.entries.pop(); } => "checkpoint: proof-last-entry";
    the_last_record_withheld: |_a, c| c.entries.retain(|e| e.index != 4) => "#4: proof-end";
    a_record_in_the_middle_withheld: |_a, c| c.entries.retain(|e| e.index != 3) => "#4: void-after";
    the_first_record_withheld: |_a, c| c.entries.retain(|e| e.index != 1) => "#3: void-after";
    the_founding_charter_withheld: |_a, c| c.entries.retain(|e| e.index != 0) => "#1: founding-charter";
    an_altered_record: |_a, c| {
        let bytes = &mut entry(&mut c, 1).bytes;
        let at = bytes.windows(7).position(|w| w == b"\"title\"").unwrap();
        bytes[at + 9] ^= 1;
    } => "#1: void-signature";
    an_altered_time_of_logging: |_a, c| {
        // Not under the officer's signature, but under the hash that the next record of the stream names.
        let text = String::from_utf8(entry(&mut c, 3).bytes.clone()).unwrap();
        let at = text.find("logged 2018-07-02T").unwrap() + 18;
        let mut changed = text.into_bytes();
        changed[at + 4] ^= 1;
        entry(&mut c, 3).bytes = changed;
    } => "#4: void-after";

    // Which archive.
    another_anchor: |a, _c| a.trust.anchor.as_mut().unwrap().first = Digest([1; 32]) => "#0: anchor";
    the_anchor_of_another_archive: |a, _c| {
        a.trust.anchor.as_mut().unwrap().origin = "other.example".to_owned();
    } => "certificate: other-origin";
    another_checkpoint_of_that_size_was_seen: |a, _c| {
        a.trust.seen = Some(inkraft::format::record::Tree { size: 6, root: a.forge.root_at(3) });
    } => "checkpoint: fork";
}

#[test]
fn the_certificate_of_the_sample_holds() {
    let a = Attack::new();
    let certificate = made(&a.forge, POLICY, "2018-12-01", None);
    let shown: Vec<_> = certificate.entries.iter().map(|e| (e.index, e.path.len())).collect();
    // The ends of the two streams and of the log have proofs.
    assert_eq!(shown, [(0, 3), (1, 0), (3, 0), (4, 2), (5, 2)]);
    let certified = check(&certificate, &a.trust).unwrap();
    assert_eq!((version(&certified), certified.log.anchored), (1, Anchored::Yes));
    assert_eq!((certified.answer.known, certified.since), (day("2018-07-02"), None));
    assert!(certified.notes.is_empty());
    let mut nobody = a.trust.clone();
    nobody.anchor = None;
    assert_eq!(check(&certificate, &nobody).unwrap().log.anchored, Anchored::No);
}

#[test]
fn every_question_about_every_policy_gets_the_answer_of_the_whole_log() {
    let a = Attack::new();
    let log = verify::log(&a.forge.dir(), &a.trust).unwrap();
    for policy in ["hausordnung", "datenschutz", "aaa", "no-such", "zzz", "0"] {
        for on in ["0001-01-01", "2018-07-01", "2018-07-02", "2019-01-24", "2019-01-25", "9999-12-31"] {
            for known in
                [None, Some("2018-07-01"), Some("2018-07-02"), Some("2018-07-03"), Some("2030-01-01")]
            {
                let certified = check(&made(&a.forge, policy, on, known), &a.trust).unwrap();
                let known = known.map_or(day("2018-07-02"), day).min(day("2018-07-02"));
                let history = log.state.histories.get(&policy.parse().unwrap()).cloned().unwrap_or_default();
                assert_eq!(certified.answer, history.answer(day(on), known), "{policy} {on} {known}");
            }
        }
    }
}

#[test]
fn that_there_is_no_such_policy_is_proven_at_every_place() {
    let a = Attack::new();
    // Before the charter, between, and behind all: `@charter` < `datenschutz` < `hausordnung`.
    for (policy, positions) in
        [("0", vec![0]), ("aaa", vec![0, 1]), ("e", vec![0, 1, 2]), ("zzz", vec![0, 2])]
    {
        let certificate = made(&a.forge, policy, "2018-12-01", None);
        assert_eq!(certificate.heads.iter().map(|h| h.position).collect::<Vec<_>>(), positions);
        let certified = check(&certificate, &a.trust).unwrap();
        assert_eq!(certified.answer.verdict, Verdict::None(Absent::NoRecord));
        for left_out in 0..positions.len() {
            let mut certificate = certificate.clone();
            certificate.heads.remove(left_out);
            assert!(check(&certificate, &a.trust).is_err(), "{policy} without {left_out}");
        }
    }
}

#[test]
fn a_policy_with_records_cannot_be_shown_as_none() {
    let a = Attack::new();
    // The lines around it, and its records all the same, or not.
    let mut certificate = made(&a.forge, POLICY, "2018-12-01", None);
    let tree = Tree::of(certificate.heads.iter().map(|h| h.leaf()).collect());
    assert_ne!(tree.root(), a.forge.heads.commitment().1);
    certificate.heads.retain(|h| h.stream == Stream::Charter);
    assert_eq!(check(&certificate, &a.trust).err().as_deref(), Some("heads: proof-absence"));
    certificate.heads = made(&a.forge, "e", "2018-12-01", None).heads;
    assert_eq!(check(&certificate, &a.trust).err().as_deref(), Some("heads: proof-not-needed"));
}

/// The sample with one more record of the policy, which cannot stand: what a reader finds.
fn with_record(body: impl FnOnce(&Forge) -> Body, keys: impl FnOnce(&Keys) -> Vec<Named>) -> String {
    let mut a = Attack::new();
    let (body, keys) = (body(&a.forge), keys(&a.forge.keys));
    a.forge.honest(body, &keys.iter().collect::<Vec<_>>());
    a.forge.write_log();
    check(&made(&a.forge, POLICY, "2018-12-01", None), &a.trust).err().unwrap_or_default()
}

#[test]
fn records_that_cannot_stand_are_refused_with_their_own_codes() {
    let officer = |keys: &Keys| vec![keys.officers[0].clone()];
    let restated = |target, effect| move |_: &Forge| Forge::restated(POLICY, target, effect);
    let ends_first = Effect { until: Some(day("2019-01-01")), ..Effect::starting(day("2019-06-01")) };
    // An end before the start; a target that is missing, another policy's, withdrawn.
    assert_eq!(with_record(restated(3, ends_first), officer), "#6: void-refused");
    assert_eq!(with_record(restated(99, Effect::starting(day("2019-01-01"))), officer), "#6: void-refused");
    assert_eq!(with_record(restated(2, Effect::starting(day("2019-01-01"))), officer), "#6: void-refused");
    assert_eq!(with_record(|_| Forge::withdrawn(POLICY, 2), officer), "#6: void-refused");
    // A version out of turn; nobody who may; too many; somebody else's signature.
    let issue = |version| move |f: &Forge| f.adopted(POLICY, version, &filler(9, 500));
    assert_eq!(with_record(issue(9), officer), "#6: void-refused");
    assert_eq!(with_record(issue(3), |k| vec![k.recovery[0].clone()]), "#6: void-unauthorised");
    assert_eq!(with_record(issue(3), |k| vec![k.archive.clone()]), "#6: void-unauthorised");
    let posing = |k: &Keys| {
        let key = k.officers[0].key.clone();
        vec![Named { key, ..k.officers[1].clone() }]
    };
    assert_eq!(with_record(issue(3), posing), "#6: void-signature");
    assert_eq!(with_record(issue(3), officer), "");
}

#[test]
fn a_last_entry_that_is_garbage_is_refused_although_the_archive_key_signed_over_it() {
    for (bytes, found) in [
        (b"garbage".to_vec(), "#6: void-entry"),
        (
            Entry {
                logged: "2018-07-02T18:00:00+02:00".parse().unwrap(),
                heads: (0, Digest([0; 32])),
                stamps: Vec::new(),
                record: b"x\n".to_vec(),
            }
            .bytes()
            .unwrap(),
            "heads/7: altered",
        ),
    ] {
        let mut a = Attack::new();
        a.forge.raw(bytes);
        a.forge.write_log();
        let gathered = prove::gather(&a.forge.dir(), &POLICY.parse().unwrap(), &Witnesses::default());
        assert_eq!(gathered.map(|_| String::new()).unwrap_or_else(told), found);
    }
    // Signed by nobody who may: a thief of the archive key alone cannot even carry a certificate.
    let mut a = Attack::new();
    let thief = a.forge.keys.archive.clone();
    let body = a.forge.adopted("another", 1, &filler(5, 500));
    a.forge.honest(body, &[&thief]);
    a.forge.write_log();
    let certificate = made(&a.forge, POLICY, "2018-12-01", None);
    assert_eq!(check(&certificate, &a.trust).err().as_deref(), Some("#6: void-unauthorised"));
}

#[test]
fn an_older_certificate_speaks_of_its_own_last_day_and_never_of_today() {
    let cut = Attack::cut(3);
    let full = Attack::new();
    let asked = made(&cut.forge, POLICY, "2019-02-01", Some("2026-01-01"));
    let certified = check(&asked, &full.trust).unwrap();
    // The second version is not in it: what is said is said as of the last entry, and foreseen.
    assert_eq!((version(&certified), certified.answer.known), (1, day("2018-07-02")));
    assert_eq!(certified.answer.flags, [Flag::Foreseen]);
    // A reader who knows more is told.
    let mut trust = full.trust.clone();
    trust.seen = Some(full.forge.head());
    let certified = check(&asked, &trust).unwrap();
    let notes: Vec<_> = certified.notes.into_iter().map(told).collect();
    assert_eq!(notes, ["checkpoint: older-than-seen"]);
}

#[test]
fn a_later_record_does_not_leak_into_an_earlier_knowledge_and_is_told_beside_it() {
    let mut a = Attack::new();
    a.forge.now += 400 * 86_400;
    let officer = a.forge.officer().clone();
    let withdrawn = a.forge.honest(Forge::withdrawn(POLICY, 3), &[&officer]);
    a.forge.write_log();
    let then = check(&made(&a.forge, POLICY, "2019-06-01", Some("2019-06-01")), &a.trust).unwrap();
    assert_eq!((withdrawn, version(&then)), (6, 2));
    assert!(matches!(&then.since.unwrap().verdict, Verdict::One(v) if v.version == 1));
    let now = check(&made(&a.forge, POLICY, "2019-06-01", None), &a.trust).unwrap();
    assert_eq!((version(&now), now.since), (1, None));
}

#[test]
fn a_revocation_cannot_be_withheld() {
    let mut a = Attack::new();
    let before = made(&a.forge, POLICY, "2018-12-01", None);
    let mut charter = a.forge.charter.clone();
    charter.keys.retain(|k| k.name != a.forge.keys.officers[1].key.name);
    let recovery = a.forge.keys.recovery[0].clone();
    let amended = a.forge.honest(Body::Charter(charter), &[&recovery]);
    a.forge.write_log();
    let whole = made(&a.forge, POLICY, "2018-12-01", None);
    assert!(check(&whole, &a.trust).is_ok());
    // Left out of the entries; or with the charter's older line.
    let mut cut = whole.clone();
    cut.entries.retain(|e| e.index != amended);
    assert_eq!(check(&cut, &a.trust).err().as_deref(), Some("checkpoint: proof-last-entry"));
    let mut old = whole;
    old.heads[0] = before.heads[0].clone();
    assert_eq!(check(&old, &a.trust).err().as_deref(), Some("heads: proof-head"));
    // Signed by the key that was taken out.
    let retired = a.forge.keys.officers[1].clone();
    let body = a.forge.adopted(POLICY, 3, &filler(9, 500));
    a.forge.honest(body, &[&retired]);
    a.forge.write_log();
    let found = check(&made(&a.forge, POLICY, "2018-12-01", None), &a.trust).err();
    assert_eq!(found.as_deref(), Some("#7: void-unauthorised"));
}

/// What rests on the archive's word: heads that leave out a record. The whole log shows it, a certificate cannot.
#[test]
fn what_a_certificate_cannot_see_the_whole_log_shows() {
    let mut a = Attack::new();
    let mut old = a.forge.heads.clone();
    let officer = a.forge.officer().clone();
    let body = a.forge.adopted(POLICY, 3, &filler(9, 500));
    a.forge.honest(body, &[&officer]);
    // The next entry commits to heads in which version 3 never was.
    let record = a.forge.record(a.forge.adopted("another", 1, &filler(5, 500)));
    let note = Forge::sign(&record, &[&officer]);
    old.set(record.stream(), 7, inkraft::base::Sha256::of(&note.bytes()));
    let mut entry = a.forge.entry(&record, &note);
    entry.heads = old.commitment();
    a.forge.raw(entry.bytes().unwrap());
    a.forge.write_log();
    a.put("heads/8", &old.bytes());
    let certified = check(&made(&a.forge, POLICY, "2018-07-03", None), &a.trust).unwrap();
    assert_eq!(version(&certified), 1);
    assert!(a.failures().contains(&"#7: void-heads".to_owned()), "{:?}", a.failures());
}

#[test]
fn no_byte_can_be_changed_but_those_of_the_question() {
    let a = Attack::new();
    let good = made(&a.forge, POLICY, "2018-12-01", Some("2018-12-31")).bytes();
    let text = String::from_utf8(good.clone()).unwrap();
    let days: Vec<std::ops::Range<usize>> =
        ["\non ", "\nknown "].iter().map(|w| text.find(w).unwrap() + w.len()).map(|at| at..at + 10).collect();
    let mut survived = Vec::new();
    for at in 0..good.len() {
        for mask in [1u8, 0x20] {
            let mut bad = good.clone();
            bad[at] ^= mask;
            if verify::certificate(&bad, &a.trust).is_ok() {
                survived.push(at);
            }
        }
    }
    // Another day is another question; its answer is worked out anew.
    assert!(survived.iter().all(|at| days.iter().any(|d| d.contains(at))), "{survived:?}");
    assert!(!survived.is_empty());
    for end in 0..good.len() {
        assert!(verify::certificate(&good[..end], &a.trust).is_err(), "cut at {end}");
    }
}

#[test]
fn logs_of_many_sizes_give_proofs() {
    let folder = tempfile::tempdir().unwrap();
    let mut forge = Forge::new(folder.path());
    let mut sizes = Vec::new();
    for version in 1..=300 {
        forge.issue("many", version, &filler(u64::from(version), 40));
        if [1, 2, 3, 7, 8, 9, 63, 64, 65, 254, 255, 256, 257, 300].contains(&version) {
            forge.write_log();
            let certified = check(&made(&forge, "many", "2018-07-02", None), &forge.trust()).unwrap();
            sizes.push(certified.log.tree().size);
            assert!(check(&made(&forge, "none", "2018-07-02", None), &forge.trust()).is_ok());
        }
    }
    assert_eq!(sizes.len(), 14);
    let _: Day = day("2018-07-02");
}

//! What `docs/threats.md` promises and does not promise of split views, older states and stolen recovery keys: both sides.
//!
//! Archives are forged in process, with the secret keys that the attacker of each test has.

use std::path::Path;

use inkraft::format::charter::{Charter, Person, Reason, Revoked, Role};
use inkraft::format::checkpoint::Checkpoint;
use inkraft::format::cosignature;
use inkraft::format::layout::Place;
use inkraft::format::record::Body;
use inkraft::verify::{Level, Trust};

use crate::forge::{Forge, Keys, Named, filler};
use crate::tamper::{check, told};
use crate::witnesses::{Witness, with};

/// 12 July 2018, 15:00 in Berlin.
const TIME: u64 = 1_531_400_400;

/// A log of that many versions of one policy, the last of which has this content.
fn history(root: &Path, keys: &Keys, versions: u32, last: u64) -> Forge {
    let mut forge = Forge::with(root, keys.clone());
    for version in 1..=versions {
        let seed = if version == versions { last } else { u64::from(version) };
        forge.issue("hausordnung", version, &filler(seed, 300));
    }
    forge.write();
    forge
}

/// Failures, each once.
fn failures(forge: &Forge, trust: &Trust) -> Vec<String> {
    let mut found = told(&check(&forge.root, trust), Level::Failure);
    found.dedup();
    found
}

/// Two witnesses, and trust that asks for both.
fn watched(forge: &Forge) -> ([Witness; 2], Trust) {
    let witnesses = ["w0", "w1"].map(Witness::new);
    let listed: String = witnesses.iter().zip(["w0", "w1"]).map(|(w, name)| w.listed(name)).collect();
    let anchor = with(&forge.anchor(), &format!("{listed}group both all w0 w1\nquorum both\n"));
    (witnesses, Trust { anchor: Some(anchor), ..Trust::default() })
}

/// What the witnesses give for the newest checkpoint of a log.
fn cosigned(forge: &Forge, witnesses: &[Witness; 2]) -> Vec<u8> {
    let text = Checkpoint::parse(forge.checkpoints.last().unwrap()).unwrap().note.text;
    cosignature::file(witnesses.iter().map(|w| w.line(&text, TIME)).collect()).unwrap()
}

#[test]
fn of_two_histories_each_holds_alone_and_one_where_witnesses_are_asked() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::generate();
    let shown = history(&folder.path().join("shown"), &keys, 2, 10);
    let hidden = history(&folder.path().join("hidden"), &keys, 2, 11);
    assert_eq!(shown.anchor(), hidden.anchor());
    assert_ne!(shown.head(), hidden.head());
    // Nobody who sees one of them alone can tell.
    for forge in [&shown, &hidden] {
        assert_eq!(failures(forge, &forge.trust()), Vec::<String>::new());
    }
    let saw = Trust { seen: Some(shown.head()), ..hidden.trust() };
    assert_eq!(failures(&hidden, &saw), ["checkpoint: fork"]);
    // Witnesses confirm one of them; the other has no cosignatures, or those of the first.
    let (witnesses, trust) = watched(&shown);
    let lines = cosigned(&shown, &witnesses);
    shown.put(&Place::CosignaturesOf(3), &lines);
    assert_eq!(failures(&shown, &trust), Vec::<String>::new());
    assert_eq!(failures(&hidden, &trust), ["checkpoint: quorum"]);
    hidden.put(&Place::CosignaturesOf(3), &lines);
    let found = failures(&hidden, &trust);
    assert_eq!(found, ["checkpoint: quorum", "checkpoints/3.cosig: cosignature-broken"]);
    // Not where as many witnesses as are asked for take part.
    hidden.put(&Place::CosignaturesOf(3), &cosigned(&hidden, &witnesses));
    assert_eq!(failures(&hidden, &trust), Vec::<String>::new());
}

#[test]
fn an_older_state_holds_for_who_saw_no_newer_one_and_says_when_it_was_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::generate();
    let newest = history(&folder.path().join("newest"), &keys, 2, 2);
    let older = history(&folder.path().join("older"), &keys, 1, 1);
    assert_eq!(older.head().root, newest.root_at(2));
    assert_eq!(failures(&older, &older.trust()), Vec::<String>::new());
    let saw = |trust: &Trust| Trust { seen: Some(newest.head()), ..trust.clone() };
    assert_eq!(failures(&older, &saw(&older.trust())), ["checkpoint: rollback"]);
    // Witnesses confirmed it when it was the newest: that holds still, and the day is told.
    let (witnesses, trust) = watched(&older);
    older.put(&Place::CosignaturesOf(2), &cosigned(&older, &witnesses));
    assert_eq!(failures(&older, &trust), Vec::<String>::new());
    let log = check(&older.root, &trust).log.unwrap();
    assert_eq!(log.confirmed.last().unwrap().time, TIME as i64);
    assert_eq!(failures(&older, &saw(&trust)), ["checkpoint: rollback"]);
    // Whoever cuts the log off must take away what witnesses said of the newer state, too.
    older.put(&Place::CosignaturesOf(3), &cosigned(&newest, &witnesses));
    assert_eq!(failures(&older, &trust), ["checkpoints/3.cosig: unknown-file"]);
}

/// The charter in use and a person of the thief's own with a key.
fn brought_in(forge: &Forge, key: &Named) -> Charter {
    let mut charter = forge.charter.onwards();
    charter.people.push(Person {
        id: "thief".parse().unwrap(),
        name: "Nobody".to_owned(),
        function: None,
        from: None,
        until: None,
        deputy_of: Vec::new(),
    });
    charter.keys.push(key.listed(Role::Officer));
    charter.keys.sort_by(|a, b| a.name.cmp(&b.name));
    charter
}

#[test]
fn what_a_thief_of_a_recovery_key_did_is_seen_and_disputed() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::generate();
    let mut forge = history(folder.path(), &keys, 1, 1);
    let [stolen, other] = keys.recovery.clone();
    let thief = Named::new("thief/1");
    let charter = brought_in(&forge, &thief);
    let amended = forge.honest(Body::Charter(charter), &[&stolen, &thief]);
    let pdf = filler(9, 300);
    forge.put(&Place::Pdf("hausordnung".parse().unwrap(), 2), &pdf);
    let forged = forge.honest(forge.adopted("hausordnung", 2, &pdf), &[&thief]);
    forge.write();
    // The charter asks for one, so this counts; and it stands there under the keys that signed.
    let report = check(folder.path(), &forge.trust());
    assert!(report.holds(), "{:?}", report.findings);
    let state = report.log.unwrap().state;
    assert!(state.standing[&amended].signers.contains(&stolen.key.name));
    // The other recovery key takes both keys out, and says from where on the brought-in one is not believed.
    let mut charter = forge.charter.onwards();
    let next = Named::new("recovery-1/2");
    charter.keys.retain(|k| k.name != thief.key.name && k.name != stolen.key.name);
    charter.keys.push(next.listed(Role::Recovery));
    charter.keys.sort_by(|a, b| a.name.cmp(&b.name));
    let gone = |key: &Named, compromised_from| Revoked {
        key: key.key.name.clone(),
        reason: Reason::Compromised,
        compromised_from,
    };
    charter.revoked = vec![gone(&stolen, None), gone(&thief, Some(forged))];
    forge.rule(charter, &[&other, &next], &[forged]);
    forge.write();
    let report = check(folder.path(), &forge.trust());
    assert!(report.holds(), "{:?}", report.findings);
    assert_eq!(Vec::from_iter(report.log.unwrap().state.disputed), [forged]);
}

#[test]
fn one_stolen_recovery_key_of_two_that_are_asked_for_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::generate();
    let mut forge = Forge::empty(folder.path(), keys.clone());
    let third = Named::new("recovery-3/1");
    forge.charter.keys.push(third.listed(Role::Recovery));
    forge.charter.threshold.amend = 2;
    let mut all = keys.all();
    all.push(&third);
    forge.honest(Body::Charter(forge.charter.clone()), &all);
    let thief = Named::new("thief/1");
    let record = forge.record(Body::Charter(brought_in(&forge, &thief)));
    let index = forge.void(&record, &Forge::sign(&record, &[&keys.recovery[0], &thief]));
    forge.write();
    assert_eq!(failures(&forge, &forge.trust()), [format!("#{index}: void-threshold")]);
}

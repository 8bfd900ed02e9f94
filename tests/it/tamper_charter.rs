//! Amendments of the charter: forged ones move nothing, right ones act from the next index.

use inkraft::format::charter::{Charter, Role};
use inkraft::format::layout::Place;
use inkraft::format::record::Body;
use inkraft::verify::Level;

use crate::forge::{Forge, Keys, Named, filler};
use crate::tamper::{Attack, check, told};

fn sorted(mut charter: Charter) -> Charter {
    charter.keys.sort_by(|a, b| a.name.cmp(&b.name));
    charter
}

/// The charter with a key more.
fn with(charter: &Charter, key: &Named, role: Role) -> Charter {
    let mut new = charter.clone();
    new.keys.push(key.listed(role));
    sorted(new)
}

/// The charter with a key less.
fn without(charter: &Charter, key: &Named) -> Charter {
    let mut new = charter.clone();
    new.keys.retain(|k| k.public != key.key.public);
    new
}

/// A founded archive of its own.
fn founded() -> (tempfile::TempDir, Forge) {
    let folder = tempfile::tempdir().unwrap();
    let forge = Forge::new(folder.path());
    (folder, forge)
}

/// Logs an amendment that must be void with this code, in the archive as it is.
fn void(forge: &mut Forge, code: &str, charter: Charter, keys: &[&Named]) {
    let before = forge.charter.clone();
    let record = forge.record(Body::Charter(charter));
    let index = forge.void(&record, &Forge::sign(&record, keys));
    forge.write();
    let report = check(&forge.root, &forge.trust());
    let found = told(&report, Level::Failure);
    assert_eq!(found.last().unwrap(), &format!("#{index}: {code}"), "{found:?}");
    assert_eq!(report.log.unwrap().state.charter(), Some(&before));
}

#[test]
fn forged_amendments_are_void() {
    let (_folder, mut f) = founded();
    let keys = f.keys.clone();
    let [one, two] = &keys.recovery;
    let charter = f.charter.clone();
    let new = Named::new("max/2");
    let more = with(&charter, &new, Role::Officer);
    void(&mut f, "void-unauthorised", more.clone(), &[&keys.officers[0], &new]);
    void(&mut f, "void-unauthorised", more.clone(), &[&keys.officers[0], one, &new]);
    void(&mut f, "void-new-key", more.clone(), &[one]);
    void(&mut f, "void-threshold", more.clone(), &[&new]);
    let zone = Charter { time_zone: "Europe/Vienna".to_owned(), ..charter.clone() };
    void(&mut f, "void-zone", zone, &[one]);
    // A key that changes its role, its name or its holder.
    let mut role = charter.clone();
    role.keys.iter_mut().filter(|k| k.name.contains("/max/")).for_each(|k| k.role = Role::Recovery);
    void(&mut f, "void-key-reused", role, &[one, &keys.officers[1]]);
    let renamed = Named { key: Named::new("max/2").key, ..keys.officers[1].clone() };
    let renamed = Named {
        key: inkraft::format::note::Key { public: keys.officers[1].key.public, ..renamed.key },
        ..renamed
    };
    let moved = with(&without(&charter, &keys.officers[1]), &renamed, Role::Officer);
    void(&mut f, "void-key-reused", moved, &[one, &renamed]);
    let other = Named::new("max/1");
    let exchanged = with(&without(&charter, &keys.officers[1]), &other, Role::Officer);
    void(&mut f, "void-key-reused", exchanged, &[one, &other]);
    // A recovery key is taken out by another one, not by itself.
    let third = Named::new("recovery-3/1");
    let replaced = with(&without(&charter, one), &third, Role::Recovery);
    void(&mut f, "void-unauthorised", replaced, &[one, &third]);
    // The next archive key must sign along.
    let archive = Named::new("");
    let rotated = with(&without(&charter, &keys.archive), &archive, Role::Archive);
    void(&mut f, "void-new-key", rotated, &[two]);
}

#[test]
fn charters_that_cannot_stand_are_void() {
    let (_folder, mut f) = founded();
    let one = f.keys.recovery[0].clone();
    for (from, to) in [
        ("\"sign\":1", "\"sign\":0"),
        ("\"sign\":1", "\"sign\":3"),
        ("\"amend\":1", "\"amend\":0"),
        ("\"amend\":1", "\"amend\":2"),
        ("\"rules\":1", "\"rules\":0"),
        ("\"role\":\"archive\"", "\"role\":\"officer\""),
        ("\"role\":\"recovery\"", "\"role\":\"officer\""),
        ("/max/1\"", "/nobody/1\""),
    ] {
        let record = f.record(Body::Charter(f.charter.clone()));
        let text = record.text().unwrap();
        assert!(text.contains(from));
        let index = f.void(&record, &Forge::sign_text(text.replacen(from, to, 1), &[&one]));
        f.write();
        let found = told(&check(&f.root, &f.trust()), Level::Failure);
        assert_eq!(found.last().unwrap(), &format!("#{index}: void-record"), "{to}");
    }
}

/// A new officer comes, the old one goes: signatures count by the charter at their place.
#[test]
fn an_amendment_acts_from_the_next_index() {
    let (_folder, mut f) = founded();
    let keys = f.keys.clone();
    let new = Named::new("max/2");
    let pdf = filler(1, 100);
    let issue = |f: &mut Forge, version, key: &Named| {
        f.put(&Place::Pdf("p".parse().unwrap(), version), &filler(1, 100));
        let body = f.adopted("p", version, &pdf);
        f.honest(body, &[key])
    };
    issue(&mut f, 1, &keys.officers[1]);
    let charter = with(&without(&f.charter, &keys.officers[1]), &new, Role::Officer);
    let amended = f.honest(Body::Charter(charter), &[&keys.recovery[0], &new]);
    issue(&mut f, 2, &new);
    f.write();
    let report = check(&f.root, &f.trust());
    assert!(report.holds(), "{:?}", report.findings);
    let state = report.log.unwrap().state;
    assert!(state.charter_at(amended).unwrap().key(&new.key.name).is_none());
    assert!(state.charter_at(amended + 1).unwrap().key(&new.key.name).is_some());
    // The retired key signs nothing more, and does not come back.
    let record = f.record(f.adopted("p", 3, &pdf));
    let index = f.void(&record, &Forge::sign(&record, &[&keys.officers[1]]));
    f.write();
    assert_eq!(told(&check(&f.root, &f.trust()), Level::Failure), [format!("#{index}: void-unauthorised")]);
    let back = with(&f.charter, &keys.officers[1], Role::Officer);
    void(&mut f, "void-key-reused", back, &[&keys.recovery[0], &keys.officers[1]]);
}

#[test]
fn the_next_archive_key_signs_from_the_amendment_on() {
    let (_folder, mut f) = founded();
    let keys = f.keys.clone();
    f.issue("p", 1, &filler(1, 100));
    let next = Named::new("");
    let charter = with(&without(&f.charter, &keys.archive), &next, Role::Archive);
    let old = std::mem::replace(&mut f.archive, next.clone());
    f.honest(Body::Charter(charter.clone()), &[&keys.recovery[0], &next]);
    f.issue("p", 2, &filler(2, 100));
    f.write();
    let report = check(&f.root, &f.trust());
    assert!(report.holds(), "{:?}", report.findings);
    // The retired key signs no newer state.
    f.archive = old;
    f.put(&Place::Checkpoint, &f.checkpoint(&f.head()));
    assert_eq!(told(&check(&f.root, &f.trust()), Level::Failure), ["checkpoint: archive-signature"]);
    // And does not come back.
    f.archive = next.clone();
    let back = with(&without(&charter, &next), &keys.archive, Role::Archive);
    void(&mut f, "void-key-reused", back, &[&keys.recovery[0], &keys.archive]);
}

#[test]
fn a_recovery_key_is_replaced_with_anothers_signature() {
    let (_folder, mut f) = founded();
    let [one, two] = f.keys.recovery.clone();
    let third = Named::new("recovery-1/2");
    let charter = with(&without(&f.charter, &one), &third, Role::Recovery);
    f.honest(Body::Charter(charter), &[&two, &third]);
    f.write();
    let report = check(&f.root, &f.trust());
    assert!(report.holds(), "{:?}", report.findings);
}

#[test]
fn four_eyes_are_two_people() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::generate();
    let second = Named::new("erika/2");
    let mut f = Forge::empty(folder.path(), keys.clone());
    f.charter.threshold.sign = 2;
    f.charter = with(&f.charter, &second, Role::Officer);
    let charter = Body::Charter(f.charter.clone());
    let mut all = keys.all();
    all.push(&second);
    f.honest(charter, &all);
    let pdf = filler(1, 100);
    f.put(&Place::Pdf("p".parse().unwrap(), 1), &pdf);
    let body = f.adopted("p", 1, &pdf);
    f.honest(body, &[&keys.officers[0], &keys.officers[1]]);
    f.write();
    assert!(check(&f.root, &f.trust()).holds());
    let tries: [(&str, Vec<&Named>); 2] = [
        ("void-threshold", vec![&keys.officers[0]]),
        ("void-signature-order", vec![&keys.officers[0], &second]),
    ];
    for (code, signers) in tries {
        let record = f.record(f.adopted("p", 2, &pdf));
        let index = f.void(&record, &Forge::sign(&record, &signers));
        f.write();
        let found = told(&check(&f.root, &f.trust()), Level::Failure);
        assert_eq!(found.last().unwrap(), &format!("#{index}: {code}"));
    }
}

/// Who founds must have every key at hand: nothing is judged without a founding charter that stands.
#[test]
fn a_founding_charter_that_does_not_stand_ends_everything() {
    let found = |signers: fn(&Keys) -> Vec<&Named>| {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::generate();
        let mut f = Forge::empty(folder.path(), keys.clone());
        let record = f.record(Body::Charter(f.charter.clone()));
        f.log(&record, &Forge::sign(&record, &signers(&keys)));
        f.write();
        let report = check(&f.root, &f.trust());
        assert!(report.log.is_none());
        told(&report, Level::Failure)
    };
    assert_eq!(found(|k| vec![&k.officers[0]]), ["#0: void-new-key"]);
    assert_eq!(found(|k| k.all()[..4].to_vec()), ["#0: void-new-key"]);
    let folder = tempfile::tempdir().unwrap();
    let mut f = Forge::empty(folder.path(), Keys::generate());
    f.issue("p", 1, b"x");
    f.write_log();
    assert_eq!(told(&check(&f.root, &Default::default()), Level::Failure), ["#0: founding-charter"]);
    let mut f = Forge::empty(&folder.path().join("b"), Keys::generate());
    f.raw(b"garbage".to_vec());
    f.write_log();
    assert_eq!(told(&check(&f.root, &Default::default()), Level::Failure), ["#0: void-entry"]);
}

#[test]
fn the_sample_stands_by_its_charter() {
    assert!(Attack::new().verify().holds());
}

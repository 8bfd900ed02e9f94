//! A version whose files say something else than the record that was signed over them.

use inkraft::format::layout::Place;
use inkraft::format::record::{Body, FileRef, Issue};

use crate::forge::{self, ORIGIN, filler};
use crate::tamper::Attack;

const SOURCE: &str = "policies/hausordnung/3/source/policy.json";

/// Signs a version of which this was changed after the source was made.
fn signed(change: impl FnOnce(&mut Issue)) -> Vec<String> {
    let mut a = Attack::new();
    let (mut issue, files) = a.forge.typeset("hausordnung", 3, &filler(9, 100));
    change(&mut issue);
    files.iter().for_each(|(place, bytes)| a.forge.put(place, bytes));
    let officer = a.forge.officer().clone();
    a.forge.honest(Body::Issue(Box::new(issue)), &[&officer]);
    a.forge.write();
    a.failures()
}

/// Signs a version together with a source that says something else.
fn sourced(change: impl FnOnce(&mut String)) -> Vec<String> {
    let mut a = Attack::new();
    let (mut issue, files) = a.forge.typeset("hausordnung", 3, &filler(9, 100));
    let mut source = String::from_utf8(forge::source(&issue)).unwrap();
    change(&mut source);
    issue.typeset.as_mut().unwrap().source = FileRef::of(source.as_bytes());
    files.iter().for_each(|(place, bytes)| a.forge.put(place, bytes));
    a.forge.put(&Place::Source("hausordnung".parse().unwrap(), 3), source.as_bytes());
    let officer = a.forge.officer().clone();
    a.forge.honest(Body::Issue(Box::new(issue)), &[&officer]);
    a.forge.write();
    a.failures()
}

#[test]
fn a_version_that_agrees_with_its_source_holds() {
    assert!(signed(|_| {}).is_empty());
    assert!(sourced(|_| {}).is_empty());
}

#[test]
fn a_record_that_says_something_else_is_found() {
    let differs = [format!("{SOURCE}: source-differs")];
    assert_eq!(
        signed(|i| i.effect.from = inkraft::base::effect::From::Day(forge::day("2030-01-01"))),
        differs
    );
    assert_eq!(signed(|i| i.effect.until = Some(forge::day("2030-01-01"))), differs);
    assert_eq!(signed(|i| i.title = "Andere".to_owned()), differs);
    assert_eq!(signed(|i| i.language = "en".to_owned()), differs);
    assert_eq!(signed(|i| i.as_of = "2018-06".parse().unwrap()), differs);
    assert_eq!(signed(|i| i.label = Some("1a".to_owned())), differs);
}

#[test]
fn a_source_that_says_something_else_is_found() {
    let differs = [format!("{SOURCE}: source-differs")];
    let replaced = |from: &'static str, to: &'static str| {
        sourced(|s| {
            assert!(s.contains(from), "{s}");
            *s = s.replace(from, to);
        })
    };
    assert_eq!(replaced("\"version\":3", "\"version\":2"), differs);
    assert_eq!(replaced("\"id\":\"hausordnung\"", "\"id\":\"datenschutz\""), differs);
    assert_eq!(replaced(ORIGIN, "other.example"), differs);
    assert_eq!(replaced("inkraft/source/1", "inkraft/source/2"), differs);
    assert_eq!(replaced("\"version\":3", "\"version\":3,\"draft\":true"), differs);
    assert_eq!(replaced("\"version\":3", "\"version\":3,\"version\":3"), differs);
    assert_eq!(sourced(|s| *s = "{}".to_owned()), differs);
    assert_eq!(sourced(|s| *s = "not json".to_owned()), differs);
}

/// What was typeset is the beginning of what is archived (the seal only adds to it).
#[test]
fn a_pdf_that_does_not_begin_with_what_was_typeset_is_found() {
    let differs = ["policies/hausordnung/3/hausordnung-v3.pdf: unsealed-differs"];
    let unsealed = |pdf: FileRef| signed(|i| i.typeset.as_mut().unwrap().pdf = pdf);
    assert_eq!(unsealed(FileRef::of(b"other")), differs);
    assert_eq!(unsealed(FileRef { size: 101, ..FileRef::of(&filler(9, 100)) }), differs);
    let missing = ["policies/hausordnung/3/hausordnung-v3.pdf: seal-missing"];
    assert_eq!(unsealed(FileRef::of(&filler(9, 100)[..60])), missing);
}

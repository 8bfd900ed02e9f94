//! Files and records of renditions that were tampered with: each is found and named, like those of an issue.

use inkraft::base::effect::Effect;
use inkraft::format::record::{Body, FileRef, Purpose, Rendition};
use inkraft::verify::Level;

use crate::forge::{Forge, day, filler};
use crate::tamper::{Attack, SIZE, told};

const PDF: &str = "policies/hausordnung/2/renditions/6/hausordnung-v2-en.pdf";
const SOURCE: &str = "policies/hausordnung/2/renditions/6/source/policy.json";
const TEMPLATE: &str = "policies/hausordnung/2/renditions/6/source/template.typ";

/// The sample and an English translation of version 2, whose effect was stated anew after it was issued.
fn translated(change: impl FnOnce(&mut Rendition, &mut String)) -> Attack {
    let mut a = Attack::new();
    add(&mut a.forge, change);
    a.forge.write();
    a
}

fn add(forge: &mut Forge, change: impl FnOnce(&mut Rendition, &mut String)) -> u64 {
    let issue = forge.issue_at("hausordnung", 3);
    let (mut rendition, source) = forge.rendition(&issue, Purpose::Translation, Some("en"));
    let mut source = String::from_utf8(source).unwrap();
    change(&mut rendition, &mut source);
    rendition.typeset.as_mut().unwrap().source = FileRef::of(source.as_bytes());
    forge.render(rendition, source.as_bytes())
}

/// What is found when the archive is changed after everything was signed.
fn after(tamper: impl FnOnce(&Attack)) -> Vec<String> {
    let a = translated(|_, _| {});
    tamper(&a);
    a.failures()
}

#[test]
fn a_translation_holds_and_its_files_are_counted() {
    let report = translated(|_, _| {}).verify();
    assert!(report.holds() && report.findings.is_empty(), "{:?}", report.findings);
    let without = Attack::new().verify();
    assert_eq!(report.looked.files, without.looked.files + 3);
}

#[test]
fn renditions_of_every_purpose_hold() {
    let mut a = Attack::new();
    for purpose in Purpose::ALL {
        let issue = a.forge.issue_at("hausordnung", 1);
        let (rendition, source) =
            a.forge.rendition(&issue, purpose, (purpose == Purpose::Translation).then_some("en-GB"));
        a.forge.render(rendition, &source);
    }
    a.forge.write();
    assert_eq!(a.failures(), Vec::<String>::new());
    assert!(a.path("policies/hausordnung/1/renditions/6/hausordnung-v1-correction.pdf").is_file());
    assert!(a.path("policies/hausordnung/1/renditions/9/hausordnung-v1-en-gb.pdf").is_file());
    a.put("policies/hausordnung/1/renditions/6/hausordnung-v1-correction.pdf", b"x");
    assert_eq!(a.failures(), ["policies/hausordnung/1/renditions/6/hausordnung-v1-correction.pdf: altered"]);
}

#[test]
fn files_that_are_missing_or_altered_are_named() {
    for path in [PDF, SOURCE, TEMPLATE] {
        assert_eq!(after(|a| a.remove(path)), [format!("{path}: missing")]);
        assert_eq!(after(|a| a.put(path, b"x")), [format!("{path}: altered")]);
        assert_eq!(
            after(|a| a.put(path, &[a.read(path), b"\n".to_vec()].concat())),
            [format!("{path}: altered")]
        );
    }
    // The version's own PDF in its place, and the other way round.
    let own = "policies/hausordnung/2/hausordnung-v2.pdf";
    assert_eq!(after(|a| a.put(PDF, &a.read(own))), [format!("{PDF}: altered")]);
    assert_eq!(after(|a| a.put(own, &a.read(PDF))), [format!("{own}: altered")]);
}

#[test]
fn files_too_many_are_named() {
    let folder = "policies/hausordnung/2/renditions";
    for path in [
        // Beside what the record speaks of.
        format!("{folder}/6/hausordnung-v2-fr.pdf"),
        format!("{folder}/6/hausordnung-v2.pdf"),
        format!("{folder}/6/source/assets/logo.svg"),
        format!("{folder}/6/x"),
        format!("{folder}/x.pdf"),
        // In the folder of an entry that is no rendition, or of another version's.
        format!("{folder}/3/hausordnung-v2-en.pdf"),
        format!("{folder}/06/hausordnung-v2-en.pdf"),
        "policies/hausordnung/1/renditions/6/hausordnung-v1-en.pdf".to_owned(),
        "policies/datenschutz/1/renditions/6/datenschutz-v1-en.pdf".to_owned(),
        "policies/neu/1/renditions/6/neu-v1-en.pdf".to_owned(),
    ] {
        assert_eq!(after(|a| a.put(&path, b"x")), [format!("{path}: unknown-file")]);
    }
}

/// What an interrupted append of a rendition leaves is told and does no harm.
#[test]
fn files_of_an_entry_to_come_are_leftovers() {
    let a = translated(|_, _| {});
    let path = "policies/hausordnung/2/renditions/7/hausordnung-v2-en.pdf";
    a.put(path, b"x");
    assert_eq!((a.failures(), a.notes()), (vec![], vec![format!("{path}: leftover")]));
}

#[test]
fn a_record_or_a_source_that_says_something_else_is_found() {
    let differs = [format!("{SOURCE}: source-differs")];
    let said = |change: fn(&mut Rendition)| translated(|r, _| change(r)).failures();
    assert_eq!(said(|r| r.title = Some("Other rules".to_owned())), differs);
    assert_eq!(said(|r| r.title = None), differs);
    // The PDF's name follows from the record, so everything lies where it says.
    assert_eq!(said(|r| r.language = Some("en-GB".to_owned())), differs);
    assert_eq!(said(|r| r.purpose = Purpose::Accessible), differs);
    assert_eq!(
        said(|r| r.version = 1),
        ["policies/hausordnung/1/renditions/6/source/policy.json: source-differs"]
    );
    let sourced = |from: &'static str, to: &'static str| {
        let change = |_: &mut Rendition, source: &mut String| {
            assert!(source.contains(from), "{source}");
            *source = source.replace(from, to);
        };
        translated(change).failures()
    };
    assert_eq!(sourced("\"version\":2", "\"version\":1"), differs);
    assert_eq!(sourced("\"purpose\":\"translation\"", "\"purpose\":\"accessible\""), differs);
    assert_eq!(sourced("\"original\":{\"language\":\"de\"", "\"original\":{\"language\":\"fr\""), differs);
    assert_eq!(sourced("Regelung hausordnung", "Regelung"), differs);
    assert_eq!(sourced("\"as_of\":\"2018-07-02\"", "\"as_of\":\"2018-07\""), differs);
    assert_eq!(sourced("\"id\":\"hausordnung\"", "\"id\":\"datenschutz\""), differs);
    assert_eq!(sourced(",\"rendition\":", ",\"draft\":true,\"rendition\":"), differs);
    assert!(sourced("\"heading\":\"Zweck\"", "\"heading\":\"Purpose\"").is_empty());
}

/// Its effect is the one last stated when it was logged: not the issue's, and not a later one.
#[test]
fn the_effect_in_the_source_is_the_one_last_stated() {
    let changed = |from: &'static str, to: &'static str| {
        translated(|_, source| {
            assert!(source.contains(from), "{source}");
            *source = source.replace(from, to);
        })
    };
    let differs = [format!("{SOURCE}: source-differs")];
    assert_eq!(changed("\"from\":\"2019-01-25\"", "\"from\":\"2018-07-02\"").failures(), differs);
    let mut a = translated(|_, _| {});
    let officer = a.forge.officer().clone();
    a.forge.honest(Forge::restated("hausordnung", 3, Effect::starting(day("2019-02-01"))), &[&officer]);
    a.forge.write();
    assert_eq!(a.failures(), Vec::<String>::new());
}

#[test]
fn a_source_of_a_version_is_none_of_a_rendition() {
    let mut a = Attack::new();
    let issue = a.forge.issue_at("hausordnung", 1);
    let (mut rendition, _) = a.forge.rendition(&issue, Purpose::Accessible, None);
    let source = crate::forge::source(&issue);
    rendition.typeset.as_mut().unwrap().source = FileRef::of(&source);
    a.forge.render(rendition, &source);
    a.forge.write();
    let path = "policies/hausordnung/1/renditions/6/source/policy.json";
    assert_eq!(a.failures(), [format!("{path}: source-differs")]);
}

#[test]
fn a_pdf_that_does_not_begin_with_what_was_typeset_is_found() {
    let unsealed = translated(|r, _| r.typeset.as_mut().unwrap().pdf = FileRef::of(b"other"));
    assert_eq!(unsealed.failures(), [format!("{PDF}: unsealed-differs")]);
    let prefix = FileRef::of(&filler(77, 3000)[..60]);
    let missing = translated(|r, _| r.typeset.as_mut().unwrap().pdf = prefix);
    assert_eq!(missing.failures(), [format!("{PDF}: seal-missing")]);
}

/// Logs a rendition that cannot stand; it alone must be found, with this code.
fn void(code: &str, change: impl FnOnce(&mut Rendition)) {
    let mut a = Attack::new();
    let issue = a.forge.issue_at("hausordnung", 3);
    let (mut rendition, _) = a.forge.rendition(&issue, Purpose::Translation, Some("en"));
    change(&mut rendition);
    let record = a.forge.record(Body::Rendition(Box::new(rendition)));
    let note = Forge::sign(&record, &[a.forge.officer()]);
    a.forge.void(&record, &note);
    a.forge.issue("hausordnung", 3, &filler(9, 100));
    a.forge.write();
    assert_eq!(told(&a.verify(), Level::Failure), [format!("#{SIZE}: {code}")]);
}

#[test]
fn renditions_that_cannot_stand_are_void() {
    void("void-refused", |r| r.version = 3);
    void("void-refused", |r| {
        (r.policy, r.version) = ("datenschutz".parse().unwrap(), 1);
    });
    void("void-refused", |r| r.policy = "neu".parse().unwrap());
    void("void-language", |r| r.language = Some("de".to_owned()));
    void("void-language", |r| (r.purpose, r.language) = (Purpose::Accessible, Some("de".to_owned())));
}

/// What no honest program signs: the text is put together by hand.
#[test]
fn renditions_that_are_no_records_are_void() {
    let text = |from: &str, to: &str| {
        let mut a = Attack::new();
        let issue = a.forge.issue_at("hausordnung", 3);
        let (rendition, _) = a.forge.rendition(&issue, Purpose::Translation, Some("en"));
        let record = a.forge.record(Body::Rendition(Box::new(rendition)));
        let honest = record.text().unwrap();
        assert!(honest.contains(from), "{honest}");
        let note = Forge::sign_text(honest.replace(from, to), &[a.forge.officer()]);
        a.forge.void(&record, &note);
        a.forge.write();
        a.failures()
    };
    let void = [format!("#{SIZE}: void-record")];
    assert_eq!(text(",\"language\":\"en\"", ""), void);
    assert_eq!(text("\"translation\"", "\"correction\""), void);
    assert_eq!(text("\"language\":\"en\"", "\"language\":\"../en\""), void);
    assert_eq!(
        text("\"language\":\"en\"", &format!("\"language\":\"en-{}\"", "abcdefgh-".repeat(4) + "a")),
        void
    );
    assert_eq!(text("\"title\":\"Rules in en\"", "\"title\":\" \""), void);
    assert_eq!(text("\"translation\"", "\"summary\""), void);
}

/// The record says which one is current; the files of all stay and are checked.
#[test]
fn a_translation_that_was_replaced_or_withdrawn_is_still_checked() {
    let mut a = translated(|_, _| {});
    add(&mut a.forge, |_, _| {});
    let officer = a.forge.officer().clone();
    a.forge.honest(Forge::withdrawn("hausordnung", 7), &[&officer]);
    a.forge.write();
    assert_eq!(a.failures(), Vec::<String>::new());
    for path in [PDF.to_owned(), PDF.replace("/6/", "/7/")] {
        let good = a.read(&path);
        a.put(&path, b"x");
        assert_eq!(a.failures(), [format!("{path}: altered")]);
        a.put(&path, &good);
    }
}

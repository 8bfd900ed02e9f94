//! `verify --rebuild`: typesets every version and rendition again from its archived source and compares the bytes.
//!
//! Specification: `docs/archive-format.md`, "Rebuilding". Another typesetter than the one recorded may give
//! other bytes, and so may another kind of processor: "not reproduced here" is told apart from "altered".

use std::time::Duration;

use serde_json::{Value, json};

use super::out::count;
use super::setting::{Unset, each, set, set_for};
use crate::base::{Lang, lang, limits};
use crate::format::files::Files;
use crate::format::layout::Place;
use crate::format::pending::Pending;
use crate::format::record::{FileRef, Typeset};
use crate::store::Dir;
use crate::typeset;
use crate::verify::{Finding, Log, Report, What, Where};

/// What came of typesetting everything again.
#[derive(Debug, Default)]
pub struct Rebuilt {
    /// PDFs that came out byte for byte.
    pub same: usize,
    /// PDFs that were not tried: adopted, typeset by another version, or withheld.
    pub untried: usize,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl Rebuilt {
    /// As JSON.
    pub fn json(&self) -> Value {
        json!({ "same": self.same, "untried": self.untried })
    }

    /// In words, as a row of the report.
    pub fn row(&self, lang: Lang) -> (&'static str, String) {
        let (same, untried, by) = (count(self.same as u64, "PDF", "PDFs"), self.untried, typeset::BY);
        let text = lang::say!(
            lang,
            "{same} mit {by} bytegleich neu gesetzt, {untried} nicht versucht",
            "{same} typeset again with {by}, byte for byte the same; {untried} not tried"
        );
        (lang.pick("Neusatz", "Rebuild"), text)
    }
}

/// Typesets everything again when that was asked for; the findings go into the report.
pub fn when(asked: bool, dir: &Dir, mut report: Report) -> (Report, Option<Rebuilt>) {
    let rebuilt = report.log.as_ref().filter(|_| asked).map(|log| all(dir, log));
    let rebuilt = rebuilt.map(|mut r| {
        report.findings.append(&mut r.findings);
        r
    });
    (report, rebuilt)
}

fn all(dir: &Dir, log: &Log) -> Rebuilt {
    let standing = log.state.standing.values();
    let files =
        standing.filter_map(|s| Some((Files::of(&s.record.body, s.index)?, log.state.withheld(s).is_some())));
    let all: Vec<(Files<'_>, bool)> = files.collect();
    let tried = each(&all, |(files, withheld)| (files.pdf_place(), rebuild(dir, files, *withheld)));
    let mut rebuilt = Rebuilt::default();
    for (place, outcome) in tried {
        let at = Where::File(place.to_string());
        match outcome {
            Outcome::Same => rebuilt.same += 1,
            // What is withheld and gone, the check of the files has noted.
            Outcome::Adopted | Outcome::Withheld => rebuilt.untried += 1,
            Outcome::Other(by) => {
                rebuilt.untried += 1;
                rebuilt.findings.push(Finding::note(at, What::OtherTypesetter(by)));
            }
            Outcome::Different => rebuilt.findings.push(Finding::failure(at, What::NotReproduced)),
        }
    }
    rebuilt
}

enum Outcome {
    Same,
    Adopted,
    Withheld,
    Other(String),
    Different,
}

fn rebuild(dir: &Dir, files: &Files<'_>, withheld: bool) -> Outcome {
    let Some(made) = files.typeset else { return Outcome::Adopted };
    if made.by != typeset::BY {
        return Outcome::Other(made.by.clone());
    }
    let inputs_there = || {
        let sources = files.all().into_iter().filter(|f| f.place != files.pdf_place());
        sources.into_iter().all(|f| dir.has(&f.place))
    };
    if withheld && !inputs_there() {
        return Outcome::Withheld;
    }
    match inputs(dir, files, made) {
        Some((source, template, assets)) => match set(&source, &template, &assets) {
            Ok((pdf, _)) if FileRef::of(&pdf) == made.pdf => Outcome::Same,
            _ => Outcome::Different,
        },
        None => Outcome::Different,
    }
}

/// How long a template is waited for that a stranger may have sent.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// What came of typesetting the PDF of a pending record again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// It came out byte for byte.
    Same,
    /// It did not.
    Different,
    /// It was given up when the limit was over.
    Late,
}

/// Whether the PDF of a pending record comes out again of what was sent with it, byte for byte, within the limit; `None`
/// where that cannot be tried: it was not typeset, or by another version.
pub fn reproduces(pending: &Pending, limit: Duration) -> Option<Again> {
    let made = Files::of(&pending.record.body, 0)?.typeset.filter(|made| made.by == typeset::BY)?;
    let [_, source, template, assets @ ..] = pending.files.as_slice() else { return None };
    let assets: Vec<(String, Vec<u8>)> =
        made.assets.iter().zip(assets).map(|(asset, bytes)| (asset.name.clone(), bytes.clone())).collect();
    Some(again(source, template, &assets, made.pdf, limit))
}

fn again(
    source: &[u8],
    template: &[u8],
    assets: &[(String, Vec<u8>)],
    pdf: FileRef,
    limit: Duration,
) -> Again {
    match set_for(Some(limit), source, template, assets) {
        Ok((made, _)) if FileRef::of(&made) == pdf => Again::Same,
        Err(Unset::Late(_)) => Again::Late,
        _ => Again::Different,
    }
}

/// Source, template and assets.
pub type Inputs = (Vec<u8>, Vec<u8>, Vec<(String, Vec<u8>)>);

/// What a file was made from; `None` if not all of it is what was signed.
pub fn inputs(dir: &Dir, files: &Files<'_>, made: &Typeset) -> Option<Inputs> {
    // A template is a program: only the one that was signed is run.
    let read = |place: Place, signed: FileRef, limit| {
        dir.read(&place, limit).ok().filter(|bytes| FileRef::of(bytes) == signed)
    };
    let source = read(files.source_place(), made.source, limits::SOURCE)?;
    let template = read(files.template_place(), made.template, limits::SOURCE)?;
    let assets = made.assets.iter().map(|a| {
        let signed = FileRef { sha256: a.sha256, size: a.size };
        Some((a.name.clone(), read(files.asset_place(&a.name), signed, limits::ASSET)?))
    });
    Some((source, template, assets.collect::<Option<_>>()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_that_a_stranger_sent_is_given_up() {
        let source = br#"{"format":"inkraft/source/1","policy":{"form":"concept","title":"T","language":"de","publishers":["P"],"as_of":"2024-03","sections":[{"level":1,"label":"1.","heading":"H","text":[{"paragraph":[{"text":"x"}]}]}]},"edition":{"id":"a","version":1,"effect":{"from":"2024-04-01"},"date":"2024-03-25","origin":"a.example","draft":true}}"#;
        let slow = b"#for i in range(10000) { for j in range(10000) { let x = calc.pow(i, 2) } }";
        let pdf = FileRef::of(b"another");
        let of = |template, limit| again(source, template, &[], pdf, Duration::from_millis(limit));
        assert_eq!(of(slow, 300), Again::Late);
        assert_eq!(of(b"x", 60_000), Again::Different);
    }
}

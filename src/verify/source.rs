//! Holds the archived source of a version against the record that was signed over it.
//!
//! Specification: `docs/archive-format.md`, "Verification", step 6. The PDF shows what its source says, so a
//! record whose source names another version, effect or title would put in force what nobody reads. Only
//! the fields that a record repeats are looked at; that the PDF was made from the source is for `--rebuild`.

use serde::Deserialize;

use crate::base::effect::Effect;
use crate::base::{AsOf, Id};
use crate::format::record::{Issue, Record};

/// The format of sources that this version knows.
const FORMAT: &str = "inkraft/source/1";

/// As much of a source as a record repeats.
#[derive(Deserialize)]
struct Source {
    format: String,
    policy: Policy,
    edition: Edition,
}

#[derive(Deserialize)]
struct Policy {
    title: String,
    language: String,
    as_of: AsOf,
    #[serde(default)]
    label: Option<String>,
}

#[derive(Deserialize)]
struct Edition {
    id: Id,
    version: u32,
    effect: Effect,
    origin: String,
    #[serde(default)]
    draft: bool,
}

/// The first field in which a source differs from the record; `None` if they agree.
pub fn differs(bytes: &[u8], record: &Record, issue: &Issue) -> Option<&'static str> {
    let Ok(source) = serde_json::from_slice::<Source>(bytes) else { return Some("format") };
    let Source { format, policy, edition } = source;
    let agree = [
        ("format", format == FORMAT),
        ("id", edition.id == issue.policy),
        ("version", edition.version == issue.version),
        ("effect", edition.effect == issue.effect),
        ("title", policy.title == issue.title),
        ("language", policy.language == issue.language),
        ("as_of", policy.as_of == issue.as_of),
        ("label", policy.label == issue.label),
        ("origin", edition.origin == record.origin),
        ("draft", !edition.draft),
    ];
    agree.into_iter().find(|(_, same)| !same).map(|(field, _)| field)
}

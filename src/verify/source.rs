//! Holds the archived source of a version, or of a rendition, against the record that was signed over it.
//!
//! Specification: `docs/archive-format.md`, "Verification", step 6. The PDF shows what its source says, so a
//! record whose source names another version, effect or title would put in force what nobody reads. Only
//! the fields that a record repeats are looked at; that the PDF was made from the source is for `--rebuild`.
//!
//! A rendition repeats its version: what it does not state itself is what the issue says, and its effect is
//! the one last stated when it was logged.

use serde::Deserialize;

use super::replay::{Standing, State};
use crate::base::effect::Effect;
use crate::base::{AsOf, Id};
use crate::format::record::{Body, Issue, Purpose, Rendition};

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
    rendition: Option<Stated>,
    #[serde(default)]
    draft: bool,
}

/// What the source of a rendition says of it.
#[derive(Deserialize, PartialEq)]
struct Stated {
    purpose: Purpose,
    original: Original,
}

#[derive(Deserialize, PartialEq)]
struct Original {
    language: String,
    title: String,
}

/// The first field in which a source differs from the record; `None` if they agree.
pub fn differs(bytes: &[u8], state: &State, standing: &Standing) -> Option<&'static str> {
    let Ok(source) = serde_json::from_slice::<Source>(bytes) else { return Some("format") };
    let of_record = match &standing.record.body {
        Body::Issue(issue) => issue_says(issue),
        Body::Rendition(rendition) => match rendition_says(rendition, state, standing.index) {
            Some(says) => says,
            None => return Some("version"),
        },
        _ => return None,
    };
    let Source { format, policy, edition } = source;
    let Says { id, version, effect, title, language, as_of, label, rendition } = of_record;
    let agree = [
        ("format", format == FORMAT),
        ("id", edition.id == *id),
        ("version", edition.version == version),
        ("effect", edition.effect == *effect),
        ("title", policy.title == title),
        ("language", policy.language == language),
        ("as_of", policy.as_of == as_of),
        ("label", label.is_none_or(|label| policy.label.as_deref() == label)),
        ("origin", edition.origin == standing.record.origin),
        ("rendition", edition.rendition == rendition),
        ("draft", !edition.draft),
    ];
    agree.into_iter().find(|(_, same)| !same).map(|(field, _)| field)
}

/// What the source must say too.
struct Says<'a> {
    id: &'a Id,
    version: u32,
    effect: &'a Effect,
    title: &'a str,
    language: &'a str,
    as_of: AsOf,
    /// `None`: any label, because it is a text in another language.
    label: Option<Option<&'a str>>,
    rendition: Option<Stated>,
}

fn issue_says(issue: &Issue) -> Says<'_> {
    Says {
        id: &issue.policy,
        version: issue.version,
        effect: &issue.effect,
        title: &issue.title,
        language: &issue.language,
        as_of: issue.as_of,
        label: Some(issue.label.as_deref()),
        rendition: None,
    }
}

fn rendition_says<'a>(of: &'a Rendition, state: &'a State, index: u64) -> Option<Says<'a>> {
    // A rendition that stands has a version, and its version an effect.
    let (_, issue) = state.issue(&of.policy, of.version)?;
    let effect = state.histories.get(&of.policy)?.effect_before(of.version, index)?;
    let original = Original { language: issue.language.clone(), title: issue.title.clone() };
    Some(Says {
        effect,
        title: of.title.as_ref().unwrap_or(&issue.title),
        language: of.language.as_ref().unwrap_or(&issue.language),
        label: of.language.is_none().then_some(issue.label.as_deref()),
        rendition: Some(Stated { purpose: of.purpose, original }),
        ..issue_says(issue)
    })
}

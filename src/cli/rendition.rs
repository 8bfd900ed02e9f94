//! Other files of a version in words and as JSON: what they are, and whether they are still offered.
//!
//! Specification: `docs/in-force.md`, "Answers"; `docs/json.md`. Shared by the commands that list them.

use serde_json::{Value, json};

use crate::base::{Lang, lang};
use crate::format::record::{Body, Rendition};
use crate::timeline::View;
use crate::verify::Log;

/// What became of a rendition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is offered with its version.
    Current,
    /// A later one of the same purpose and language took its place.
    Replaced,
    /// It, or its version, is disputed.
    Disputed,
    /// It was withdrawn, or its version.
    Withdrawn,
    /// A charter declared it void, or its version.
    Voided,
}

impl State {
    /// What became of the rendition at an entry, as known in a view; `issue` is the entry of its version.
    pub fn of(view: &View<'_>, entry: u64, issue: u64) -> Self {
        let (text, also) = view.renditions(issue);
        if text == Some(entry) || also.contains(&entry) {
            Self::Current
        } else if view.is_voided(entry) || view.is_voided(issue) {
            Self::Voided
        } else if view.is_disputed(entry) || view.is_disputed(issue) {
            Self::Disputed
        } else if view.is_withdrawn(entry) || view.is_withdrawn(issue) {
            Self::Withdrawn
        } else {
            Self::Replaced
        }
    }

    /// In words, if there is anything to say.
    pub fn told(self, lang: Lang) -> Option<&'static str> {
        match self {
            Self::Current => None,
            Self::Replaced => Some(lang.pick("durch eine spätere ersetzt", "replaced by a later one")),
            Self::Disputed => Some(lang.pick("strittig", "disputed")),
            Self::Withdrawn => Some(lang.pick("zurückgenommen", "withdrawn")),
            Self::Voided => Some(lang.pick("für unwirksam erklärt", "declared void")),
        }
    }
}

/// The rendition at an entry.
pub fn at(log: &Log, entry: u64) -> Option<&Rendition> {
    match &log.state.standing.get(&entry)?.record.body {
        Body::Rendition(rendition) => Some(rendition.as_ref()),
        _ => None,
    }
}

/// What it is: `Übersetzung (Englisch) „House rules“`.
pub fn told(rendition: &Rendition, lang: Lang) -> String {
    let what = rendition.purpose.told(rendition.language.as_deref(), lang);
    match &rendition.title {
        Some(title) => lang::say!(lang, "{what} „{title}“", "{what} \"{title}\""),
        None => what,
    }
}

/// The renditions at some entries, as JSON.
pub fn list_json(log: &Log, entries: impl Iterator<Item = u64>) -> Value {
    let all = entries.filter_map(|entry| {
        let mut value = json(at(log, entry)?);
        value["entry"] = json!(entry);
        value["pdf"] = json!(at(log, entry)?.pdf);
        Some(value)
    });
    all.collect()
}

/// What a rendition says of itself, as JSON.
pub fn json(rendition: &Rendition) -> Value {
    let mut value = json!({ "purpose": rendition.purpose });
    if let Some(language) = &rendition.language {
        value["language"] = json!(language);
    }
    if let Some(title) = &rendition.title {
        value["title"] = json!(title);
    }
    value
}

//! What each kind of record says: the fields of an issue, an effect, a repeal, a withdrawal, a rendition, a
//! review, a withholding, in the order in which they are written.
//!
//! Specification: `docs/archive-format.md`, "Records". Plain data; `record` reads and writes it, and checks
//! what can be wrong in it by itself.

use serde::{Deserialize, Serialize};

use crate::base::effect::{Effect, Event};
use crate::base::{AsOf, Day, Digest, Id, Lang, Purpose};

/// A file by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRef {
    /// SHA-256 of the bytes.
    pub sha256: Digest,
    /// Number of bytes.
    pub size: u64,
}

impl FileRef {
    /// The reference of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self { sha256: crate::base::Sha256::of(bytes), size: bytes.len() as u64 }
    }
}

/// A named file that the template uses: a logo, an image, a font.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asset {
    /// File name below `source/assets/`.
    pub name: String,
    /// SHA-256 of the bytes.
    pub sha256: Digest,
    /// Number of bytes.
    pub size: u64,
}

/// What a PDF was made from: enough to typeset it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typeset {
    /// The PDF before sealing, a prefix of the sealed one.
    pub pdf: FileRef,
    /// Name and version of the typesetter, `typst 0.15.1`.
    pub by: String,
    /// The canonical source data.
    pub source: FileRef,
    /// The template.
    pub template: FileRef,
    /// Images and fonts, sorted by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assets: Vec<Asset>,
}

/// Freigabe: one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// The policy.
    pub policy: Id,
    /// Its number: 1, 2, 3 …
    pub version: u32,
    /// When it takes effect.
    pub effect: Effect,
    /// The title of this version.
    pub title: String,
    /// BCP 47 language of the text, `de` or `en`.
    pub language: String,
    /// The "Stand" of the text.
    pub as_of: AsOf,
    /// The PDF as archived.
    pub pdf: FileRef,
    /// What it was made from; absent for an adopted PDF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typeset: Option<Typeset>,
    /// The version's own label, where it is not the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The version that this one amends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amends: Option<u32>,
    /// Whether the PDF existed before and is only taken over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub adopted: bool,
    /// Policies that it takes the place of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<Id>,
    /// What happened to it outside the archive.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
}

/// Geltungsregelung: the effect of the target, stated anew and whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restate {
    /// The policy.
    pub policy: Id,
    /// Entry index of the issue or repeal.
    pub target: u64,
    /// The new effect.
    pub effect: Effect,
    /// What happened outside the archive.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
}

/// Aufhebung.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeal {
    /// The policy.
    pub policy: Id,
    /// From when on (`from` only).
    pub effect: Effect,
    /// Policies that take its place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub successors: Vec<Id>,
    /// What happened outside the archive.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
}

/// Rücknahme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdraw {
    /// The policy.
    pub policy: Id,
    /// Entry index of any record of the policy.
    pub target: u64,
    /// On what ground.
    pub ground: Ground,
    /// The reason in words; never empty.
    pub reason: String,
    /// What happened outside the archive.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
}

/// Grounds of a withdrawal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ground {
    /// A mistake in the record.
    Error,
    /// The body decided otherwise.
    Decision,
    /// A court found it ineffective.
    Court,
}

/// Sperrung: the target's files may be absent from a copy; the log still proves what they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withhold {
    /// The policy.
    pub policy: Id,
    /// Entry index of an issue, a rendition or a review of the policy.
    pub target: u64,
    /// On what ground.
    pub ground: WithholdGround,
    /// The reason in words; never empty. It is public.
    pub reason: String,
    /// What happened outside the archive.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
}

/// Grounds of a withholding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WithholdGround {
    /// Personal data must be erased.
    Erasure,
    /// A court ordered it.
    Court,
    /// The body decided so.
    Decision,
}

/// Ausgabe: another file of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rendition {
    /// The policy.
    pub policy: Id,
    /// The version it belongs to.
    pub version: u32,
    /// What it is for.
    pub purpose: Purpose,
    /// Its language, where it is not the version's; a translation always has one, a correction never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Its title, where it is not the version's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The PDF.
    pub pdf: FileRef,
    /// What it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typeset: Option<Typeset>,
    /// Why it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What happened outside the archive.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
}

/// What the name of a rendition's PDF ends in: the purpose (of a translation, nothing), then the language in
/// lower case if it has one: `en`, `correction`, `accessible-en`.
pub fn tail(purpose: Purpose, language: Option<&str>) -> String {
    let purpose = (purpose != Purpose::Translation).then(|| purpose.as_str().to_owned());
    purpose.into_iter().chain(language.map(str::to_ascii_lowercase)).collect::<Vec<_>>().join("-")
}

impl Rendition {
    /// What the name of its PDF ends in.
    pub fn tail(&self) -> String {
        tail(self.purpose, self.language.as_deref())
    }
}

/// Evaluierung.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// The policy.
    pub policy: Id,
    /// First day of the time looked at.
    pub since: Day,
    /// Last day of the time looked at.
    pub through: Day,
    /// Who reviewed.
    pub by: String,
    /// In what function.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// Whether the policy is still necessary.
    pub necessary: bool,
    /// Whether the alternatives are still there.
    pub alternatives: bool,
    /// The decision for each channel, or for the whole where there are none.
    pub decisions: Vec<Decision>,
    /// When the next review is due.
    pub next_due: Day,
    /// Where the result is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Figures, changes in law or platform, complaints and reasons, as a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<FileRef>,
    /// What happened outside the archive.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
}

/// What was decided about a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The channel; absent for the policy as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// What is to be done.
    pub outcome: Outcome,
}

/// Outcomes of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Unverändert fortführen.
    Keep,
    /// Anpassen.
    Adapt,
    /// Einstellen.
    Close,
    /// Zurückgestellt.
    Deferred,
}

impl Outcome {
    /// In words.
    pub fn told(self, lang: Lang) -> &'static str {
        match self {
            Self::Keep => lang.pick("unverändert fortführen", "continue unchanged"),
            Self::Adapt => lang.pick("anpassen", "adapt"),
            Self::Close => lang.pick("einstellen", "close"),
            Self::Deferred => lang.pick("zurückgestellt", "deferred"),
        }
    }

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Adapt => "adapt",
            Self::Close => "close",
            Self::Deferred => "deferred",
        }
    }
}

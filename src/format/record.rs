//! The text of a record (Erklärung): one line of canonical JSON that officers sign.
//!
//! Specification: `docs/archive-format.md`, "Records". The signatures around the text are a C2SP
//! signed note (`note`); whether a record is valid at its place in the log is for `verify`.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use super::body::{
    Asset, Decision, FileRef, Ground, Issue, Outcome, Rendition, Repeal, Restate, Review, Typeset, Withdraw,
    Withhold, WithholdGround, tail,
};
use super::canonical::{self, NotCanonical};
use super::charter::{self, BadCharter, Charter};
pub use crate::base::Purpose;
use crate::base::{Digest, Id, Lang, Say, Time, lang, limits};

/// The format line of every record.
pub const FORMAT: &str = "inkraft/record/1";

/// One signed statement, without its signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The archive's frozen name: no replay elsewhere.
    pub origin: String,
    /// The log as the signer saw it.
    pub tree: Tree,
    /// The last entry of the record's stream; absent in the first.
    pub after: Option<After>,
    /// When the officer says it was signed.
    pub signed_at: Time,
    /// What it says.
    pub body: Body,
}

/// A log size and its RFC 6962 root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tree {
    /// Number of entries.
    pub size: u64,
    /// Root over them.
    pub root: Digest,
}

/// A place in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct After {
    /// Entry index, from 0.
    pub index: u64,
    /// RFC 6962 leaf hash of that entry.
    pub leaf: Digest,
}

/// What a record says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Who may sign what.
    Charter(Charter),
    /// One version of a policy.
    Issue(Box<Issue>),
    /// The effect of an issue or a repeal, stated anew.
    Effect(Restate),
    /// From then on nothing is in force.
    Repeal(Repeal),
    /// As if the target had never been made.
    Withdraw(Withdraw),
    /// Another file of a version; no period moves.
    Rendition(Box<Rendition>),
    /// A recurring evaluation; no period moves.
    Review(Box<Review>),
    /// The target's files may be absent; no period moves.
    Withhold(Withhold),
}

/// The stream a record belongs to: the charter's, or a policy's.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Stream {
    /// `@charter`, which is no id.
    Charter,
    /// The policy of that id.
    Policy(Id),
}

impl Stream {
    /// The stream's name, as it stands in `heads`.
    pub fn as_str(&self) -> &str {
        match self {
            Stream::Charter => "@charter",
            Stream::Policy(id) => id.as_str(),
        }
    }
}

/// Bytewise by name, as the lines of `heads` are sorted: an id that begins with a digit comes before `@`.
impl Ord for Stream {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialOrd for Stream {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl std::fmt::Display for Stream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a text is not a record.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadRecord {
    /// Not canonical, or not the fields of its kind.
    Text(NotCanonical),
    /// A format or a kind that this version does not know: it must refuse to answer.
    Unknown(String),
    /// A charter that cannot stand.
    Charter(BadCharter),
    /// A field's value is outside what the format allows.
    Field(&'static str),
}

impl Say for BadRecord {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Text(e) => e.fact(lang),
            Self::Charter(e) => e.fact(lang),
            Self::Unknown(what) => lang::say!(
                lang,
                "Erklärung der Art „{what}“, die diese Programmfassung nicht kennt",
                "a record of the kind \"{what}\", which this version does not know"
            ),
            Self::Field(name) => lang::say!(
                lang,
                "das Feld „{name}“ hat einen unzulässigen Wert",
                "the field \"{name}\" has a value that is not allowed"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        matches!(self, Self::Unknown(_)).then(|| {
            lang::say!(
                lang,
                "Mit einer neueren Fassung von inkraft erneut prüfen.",
                "Check again with a newer version of inkraft."
            )
        })
    }
}

lang::error_that_says!(BadRecord);

impl From<NotCanonical> for BadRecord {
    fn from(e: NotCanonical) -> Self {
        Self::Text(e)
    }
}

/// The line as it stands in the text: the common fields, then those of the kind.
#[derive(Serialize, Deserialize)]
struct Line<B> {
    format: String,
    kind: String,
    origin: String,
    tree: Tree,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<After>,
    signed_at: Time,
    #[serde(flatten)]
    body: B,
}

/// What decides how the rest is read.
#[derive(Deserialize)]
struct Peek {
    format: String,
    kind: String,
    rules: Option<u32>,
}

impl Record {
    /// Reads the text of a record: one canonical line and its line break.
    pub fn parse(text: &str) -> Result<Self, BadRecord> {
        let line = text.strip_suffix('\n').ok_or(NotCanonical::Spelling { at: text.len() })?;
        let peek: Peek = serde_json::from_str(line).map_err(|e| NotCanonical::Shape(e.to_string()))?;
        if peek.format != FORMAT {
            // Only what a newer version would write asks for one; anything else is no record at all.
            let newer = super::is_newer(&peek.format, FORMAT);
            return Err(if newer { BadRecord::Unknown(peek.format) } else { BadRecord::Field("format") });
        }
        if let Some(rules) = peek.rules.filter(|r| peek.kind == "charter" && *r > charter::RULES) {
            return Err(BadRecord::Unknown(format!("charter, rules {rules}")));
        }
        let record = match peek.kind.as_str() {
            "charter" => read(line, Body::Charter),
            "issue" => read(line, |b| Body::Issue(Box::new(b))),
            "effect" => read(line, Body::Effect),
            "repeal" => read(line, Body::Repeal),
            "withdraw" => read(line, Body::Withdraw),
            "rendition" => read(line, |b| Body::Rendition(Box::new(b))),
            "review" => read(line, |b| Body::Review(Box::new(b))),
            "withhold" => read(line, Body::Withhold),
            other if is_kind(other) => Err(BadRecord::Unknown(other.to_owned())),
            _ => Err(BadRecord::Field("kind")),
        }?;
        record.check()?;
        Ok(record)
    }

    /// The text of the record, with its line break.
    pub fn text(&self) -> Result<String, BadRecord> {
        self.check()?;
        let mut text = match &self.body {
            Body::Charter(b) => self.line(b),
            Body::Issue(b) => self.line(b.as_ref()),
            Body::Effect(b) => self.line(b),
            Body::Repeal(b) => self.line(b),
            Body::Withdraw(b) => self.line(b),
            Body::Rendition(b) => self.line(b.as_ref()),
            Body::Review(b) => self.line(b.as_ref()),
            Body::Withhold(b) => self.line(b),
        }?;
        text.push('\n');
        Ok(text)
    }

    fn line<B: Serialize>(&self, body: &B) -> Result<String, BadRecord> {
        let line = Line {
            format: FORMAT.to_owned(),
            kind: self.kind().to_owned(),
            origin: self.origin.clone(),
            tree: self.tree,
            after: self.after,
            signed_at: self.signed_at,
            body,
        };
        Ok(canonical::write(&line)?)
    }

    /// What can be wrong in the record by itself, whatever the log holds.
    fn check(&self) -> Result<(), BadRecord> {
        let field = |ok: bool, name| if ok { Ok(()) } else { Err(BadRecord::Field(name)) };
        field(super::is_origin(&self.origin), "origin")?;
        field(self.tree.size < limits::ENTRIES, "tree")?;
        match &self.body {
            Body::Charter(c) => c.check(&self.origin).map_err(BadRecord::Charter),
            Body::Issue(i) => {
                field(i.version >= 1, "version")?;
                field(is_title(&i.title), "title")?;
                field(is_language(&i.language), "language")?;
                field(i.adopted == i.typeset.is_none(), "typeset")?;
                field(i.pdf.size <= limits::PDF, "pdf")?;
                check_typeset(i.typeset.as_ref())
            }
            Body::Repeal(r) => field(
                r.effect.until.is_none() && r.effect.beside.is_empty() && r.effect.for_whom.is_none(),
                "effect",
            ),
            Body::Withdraw(w) => field(!w.reason.trim().is_empty(), "reason"),
            Body::Withhold(w) => field(!w.reason.trim().is_empty(), "reason"),
            Body::Rendition(r) => {
                field(r.version >= 1, "version")?;
                field(r.language.as_deref().is_none_or(is_language), "language")?;
                // A correction is what the version says instead, so it speaks the version's language.
                let stated = match r.purpose {
                    Purpose::Translation => r.language.is_some(),
                    Purpose::Correction => r.language.is_none(),
                    _ => true,
                };
                field(stated, "language")?;
                field(r.title.as_deref().is_none_or(is_title), "title")?;
                field(r.pdf.size <= limits::PDF, "pdf")?;
                check_typeset(r.typeset.as_ref())
            }
            Body::Review(r) => {
                field(r.since <= r.through, "through")?;
                field(!r.decisions.is_empty(), "decisions")?;
                field(r.report.is_none_or(|r| r.size <= limits::REVIEW), "report")
            }
            Body::Effect(_) => Ok(()),
        }
    }

    /// The kind as it is written.
    pub fn kind(&self) -> &'static str {
        match &self.body {
            Body::Charter(_) => "charter",
            Body::Issue(_) => "issue",
            Body::Effect(_) => "effect",
            Body::Repeal(_) => "repeal",
            Body::Withdraw(_) => "withdraw",
            Body::Rendition(_) => "rendition",
            Body::Review(_) => "review",
            Body::Withhold(_) => "withhold",
        }
    }

    /// The stream it belongs to.
    pub fn stream(&self) -> Stream {
        self.body.policy().map_or(Stream::Charter, |id| Stream::Policy(id.clone()))
    }
}

impl Body {
    /// The policy it speaks of; `None` for a charter.
    pub fn policy(&self) -> Option<&Id> {
        match self {
            Self::Charter(_) => None,
            Self::Issue(b) => Some(&b.policy),
            Self::Effect(b) => Some(&b.policy),
            Self::Repeal(b) => Some(&b.policy),
            Self::Withdraw(b) => Some(&b.policy),
            Self::Rendition(b) => Some(&b.policy),
            Self::Review(b) => Some(&b.policy),
            Self::Withhold(b) => Some(&b.policy),
        }
    }
}

fn read<B: Serialize + DeserializeOwned>(
    line: &str,
    wrap: impl FnOnce(B) -> Body,
) -> Result<Record, BadRecord> {
    let Line { origin, tree, after, signed_at, body, .. } = canonical::read::<Line<B>>(line)?;
    Ok(Record { origin, tree, after, signed_at, body: wrap(body) })
}

fn check_typeset(typeset: Option<&Typeset>) -> Result<(), BadRecord> {
    let Some(t) = typeset else { return Ok(()) };
    let field = |ok: bool, name| if ok { Ok(()) } else { Err(BadRecord::Field(name)) };
    field(t.pdf.size <= limits::PDF, "typeset")?;
    field(t.source.size <= limits::SOURCE, "source")?;
    field(t.template.size <= limits::SOURCE, "template")?;
    let fits = |a: &Asset| is_file_name(&a.name) && a.size <= limits::ASSET;
    field(t.assets.is_sorted_by(|a, b| a.name < b.name) && t.assets.iter().all(fits), "assets")
}

/// A title: not blank, and without controls, which a manifest could not repeat.
fn is_title(text: &str) -> bool {
    !text.trim().is_empty() && !text.chars().any(|c| c < ' ')
}

/// A word that could be a kind: short and in lower case.
fn is_kind(word: &str) -> bool {
    (1..=32).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase())
}

/// An asset's file name: an id, a dot and an extension, so that no path can hide in it.
pub fn is_file_name(name: &str) -> bool {
    name.split_once('.').is_some_and(|(stem, ext)| {
        stem.parse::<Id>().is_ok()
            && (1..=8).contains(&ext.len())
            && ext.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    })
}

/// Whether the name of a rendition's PDF can end so ([`Rendition::tail`]).
pub fn is_tail(tail: &str) -> bool {
    let is_lower = |tag: &str| is_language(tag) && !tag.bytes().any(|b| b.is_ascii_uppercase());
    let others = Purpose::ALL.into_iter().filter(|p| *p != Purpose::Translation);
    let rest = others.filter_map(|p| tail.strip_prefix(p.as_str())).next();
    match rest {
        Some("") => true,
        Some(rest) => rest.strip_prefix('-').is_some_and(is_lower),
        None => is_lower(tail),
    }
}

/// A BCP 47 tag of the simple shape `de`, `en`, `de-AT`.
pub fn is_language(tag: &str) -> bool {
    if tag.len() > limits::LANGUAGE {
        return false;
    }
    let mut parts = tag.split('-');
    let primary =
        parts.next().is_some_and(|p| matches!(p.len(), 2 | 3) && p.bytes().all(|b| b.is_ascii_lowercase()));
    primary && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

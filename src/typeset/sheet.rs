//! The sheet of a certificate of force: the words that say what it proves, typeset, the certificate attached.
//!
//! Specification: `docs/archive-format.md`, "The sheet". Takes words, in the order in which they are read, and the
//! certificate's bytes, which it does not understand. Gives an accessible archival PDF that depends on these, on the
//! template and on the typesetter's version alone. Decides nothing: what is said is for the command line.

use serde::Serialize;

use super::world::Desk;
use super::{TypesetError, compile, glyphs, options};
use crate::base::{Day, Lang, Sha256};

/// What it shares with the policies' template, and its own parts.
const TEMPLATE: &[u8] = concat!(
    include_str!("template/sheet-data.typ"),
    include_str!("template/look.typ"),
    include_str!("template/words.typ"),
    include_str!("template/text.typ"),
    include_str!("template/tables.typ"),
    include_str!("template/digest.typ"),
    include_str!("template/sheet.typ"),
)
.as_bytes();

/// All that is printed on a sheet. A value of 64 hex digits is set as a hash, in groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sheet {
    /// The language of its words.
    #[serde(serialize_with = "tag")]
    pub language: Lang,
    /// Its fixed time stamp.
    #[serde(skip)]
    pub date: Day,
    /// The keyword that tells programs what it is.
    pub mark: &'static str,
    /// The name and the description of the attachment.
    pub file: &'static str,
    /// What the attachment is.
    pub about: String,
    /// Who keeps the archive.
    pub publishers: Vec<String>,
    /// What kind of document it is.
    pub title: &'static str,
    /// What was asked.
    pub question: String,
    /// That it is only a rendering; below the answer and at the foot of every page.
    pub rendering: String,
    /// The heading of the answer.
    pub heading: &'static str,
    /// The answer: first what is to be seen at a glance.
    pub answer: Vec<Said>,
    /// What follows.
    pub parts: Vec<Part>,
}

/// A sentence, and what is listed below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Said {
    /// The sentence.
    pub text: String,
    /// Below it.
    pub points: Vec<String>,
    /// It is the answer itself rather than what more there is to know about it.
    pub main: bool,
}

/// A part with a heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The heading.
    pub heading: String,
    /// A paragraph below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<String>,
    /// What it holds.
    pub content: Content,
}

/// What a part holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Content {
    /// Names and values beside each other.
    Rows(Vec<(String, String)>),
    /// Three columns; the first heads the rows.
    Table {
        /// The heads of the columns.
        head: [String; 3],
        /// The rows.
        rows: Vec<[String; 3]>,
    },
    /// Statements below what they are about.
    Statements(Vec<(String, String)>),
    /// What to do, one after the other.
    Steps(Vec<Step>),
}

/// Something to do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Step {
    /// In words.
    pub text: String,
    /// A hash to compare.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// A command to type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
}

fn tag<S: serde::Serializer>(lang: &Lang, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(lang.tag())
}

/// Typesets a sheet and attaches the certificate, byte for byte.
pub fn set(sheet: &Sheet, certificate: &[u8]) -> Result<Vec<u8>, TypesetError> {
    let value = serde_json::to_value(sheet).unwrap_or_default();
    let data = value.to_string();
    let desk = Desk::bare(TEMPLATE, &[("sheet.json", data.as_bytes()), ("certificate.txt", certificate)])?;
    glyphs::check_all(&value, desk.fonts())?;
    let ident = format!("{} {} {}", sheet.mark, Sha256::of(certificate), sheet.language.tag());
    compile(&desk, certificate, options(ident, sheet.date)?, &glyphs::missing_anywhere).map(|(pdf, _)| pdf)
}

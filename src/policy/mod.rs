//! Policy data: what an officer writes, checked and complete.
//!
//! Specification: `docs/policy-data.md`. [`parse`] takes the text of a `policy.toml` or `policy.json` and gives
//! a [`Policy`] or all its [`Problem`]s at once. A `Policy` that exists is right: references resolve, labels
//! are in order, texts are NFC and non-empty, and no fact is stated that no section shows.
//! Reads no files; the order of the fields below is their order in the canonical source.

mod across;
mod advise;
mod facts;
mod lint;
mod markdown;
mod numbering;
mod parse;
mod problem;
mod review;
mod say;
mod schema;
mod shape;
mod text;
mod tree;
mod walk;
mod words;

#[cfg(test)]
pub(crate) mod fuzz_tests;
#[cfg(test)]
pub(crate) mod made;
#[cfg(test)]
mod shape_tests;
#[cfg(test)]
mod tests;

pub use facts::{
    Alternative, Awareness, Channel, Contact, Figure, Law, Person, Publication, Related, Role, Value,
};
pub use lint::{Outdated, lint};
pub use parse::parse;
pub use problem::{Cause, Construct, Kind, Problem};
pub use review::{KnownChannel, review};
pub use schema::schema;
pub use text::{Align, Block, Inline, Item, Table};

use serde::{Deserialize, Serialize};

use crate::base::effect::Effect;
use crate::base::{AsOf, Day, Id, Lang};

/// The data of one version of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// How it is set.
    pub form: Form,
    /// Its title.
    pub title: String,
    /// A line below the title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// What it is called for short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_title: Option<String>,
    /// The language of all its texts.
    pub language: Language,
    /// The languages in which it binds, where that is not its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub binding_languages: Vec<Language>,
    /// Who publishes it (Herausgeber); at least one.
    pub publishers: Vec<String>,
    /// The head of the first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letterhead: Option<Letterhead>,
    /// File number (Aktenzeichen).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// To whom a letter goes, line by line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addressee: Vec<String>,
    /// The "Stand" of the text.
    pub as_of: AsOf,
    /// Its number, where the author fixes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// What the version calls itself, where that is not the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What is new in this version, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<String>,
    /// When it is to take effect; may be left to the signing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
    /// A sample without legal effect, marked so on every page.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
    /// Whether there is a table of contents; by default, when it is long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contents: Option<bool>,
    /// Who says how accessible the document is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accessibility: Option<Accessibility>,
    /// The recurring evaluation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
    /// Where it is published, and what of it stands in the Impressum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publication: Option<Publication>,
    /// The words before the first section (Eingangsformel, Anrede).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opening: Vec<Block>,
    /// The sections, in reading order; at least one.
    pub sections: Vec<Section>,
    /// The words after the last section (Schlussformel, Gruß).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closing: Vec<Block>,
    /// Who signs the text itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatories: Vec<Signatory>,
    /// What stands behind the signatures: a section of level 1 begins an annex.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub annexes: Vec<Section>,
    /// People, with what they do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<Person>,
    /// Postal addresses, telephones, e-mail addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// Channels in social networks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    /// Other ways to the same information or service.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative>,
    /// Measures that make people aware of a risk.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awareness: Vec<Awareness>,
    /// Figures, each with its own day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<Figure>,
    /// Laws that the text cites.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub laws: Vec<Law>,
    /// Related documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
    /// Versions from before the archive, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Earlier>,
}

impl Policy {
    /// The file names of all images that the document shows, each once, sorted.
    pub fn images(&self) -> Vec<&str> {
        let logo =
            self.letterhead.iter().filter_map(|head| head.logo.as_ref()).map(|logo| logo.file.as_str());
        let texts = [&self.opening, &self.closing].into_iter();
        let texts = texts.chain(self.sections.iter().chain(&self.annexes).map(|section| &section.text));
        let mut names: Vec<&str> = logo.chain(texts.flat_map(|blocks| text::images(blocks))).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// How a document is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Numbered sections below a title: concepts, guidelines, notices.
    Concept,
    /// Paragraphs (§) or articles: by-laws, house rules, terms.
    Bylaws,
    /// A letter to somebody: circulars, orders.
    Letter,
}

/// The language of a policy's texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// German.
    De,
    /// English.
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Lang {
        match language {
            Language::De => Lang::De,
            Language::En => Lang::En,
        }
    }
}

/// The head of the first page; the publishers' names stand in it anyway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letterhead {
    /// The publisher's emblem.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
    /// The contact that stands in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Id>,
}

/// An emblem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logo {
    /// File name of the asset.
    pub file: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
}

/// A person's assertion of how accessible the document is; without it nothing is claimed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accessibility {
    /// What was found.
    pub result: Accessible,
    /// Who checked.
    pub checked_by: String,
    /// On which day.
    pub on: Day,
}

/// How accessible a document is said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Accessible {
    /// Without restriction.
    Fully,
    /// With restrictions.
    Partly,
    /// Not.
    Not,
}

/// How often a policy is evaluated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Months between two evaluations, 1 to 120.
    pub every_months: u16,
    /// Where the results are published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
}

/// A section. The list of sections is flat; `level` says which stand below which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// How references name it; unique among all ids of the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// Its depth, from 1; at most one more than that of the section before.
    pub level: u8,
    /// Its number as it is cited: `1.`, `2.1`, `§ 3`, `Anlage 1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Its heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// The unit is no longer there, and why: only its label is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<String>,
    /// Labels begin anew below it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restart: bool,
    /// Its label is used twice on purpose.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub label_again: bool,
    /// Its text; may be empty where facts are shown or other sections stand below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Block>,
    /// The facts that stand below the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub show: Vec<Show>,
}

/// Facts that a section can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    /// All persons but the data-protection officer.
    Persons,
    /// The data-protection officer.
    DataProtectionOfficer,
    /// All contacts.
    Contacts,
    /// All channels.
    Channels,
    /// All alternatives.
    Alternatives,
    /// All awareness measures.
    Awareness,
    /// All figures.
    Figures,
    /// The laws that are cited.
    Laws,
    /// Where the policy is published.
    Publication,
    /// How often the policy is evaluated.
    Review,
    /// Related documents.
    Related,
    /// All versions, with what each changed: from the archive, and from before it.
    History,
}

/// A person who signs the text itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signatory {
    /// The place of signing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The day of signing, where it is not that of the version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
    /// The name as printed.
    pub name: String,
    /// The office held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// For whom: one of several publishers.
    #[serde(default, rename = "for", skip_serializing_if = "Option::is_none")]
    pub for_whom: Option<String>,
}

/// A version from before the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    /// What it was called.
    pub label: String,
    /// Its "Stand".
    pub as_of: AsOf,
    /// The first day in force, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// What was new in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<String>,
}

//! Policy data: what an officer writes, checked and complete.
//!
//! Specification: `docs/policy-data.md`. [`parse`] takes the text of a `policy.toml` and gives a [`Policy`]
//! or all its [`Problem`]s at once. A `Policy` that exists is right: references resolve, labels are
//! unique, texts are NFC and non-empty, and no fact is stated that no section shows.
//! Reads no files; the order of the fields below is their order in the canonical source.

mod markdown;
mod parse;
mod problem;
mod reader;
mod say;
mod text;

#[cfg(test)]
mod tests;

pub use parse::parse;
pub use problem::{Cause, Construct, Kind, Problem};
pub use text::{Block, Inline};

use serde::{Deserialize, Serialize};

use crate::base::effect::Effect;
use crate::base::{AsOf, Id, Lang};

/// The data of one version of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Its title.
    pub title: String,
    /// A line below the title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// The language of all its texts.
    pub language: Language,
    /// Who publishes it (Herausgeber); at least one.
    pub publishers: Vec<String>,
    /// The "Stand" of the text.
    pub as_of: AsOf,
    /// Its number, where the author fixes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// What the version calls itself, where that is not the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// When it is to take effect; may be left to the signing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
    /// A sample without legal effect, marked so on every page.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
    /// The recurring evaluation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
    /// The numbered sections; at least one.
    pub sections: Vec<Section>,
    /// People, with what they do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<Person>,
    /// Postal addresses, telephones, e-mail addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// Channels in social networks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    /// Figures, each with its own day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<Figure>,
    /// Related documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
    /// Who signs the text itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatories: Vec<Signatory>,
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

/// How often a policy is evaluated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Months between two evaluations, 1 to 120.
    pub every_months: u16,
}

/// A numbered section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its number as it is cited: `1.`, `2.1`, `§ 3`; unique.
    pub label: String,
    /// Its heading.
    pub heading: String,
    /// Its text; may be empty where facts are shown.
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
    /// All figures.
    Figures,
    /// How often the policy is evaluated.
    Review,
    /// Related documents.
    Related,
}

/// What a person does for the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Answers for the whole.
    Responsible,
    /// Writes and answers.
    Editorial,
    /// Cares for the technical side.
    Technical,
    /// Answers users' questions.
    UserContact,
    /// The data-protection officer.
    DataProtectionOfficer,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// How the data refers to the person.
    pub id: Id,
    /// The name as printed.
    pub name: String,
    /// The office held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// What the person does here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// For whom the person deputises.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deputy_of: Vec<Id>,
    /// The contact under which the person is reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Id>,
}

/// A way to reach somebody. At least one of address, telephone, e-mail and URL is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// How the data refers to it.
    pub id: Id,
    /// Whom or what one reaches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The lines of the postal address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub address: Vec<String>,
    /// A telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// An e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A web address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A channel in a social network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// How the data refers to it.
    pub id: Id,
    /// The network.
    pub network: String,
    /// Who answers for the channel's contents by law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The functions that are used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub functions: Vec<String>,
    /// Whether one must register to read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading_needs_registration: Option<bool>,
    /// Whether one must register to comment, share or answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interaction_needs_registration: Option<bool>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A figure with its own "Stand".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// What is counted.
    pub metric: String,
    /// The value.
    pub value: Value,
    /// `about`, `up to`: what stands before the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualifier: Option<String>,
    /// What stands after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What it refers to: `per post`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// The channel it was counted on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Id>,
    /// The day or month it was true.
    pub as_of: AsOf,
}

/// The value of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A whole number; the template groups its digits.
    Number(i64),
    /// Anything else, as printed.
    Text(String),
}

/// A related document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Related {
    /// Its title.
    pub title: String,
    /// Where it is.
    pub url: String,
}

/// A person who signs the text itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signatory {
    /// The place of signing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The name as printed.
    pub name: String,
    /// The office held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
}

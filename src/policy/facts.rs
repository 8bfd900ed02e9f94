//! Facts that are stated once and stand where a section asks for them, or where a text names their id.
//!
//! Specification: `docs/policy-data.md`, "Facts". Plain data; the order of the fields is that of the source.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::base::{AsOf, Day, Id, Lang};

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
    /// What else the person does, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<String>,
    /// The channels that the person cares for, where it is not all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Id>,
    /// For whom the person deputises.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deputy_of: Vec<Id>,
    /// The contact under which the person is reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Id>,
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

/// A way to reach somebody. At least one of address, telephone, fax, e-mail and URL is given.
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
    /// A fax number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fax: Option<String>,
    /// An e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A web address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When somebody is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
}

/// A channel in a social network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// How the data refers to it.
    pub id: Id,
    /// The network.
    pub network: String,
    /// The name of the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Who answers for the channel's contents by law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Under which provision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_law: Option<String>,
    /// Since when it is run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<AsOf>,
    /// When it is or was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Whom it addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audience: Vec<String>,
    /// What is regularly published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contents: Vec<String>,
    /// The functions that are used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub functions: Vec<String>,
    /// How direct messages are dealt with, where there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub messages: Option<String>,
    /// What statistics the network gives the publisher, where it gives any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statistics: Option<String>,
    /// Whether one must register to read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading_needs_registration: Option<bool>,
    /// Whether one must register to comment, share or answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interaction_needs_registration: Option<bool>,
    /// The publisher's position on joint control (Art. 26 GDPR), and the essence of the arrangement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joint_control: Option<String>,
    /// Transfer to a third country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub third_country: Option<String>,
    /// The publisher's own privacy notice for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privacy_url: Option<String>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Another way to the same information or service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alternative {
    /// The way: a website, a magazine, the telephone.
    pub way: String,
    /// What one gets there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offers: Option<String>,
    /// What one does not get there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exception: Option<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The contact that it leads to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Id>,
}

/// A measure that makes people aware of a risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Awareness {
    /// What is done.
    pub measure: String,
    /// Where: an event, a magazine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medium: Option<String>,
    /// How often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rhythm: Option<String>,
    /// The channel that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Id>,
}

/// A figure with its own "Stand".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// How texts refer to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
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
    /// Who counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// The value of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A whole number; its digits are grouped.
    Number(i64),
    /// Anything else, as printed.
    Text(String),
}

/// A law that the text cites, as it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// How texts refer to it.
    pub id: Id,
    /// Its full name.
    pub title: String,
    /// Its abbreviation: `DSGVO`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<String>,
    /// Where it was promulgated: `BGBl. 2024 I Nr. 149`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citation: Option<String>,
    /// Its last amendment that is taken account of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amended: Option<String>,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Where a policy is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// In which medium, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medium: Option<String>,
    /// An address that is easy to pass on, besides the permanent one of each version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_url: Option<String>,
    /// What of it stands in the Impressum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imprint: Option<String>,
}

/// A related document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Related {
    /// How texts refer to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// Its title.
    pub title: String,
    /// Its "Stand".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<AsOf>,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// How it is related.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A figure as a text names it: `bis zu 3.600 Aufrufe`.
pub(super) fn in_words(figure: &Json, lang: Lang) -> String {
    let text = |field: &str| figure.get(field).and_then(Json::as_str).map(str::to_owned);
    let value =
        figure.get("value").and_then(Json::as_i64).map(|n| grouped(n, lang)).or_else(|| text("value"));
    let parts: Vec<String> = [text("qualifier"), value, text("unit")].into_iter().flatten().collect();
    parts.join(" ")
}

/// A whole number with its digits in groups of three: `3.600`, `3,600`.
fn grouped(n: i64, lang: Lang) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out += lang.pick(".", ",");
        }
        out.push(digit);
    }
    // U+2212, the sign that is as wide as a digit.
    if n < 0 { format!("\u{2212}{out}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_as_the_language_does() {
        for (n, de, en) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (3600, "3.600", "3,600"),
            (1_234_567, "1.234.567", "1,234,567"),
            (-1000, "−1.000", "−1,000"),
        ] {
            assert_eq!((grouped(n, Lang::De).as_str(), grouped(n, Lang::En).as_str()), (de, en));
        }
    }
}

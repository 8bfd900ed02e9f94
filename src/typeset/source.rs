//! The source of a PDF: the policy data of one version, and how it is issued.
//!
//! Specification: `docs/policy-data.md`, "The source". It is written as canonical text, attached to the
//! PDF, hashed by the record and kept in the archive, so the order of the fields is part of the format.

use serde::{Deserialize, Serialize};

use super::TypesetError;
use crate::base::canonical;
use crate::base::effect::{Effect, From};
use crate::base::{AsOf, Day, Id, Purpose};
use crate::policy::Policy;

/// The format that this version writes and reads.
pub const FORMAT: &str = "inkraft/source/1";

/// All that a PDF is made from, but for template and assets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    format: String,
    /// The policy data.
    pub policy: Policy,
    /// How it is issued.
    pub edition: Edition,
}

/// How one version is issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// The policy's id.
    pub id: Id,
    /// The number of the version.
    pub version: u32,
    /// When it takes effect.
    pub effect: Effect,
    /// The day of signing; also the PDF's fixed time stamp.
    pub date: Day,
    /// Who is to sign; absent in drafts without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer: Option<Signer>,
    /// The archive's frozen name.
    pub origin: String,
    /// The permanent address of this version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The public address of the archive, or else of what is published from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archive: Option<String>,
    /// The earlier versions that stand, in the order of their numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Past>,
    /// What it is where it is not the file that was issued: a translation, say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rendition: Option<Rendition>,
    /// Not issued: marked so on every page.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
}

/// What another file of a version is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rendition {
    /// Its purpose.
    pub purpose: Purpose,
    /// The version as it was issued.
    pub original: Original,
}

/// What a rendition is one of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Original {
    /// The language of the version's text.
    pub language: String,
    /// The title of the version.
    pub title: String,
}

/// An earlier version, as it was known when this one was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Past {
    /// Its number.
    pub version: u32,
    /// Its own label, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The "Stand" of its text.
    pub as_of: AsOf,
    /// When it takes effect, as last stated.
    pub from: From,
    /// The first day no longer in force, where one was stated or a repeal began; that a later version ends it is not
    /// repeated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// Whether it is a PDF that existed before and was only taken over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub adopted: bool,
    /// The day on which its last correction was logged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected: Option<Day>,
    /// What it changed, in its own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<String>,
}

/// A person who signs the version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signer {
    /// The name as printed.
    pub name: String,
    /// The office held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// The name of the key.
    pub key: String,
    /// The fingerprint of the key.
    pub fingerprint: String,
}

impl Source {
    /// The source of this edition of a policy.
    pub fn new(policy: Policy, edition: Edition) -> Self {
        Self { format: FORMAT.to_owned(), policy, edition }
    }

    /// The source with these canonical bytes.
    pub fn of(bytes: &[u8]) -> Result<Self, TypesetError> {
        let text = std::str::from_utf8(bytes).map_err(|e| TypesetError::NotText { at: e.valid_up_to() })?;
        let source: Self = canonical::read(text)?;
        if source.format == FORMAT { Ok(source) } else { Err(TypesetError::Format { found: source.format }) }
    }

    /// The canonical bytes, without a final line break: what is typeset, attached, hashed and kept.
    pub fn to_bytes(&self) -> Result<Vec<u8>, TypesetError> {
        Ok(canonical::write(self)?.into_bytes())
    }
}

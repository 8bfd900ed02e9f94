//! What a rendition, another file of a version, is for.
//!
//! Specification: `docs/archive-format.md`, "rendition". Part of the records and of the source of a PDF.

use serde::{Deserialize, Serialize};

use super::{Lang, lang};

/// What a rendition is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// A corrected text (Berichtigung).
    Correction,
    /// The text as amended (Lesefassung).
    Consolidated,
    /// The same text made anew.
    Reissue,
    /// Another language.
    Translation,
    /// An accessible edition.
    Accessible,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Correction, Self::Consolidated, Self::Reissue, Self::Translation, Self::Accessible];

    /// The word as it is written in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Correction => "correction",
            Self::Consolidated => "consolidated",
            Self::Reissue => "reissue",
            Self::Translation => "translation",
            Self::Accessible => "accessible",
        }
    }

    /// What a user calls such a file; with its language where that is not its version's:
    /// `Übersetzung (Englisch)`.
    pub fn told(self, language: Option<&str>, lang: Lang) -> String {
        let name = match self {
            Self::Correction => lang.pick("Berichtigung", "correction"),
            Self::Consolidated => lang.pick("Lesefassung", "consolidated text"),
            Self::Reissue => lang.pick("Neuausgabe", "reissue"),
            Self::Translation => lang.pick("Übersetzung", "translation"),
            Self::Accessible => lang.pick("barrierefreie Ausgabe", "accessible edition"),
        };
        match language {
            Some(tag) => format!("{name} ({})", lang::name_of(tag, lang)),
            None => name.to_owned(),
        }
    }
}

//! The block tree that a section's CommonMark becomes.
//!
//! Specification: `docs/policy-data.md`, "Texts". Made by `markdown`, set by the template, stored in the
//! canonical source, so that a later CommonMark parser cannot read an archived text differently.
//! All text in it is NFC and non-empty.

use serde::{Deserialize, Serialize};

/// A piece of a text that stands by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// An unordered list; each item is a text.
    Bullets(Vec<Vec<Block>>),
    /// An ordered list.
    Numbered {
        /// Number of the first item.
        start: u32,
        /// The items; each is a text.
        items: Vec<Vec<Block>>,
    },
}

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Inline {
    /// Characters that mean themselves.
    Text(String),
    /// `*…*`
    Emphasis(Vec<Inline>),
    /// `**…**`
    Strong(Vec<Inline>),
    /// Characters in a code span.
    Code(String),
    /// A link and its text.
    Link {
        /// Where it leads: `https`, `http`, `mailto` or `tel`.
        url: String,
        /// Its text.
        text: Vec<Inline>,
    },
    /// A line break that was asked for.
    Break,
}

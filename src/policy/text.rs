//! The block tree that a CommonMark text becomes.
//!
//! Specification: `docs/policy-data.md`, "Texts". Made by `markdown`, set by the template, stored in the
//! canonical source, so that a later CommonMark parser cannot read an archived text differently.
//! All text in it is NFC and non-empty.

use serde::{Deserialize, Serialize};

use crate::base::Id;

/// A piece of a text that stands by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A paragraph with a label at its head: `**Zweck:** …`
    Lead {
        /// The label, with its colon.
        label: String,
        /// What follows it.
        text: Vec<Inline>,
    },
    /// An unordered list; each item is a text.
    Bullets(Vec<Vec<Block>>),
    /// Paragraphs or items that are cited by their labels: `(1)`, `1.`, `a)`, `aa)`.
    Labelled(Vec<Item>),
    /// Words of somebody else.
    Quote(Vec<Block>),
    /// A table with one row of column headings.
    Table(Table),
    /// An image.
    Image {
        /// File name of the asset.
        file: String,
        /// What it shows, for those who do not see it.
        alt: String,
        /// The caption below it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<String>,
    },
}

/// A labelled paragraph or list item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The label as it was typed.
    pub label: String,
    /// Its text.
    pub text: Vec<Block>,
}

/// A table. Every row has as many cells as there are columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// The caption above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<Vec<Inline>>,
    /// How the cells of each column stand.
    pub columns: Vec<Align>,
    /// The headings of the columns.
    pub head: Vec<Vec<Inline>>,
    /// Whether the first cell of each row is its heading.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub row_heads: bool,
    /// The rows.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// How the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// At the left.
    Start,
    /// In the middle.
    Center,
    /// At the right, as numbers do.
    End,
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
    /// A reference to a section of this document, resolved: the section is there.
    Ref {
        /// The section's id.
        to: Id,
        /// The words that refer to it.
        text: Vec<Inline>,
    },
    /// A footnote; its text is paragraphs.
    Note(Vec<Block>),
    /// A line break that was asked for.
    Break,
}

/// The file names of all images in a text, in its order.
pub(super) fn images(blocks: &[Block]) -> Vec<&str> {
    let mut names = Vec::new();
    for block in blocks {
        match block {
            Block::Image { file, .. } => names.push(file.as_str()),
            Block::Bullets(items) => names.extend(items.iter().flat_map(|item| images(item))),
            Block::Labelled(items) => names.extend(items.iter().flat_map(|item| images(&item.text))),
            Block::Quote(inner) => names.extend(images(inner)),
            Block::Paragraph(_) | Block::Lead { .. } | Block::Table(_) => {}
        }
    }
    names
}

//! Runs of text with what is emphasised or linked in them.
//!
//! Takes pieces in reading order; gives them merged, nested and in NFC.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::base::Id;
use crate::policy::text::{Block, Inline};

/// A run of text that is being read, and what has begun in it.
#[derive(Default)]
pub(super) struct Run {
    pieces: Vec<Inline>,
    open: Vec<Wrap>,
}

/// Something that has begun in a run of text.
pub(super) struct Wrap {
    pub(super) kind: WrapKind,
    /// Where all of it stands.
    pub(super) at: Range<usize>,
    /// It stands at the start of a line.
    pub(super) begins_line: bool,
    pub(super) pieces: Vec<Inline>,
}

pub(super) enum WrapKind {
    Emphasis,
    Strong,
    Link {
        url: String,
    },
    /// A reference to a section; the words for it, if none are given.
    Section {
        to: Id,
        words: Option<String>,
    },
    /// A reference to a fact, and the words for it.
    Words(String),
    /// A law: its short title, its address.
    Law {
        short: String,
        url: Option<String>,
    },
    /// A document: its title, its address.
    Document {
        words: String,
        url: Option<String>,
    },
    Image {
        file: String,
        caption: Option<String>,
    },
}

impl Run {
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty() && self.open.is_empty()
    }

    /// Whether nothing stands yet where the next piece will stand.
    pub(super) fn is_fresh(&self) -> bool {
        self.open.last().map_or(&self.pieces, |wrap| &wrap.pieces).is_empty()
    }

    /// Whether what comes stands in a link or in the words for an image.
    pub(super) fn in_link(&self) -> bool {
        !self.open.iter().all(|wrap| matches!(wrap.kind, WrapKind::Emphasis | WrapKind::Strong))
    }

    pub(super) fn add(&mut self, piece: Inline) {
        let to = self.open.last_mut().map_or(&mut self.pieces, |wrap| &mut wrap.pieces);
        match (to.last_mut(), piece) {
            // One run of text, however the parser cut it: no-break rules look across its parts.
            (Some(Inline::Text(before)), Inline::Text(more)) => before.push_str(&more),
            (_, Inline::Text(empty)) if empty.is_empty() => {}
            (_, piece) => to.push(piece),
        }
    }

    pub(super) fn begin(&mut self, kind: WrapKind, at: Range<usize>, begins_line: bool) {
        self.open.push(Wrap { kind, at, begins_line, pieces: Vec::new() });
    }

    /// What ends now, with its pieces in NFC.
    pub(super) fn end(&mut self) -> Option<Wrap> {
        let mut wrap = self.open.pop()?;
        wrap.pieces = normal(wrap.pieces);
        Some(wrap)
    }

    /// All of it, in NFC.
    pub(super) fn finish(self) -> Vec<Inline> {
        normal(self.pieces)
    }
}

/// NFC, once a run of text is whole.
fn normal(mut pieces: Vec<Inline>) -> Vec<Inline> {
    for piece in &mut pieces {
        if let Inline::Text(s) = piece {
            *s = nfc(s);
        }
    }
    pieces
}

pub(super) fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// The characters of pieces, without what they are.
pub(super) fn plain(pieces: &[Inline]) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Inline::Text(s) | Inline::Code(s) => out.push_str(s),
            Inline::Emphasis(inner) | Inline::Strong(inner) => out.push_str(&plain(inner)),
            Inline::Link { text, .. } | Inline::Ref { text, .. } => out.push_str(&plain(text)),
            Inline::Break => out.push(' '),
            Inline::Note(_) => {}
        }
    }
    out
}

/// Takes white space and line breaks off the start of pieces.
pub(super) fn trim_start(pieces: &mut Vec<Inline>) {
    while let Some(first) = pieces.first_mut() {
        match first {
            Inline::Text(s) => {
                *s = s.trim_start().to_owned();
                if !s.is_empty() {
                    return;
                }
            }
            Inline::Break => {}
            _ => return,
        }
        pieces.remove(0);
    }
}

/// A paragraph, or one with a label at its head: `**Zweck:** …`, `**Zweck**: …`.
pub(super) fn paragraph(pieces: Vec<Inline>) -> Block {
    let label = match pieces.as_slice() {
        [Inline::Strong(strong), rest @ ..] => match (strong.as_slice(), rest) {
            ([Inline::Text(words)], [_, ..]) if words.ends_with(':') => Some((words.clone(), 0)),
            ([Inline::Text(words)], [Inline::Text(after), ..]) => after
                .strip_prefix(':')
                .filter(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
                .map(|_| (format!("{words}:"), 1)),
            _ => None,
        },
        _ => None,
    };
    let Some((label, colon)) = label else { return Block::Paragraph(pieces) };
    let mut text: Vec<Inline> = pieces.iter().skip(1).cloned().collect();
    if let Some(Inline::Text(s)) = text.first_mut() {
        *s = s.get(colon..).unwrap_or_default().to_owned();
    }
    trim_start(&mut text);
    let named = label.chars().any(char::is_alphanumeric);
    if text.is_empty() || !named { Block::Paragraph(pieces) } else { Block::Lead { label, text } }
}

//! From CommonMark to the block tree.
//!
//! Specification: `docs/policy-data.md`, "Texts". Takes the text of a field and a function that knows what
//! ids mean; gives blocks, or what is refused, with the place of each. Nothing in a text is ever evaluated:
//! every character that is not CommonMark or a label means itself.
//!
//! | module | what it knows |
//! |---|---|
//! | `reader`, `lines`, `links` | the parser's events; paragraphs; links, references, images |
//! | `labels` | how labels are written, and which follows which |
//! | `marks` | what looks like the mark of a list and is none |
//! | `blocks`, `sequences` | which block belongs into which; which list a label continues |
//! | `inline`, `table` | runs of text; cells |
//! | `cite` | the words of references |
//! | `source` | the text as it was typed |
//!
//! The blocks are complete only if there are no faults, and after [`fill`] where `refs` is not empty.

mod blocks;
mod cite;
mod inline;
mod labels;
mod lines;
mod links;
mod marks;
mod reader;
mod sequences;
mod source;
mod table;

#[cfg(test)]
mod tests;

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::problem::{Cause, Construct};
use super::text::Block;
use crate::base::{Id, Lang, limits};

pub(super) use cite::{fill, places};
use reader::{Notes, Reader};

/// What is wrong with a text, by place in the text.
pub(super) type Faults = Vec<(Range<usize>, Cause)>;

/// What a text says.
#[derive(Debug)]
pub(super) struct Texts {
    pub(super) blocks: Vec<Block>,
    /// In the order of the text; at most [`limits::PROBLEMS`].
    pub(super) faults: Faults,
    /// The images it shows.
    pub(super) images: Vec<(Range<usize>, String)>,
    /// Its references to labelled items, which are to be checked when all texts are read.
    pub(super) refs: Vec<Deep>,
}

/// A reference to a labelled item of a section: `#gebuehren/2/a`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Deep {
    pub(super) at: Range<usize>,
    /// The section.
    pub(super) id: Id,
    /// The labels that lead to the item, without their punctuation; not empty.
    pub(super) path: Vec<String>,
}

/// What an id in a text refers to.
#[derive(Debug, Clone)]
pub(super) enum Target {
    /// A section, and the label it is cited by.
    Section { label: Option<String> },
    /// A fact, and the words for it.
    Words(String),
    /// A law: its short title, and where it can be read.
    Law { short: String, url: Option<String> },
    /// Another document: its title, and where it is.
    Document { words: String, url: Option<String> },
}

/// What ids mean.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) target: &'a dyn Fn(&str) -> Option<Target>,
    /// The id that was probably meant.
    pub(super) nearest: &'a dyn Fn(&str) -> Option<String>,
}

/// Reads a text.
pub(super) fn read(
    text: &str,
    lang: Lang,
    target: &dyn Fn(&str) -> Option<Target>,
    nearest: &dyn Fn(&str) -> Option<String>,
) -> Texts {
    let names = Names { target, nearest };
    let mut reader = Reader::new(text, lang, names, false);
    // Notes stand behind what refers to them, but are needed where it stands.
    if text.contains("[^") {
        read_notes(text, lang, &mut reader);
    }
    let parser = Parser::new_ext(text, options());
    // An address at the end of a text vanishes from it, with what was written there by mistake.
    let definitions = parser.reference_definitions().iter();
    let mut faults: Faults =
        definitions.map(|(_, d)| (d.span.clone(), Cause::NotInTexts(Construct::LinkDefinition))).collect();
    for (event, at) in parser.into_offset_iter() {
        reader.event(event, at);
        if reader.is_full() {
            break;
        }
    }
    let blocks = reader.finish();
    if !reader.is_full() {
        let unused = reader.notes.iter().filter(|(_, (_, text))| text.is_some());
        faults.extend(unused.map(|(name, (at, _))| (at.clone(), Cause::NoteUnused { name: name.clone() })));
    }
    faults.append(&mut reader.faults);
    faults.sort_by_key(|(at, _)| (at.start, at.end));
    faults.truncate(limits::PROBLEMS);
    Texts { blocks, faults, images: reader.images, refs: reader.refs }
}

/// Tables and footnotes besides CommonMark.
fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES
}

/// Reads the footnotes, and nothing else.
fn read_notes<'a>(text: &'a str, lang: Lang, body: &mut Reader<'a>) {
    let mut note: Option<(Reader<'a>, String, Range<usize>, usize)> = None;
    let mut notes = Notes::new();
    for (event, at) in Parser::new_ext(text, options()).into_offset_iter() {
        match (&mut note, event) {
            (None, Event::Start(Tag::FootnoteDefinition(name))) => {
                note = Some((Reader::new(text, lang, body.names, true), name.into_string(), at, 0));
            }
            (None, _) => {}
            (Some((_, _, _, 0)), Event::End(TagEnd::FootnoteDefinition)) => {
                if let Some((mut reader, name, at, _)) = note.take() {
                    let blocks = reader.finish();
                    let mark =
                        text.get(at.clone()).and_then(|t| t.find("]:")).map_or(at.end, |n| at.start + n + 2);
                    let at = at.start..mark;
                    if blocks.is_empty() {
                        reader.faults.push((at.clone(), Cause::EmptyItem { label: format!("[^{name}]") }));
                    }
                    if !blocks.iter().all(|block| matches!(block, Block::Paragraph(_))) {
                        reader.faults.push((at.clone(), Cause::NoteNotPlain));
                    }
                    if notes.insert(name.to_lowercase(), (at.clone(), Some(blocks))).is_some() {
                        reader.faults.push((at, Cause::NoteDefinedTwice { name }));
                    }
                    body.faults.append(&mut reader.faults);
                    body.refs.append(&mut reader.refs);
                    if body.is_full() {
                        break;
                    }
                }
            }
            (Some((reader, _, _, depth)), event) => {
                match event {
                    Event::Start(Tag::FootnoteDefinition(_)) => *depth += 1,
                    Event::End(TagEnd::FootnoteDefinition) => *depth -= 1,
                    _ => {}
                }
                reader.event(event, at);
            }
        }
    }
    body.notes = notes;
}

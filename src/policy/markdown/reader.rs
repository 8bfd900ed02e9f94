//! From the events of a CommonMark parser to blocks: paragraphs cut at labels, links resolved, the rest refused.
//!
//! Specification: `docs/policy-data.md`, "Texts". Takes events with their places; hands blocks and labels to
//! `blocks`, which knows where they belong, and pieces of text to `inline`. The rest of [`Reader`] is in
//! `lines` (paragraphs and labels) and `links`.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::blocks::{Handle, Outline, Place};
use super::inline::{Run, WrapKind, nfc};
use super::labels::Label;
use super::lines::Para;
use super::sequences::Origin;
use super::table::{self, Building};
use super::{Cause, Construct, Deep, Faults, Names, source};
use crate::base::{Lang, limits};
use crate::policy::text::{Block, Inline};

/// Footnotes by name: where each is defined, and its text until it is set.
pub(super) type Notes = HashMap<String, (Range<usize>, Option<Vec<Block>>)>;

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) lang: Lang,
    pub(super) names: Names<'a>,
    /// Reading a footnote, which has paragraphs only.
    pub(super) in_note: bool,
    pub(super) outline: Outline,
    /// The lists, items and quotations of CommonMark that are open.
    open: Vec<Container>,
    pub(super) para: Option<Para>,
    pub(super) table: Option<Building>,
    /// So many levels deep in something that is refused or read elsewhere.
    skip: usize,
    /// Where the last text ended.
    pub(super) text_end: usize,
    pub(super) faults: Faults,
    pub(super) images: Vec<(Range<usize>, String)>,
    pub(super) refs: Vec<Deep>,
    pub(super) notes: Notes,
}

enum Container {
    Bullets(Handle),
    Numbers(Option<Handle>),
    Bullet(Handle),
    Number(Handle),
    Quote(Handle),
    /// Too deep, or its item is.
    Lost,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, lang: Lang, names: Names<'a>, in_note: bool) -> Self {
        Self {
            text,
            lang,
            names,
            in_note,
            outline: Outline::new(),
            open: Vec::new(),
            para: None,
            table: None,
            skip: 0,
            text_end: usize::MAX,
            faults: Faults::new(),
            images: Vec::new(),
            refs: Vec::new(),
            notes: Notes::new(),
        }
    }

    /// Whether so much is wrong that nobody would read more of it.
    pub(super) fn is_full(&self) -> bool {
        self.faults.len() + self.outline.faults.len() >= limits::PROBLEMS
    }

    pub(super) fn finish(&mut self) -> Vec<Block> {
        self.end_paragraph();
        // Of a text that was not read to its end, nobody knows what is missing in it.
        let full = self.is_full();
        self.faults.append(&mut self.outline.faults);
        let (blocks, faults) = std::mem::replace(&mut self.outline, Outline::new()).finish();
        self.faults.extend(faults.into_iter().filter(|_| !full));
        blocks
    }

    pub(super) fn event(&mut self, event: Event<'a>, at: Range<usize>) {
        match event {
            Event::Start(_) if self.skip > 0 => self.skip += 1,
            Event::End(_) if self.skip > 0 => self.skip -= 1,
            _ if self.skip > 0 => {}
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag, &at),
            Event::Text(s) | Event::InlineMath(s) | Event::DisplayMath(s) => self.text(&s, at),
            Event::Code(s) => {
                self.place_paragraph(&at);
                self.add(Inline::Code(nfc(&s)));
            }
            Event::SoftBreak => self.line_end(false),
            Event::HardBreak => self.line_end(true),
            Event::InlineHtml(_) => self.fault(at, Cause::Html),
            // Told once, at the block's start.
            Event::Html(_) => {}
            Event::FootnoteReference(name) => self.note(&name, at),
            Event::Rule => self.fault(at, Cause::NotInTexts(Construct::Rule)),
            // Never sent with these options.
            Event::TaskListMarker(_) => {}
        }
    }

    pub(super) fn fault(&mut self, at: Range<usize>, cause: Cause) {
        self.outline.spoil();
        self.faults.push((at, cause));
    }

    /// Refuses something with all that stands in it.
    pub(super) fn refuse(&mut self, at: Range<usize>, cause: Cause) {
        self.fault(at, cause);
        self.skip = 1;
    }

    fn start(&mut self, tag: Tag<'a>, at: Range<usize>) {
        let inline = matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. });
        let deepens = inline || matches!(tag, Tag::List(_) | Tag::BlockQuote(_) | Tag::Table(_));
        if !inline && !matches!(tag, Tag::TableHead | Tag::TableRow | Tag::TableCell) {
            self.end_paragraph();
        }
        let depth = self.outline.depth() + self.run().map_or(0, |run| run.depth());
        if deepens && depth >= limits::NESTING {
            return self.refuse(at, Cause::TooDeep { limit: limits::NESTING });
        }
        match tag {
            Tag::Paragraph => self.para = Some(Para::new(at.start)),
            Tag::List(None) => {
                let place = self.block_place(&at);
                let list = self.outline.bullets(place);
                self.open.push(Container::Bullets(list));
            }
            // What it is becomes clear with the label of its first item.
            Tag::List(Some(_)) => self.open.push(Container::Numbers(None)),
            Tag::Item => self.item(at),
            Tag::BlockQuote(_) => {
                let place = self.block_place(&at);
                let quote = self.outline.quote(place, at);
                self.open.push(Container::Quote(quote));
            }
            Tag::Table(alignments) => {
                let place = self.block_place(&at);
                self.outline.place(place);
                match table::check_columns(alignments.len()) {
                    Some(cause) => self.refuse(at, cause),
                    None => self.table = Some(Building::new(&alignments, at)),
                }
            }
            Tag::TableHead | Tag::TableRow => {}
            Tag::TableCell => {
                if let Some(table) = &mut self.table {
                    table.cell = Some(Run::default());
                }
            }
            Tag::Emphasis => self.wrap(WrapKind::Emphasis, at),
            Tag::Strong => self.wrap(WrapKind::Strong, at),
            Tag::Link { link_type, dest_url, title, .. } => self.link(link_type, &dest_url, &title, at),
            Tag::Image { dest_url, title, .. } => self.image(&dest_url, &title, at),
            Tag::HtmlBlock => self.refuse(at, Cause::Html),
            Tag::Heading { .. } => self.refuse(at, Cause::NotInTexts(Construct::Heading)),
            Tag::CodeBlock(_) => self.refuse(at, Cause::NotInTexts(Construct::CodeBlock)),
            Tag::FootnoteDefinition(_) if self.in_note => self.refuse(at, Cause::NoteInNote),
            // Read before the rest.
            Tag::FootnoteDefinition(_) => self.skip = 1,
            // The rest is switched off.
            _ => self.skip = 1,
        }
    }

    fn end(&mut self, tag: TagEnd, at: &Range<usize>) {
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Item | TagEnd::List(_) | TagEnd::BlockQuote(_) => {
                self.end_paragraph();
                match self.open.pop() {
                    Some(Container::Bullets(h) | Container::Bullet(h) | Container::Quote(h)) => {
                        self.outline.end(h);
                    }
                    Some(Container::Number(h)) => self.outline.end_item(h),
                    Some(Container::Numbers(_) | Container::Lost) | None => {}
                }
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image => self.unwrap_inline(),
            TagEnd::TableCell => {
                if let Some(table) = &mut self.table {
                    table.end_cell(at);
                }
            }
            TagEnd::TableHead => {
                if let Some(table) = &mut self.table {
                    table.end_head(at, &mut self.faults);
                }
            }
            TagEnd::TableRow => {
                if let Some(table) = &mut self.table {
                    table.end_row(self.text, at, &mut self.faults);
                }
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    let table = table.finish(&mut self.faults);
                    self.outline.add(table);
                }
            }
            _ => {}
        }
    }

    /// Where a block begins.
    pub(super) fn block_place(&self, at: &Range<usize>) -> Place {
        let start = source::visible(self.text, at.start);
        let attached = source::attached(self.text, start) && !self.outline.is_fresh();
        Place { column: source::column(self.text, start), attached }
    }

    fn item(&mut self, at: Range<usize>) {
        let mark = source::visible(self.text, at.start);
        let place = self.block_place(&at);
        match self.open.last() {
            Some(Container::Bullets(list)) => {
                let (list, item) = self.outline.bullet(*list, place, mark..mark + 1);
                self.reopen(Container::Bullets(list));
                self.open.push(Container::Bullet(item));
            }
            Some(Container::Numbers(list)) => {
                let origin = list.map_or(Origin::FirstItem, Origin::NextItem);
                let label = self.text.get(mark..).and_then(Label::at_start);
                let begun = label.and_then(|label| {
                    let at = mark..mark + label.text.len();
                    self.outline.label(label, at, place, origin)
                });
                match begun {
                    Some((list, item)) => {
                        self.reopen(Container::Numbers(Some(list)));
                        self.open.push(Container::Number(item));
                    }
                    None => self.open.push(Container::Lost),
                }
            }
            _ => self.open.push(Container::Lost),
        }
    }

    /// The list goes on in another frame, if a label has closed the first.
    fn reopen(&mut self, list: Container) {
        if let Some(last) = self.open.last_mut() {
            *last = list;
        }
    }

    /// The run of text that is open: a cell's, or a paragraph's.
    pub(super) fn run(&mut self) -> Option<&mut Run> {
        match &mut self.table {
            Some(table) => table.cell.as_mut(),
            None => self.para.as_mut().map(|para| &mut para.run),
        }
    }

    pub(super) fn add(&mut self, piece: Inline) {
        if let Some(run) = self.run() {
            run.add(piece);
        }
    }
}

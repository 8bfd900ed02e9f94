//! Paragraphs, line by line: where a label begins, where the text goes, what only looks like something else.
//!
//! Specification: `docs/policy-data.md`, "Texts". Whether characters are a label or only look like one
//! (`a\)`, `&#40;1)`) is decided by the text as it was typed, not by what the parser made of it.

use std::ops::Range;

use super::blocks::Place;
use super::inline::{Run, paragraph};
use super::labels::Label;
use super::marks::{self, Mark};
use super::reader::Reader;
use super::sequences::Origin;
use super::{Cause, source, table};
use crate::base::limits;
use crate::policy::text::{Block, Inline};
use crate::policy::words::is_character;

/// A paragraph that is being read; cut at labels, it becomes several.
pub(super) struct Para {
    pub(super) at: usize,
    pub(super) run: Run,
    /// The block to which it belongs is known.
    placed: bool,
    /// Nothing stands yet in the line.
    pub(super) line_start: bool,
    /// Something stands before this line, or a label in it.
    begun: bool,
    /// A line has ended, and whether on purpose.
    line_end: Option<bool>,
    pub(super) image: Option<(Range<usize>, Block)>,
    /// It is the caption of the table before it.
    caption: bool,
    /// What looks like the mark of a list at the start of this line; of the line before, unless it was ended
    /// on purpose.
    mark: Option<Mark>,
    mark_before: Option<Mark>,
    /// What is wrong with such marks, or with a line behind an item, is told once.
    told_mark: bool,
    told_line: bool,
}

impl Reader<'_> {
    pub(super) fn line_end(&mut self, asked: bool) {
        let in_image = self.run().is_some_and(|run| run.in_link());
        match &mut self.para {
            // Inside a link a line cannot begin with a label of its own.
            _ if in_image => self.add(if asked { Inline::Break } else { Inline::Text(" ".to_owned()) }),
            Some(para) => {
                para.line_end = Some(asked);
                para.line_start = true;
                para.begun = true;
                para.mark_before = para.mark.take().filter(|_| !asked);
            }
            None => {}
        }
    }

    /// Before anything but a label: where the paragraph belongs, and the end of the line before.
    pub(super) fn place_paragraph(&mut self, at: &Range<usize>) {
        if self.table.is_some() {
            return;
        }
        // The items of a tight list have their text without a paragraph.
        let mut para = self.para.take().unwrap_or_else(|| Para::new(at.start));
        if !para.placed {
            let place = self.block_place(&(para.at..at.end));
            if let Some(Block::Table(table)) = self.outline.last()
                && table.caption.is_none()
                && is_caption(self.text, at.start)
            {
                para.caption = true;
            } else {
                self.outline.place(place);
            }
            para.placed = true;
        }
        if let Some(asked) = para.line_end.take()
            && !para.run.is_fresh()
        {
            let start = source::visible(self.text, at.start);
            if let Some(label) = self.outline.doubtful(source::column(self.text, start)).map(str::to_owned)
                && !para.told_line
            {
                let line = start..start + source::rest_of_line(self.text, start).len();
                self.fault(line, Cause::LineAfterItem { label });
                para.told_line = true;
            }
            para.run.add(if asked { Inline::Break } else { Inline::Text(" ".to_owned()) });
        }
        para.line_start = false;
        para.begun = true;
        self.para = Some(para);
    }

    pub(super) fn text(&mut self, s: &str, at: Range<usize>) {
        // A reference such as `&#8238;` can bring in what was not allowed to be typed.
        self.characters(s, &at);
        let escaped = self.text_end != at.start
            && self.text.get(..at.start).is_some_and(|before| before.ends_with('\\'));
        self.text_end = at.end;
        if !escaped {
            self.missing_note(s, &at);
        }
        self.broken_link(s, &at, escaped);
        let mut rest = s;
        let mut place = at.clone();
        let line_start = self.para.as_ref().is_none_or(|para| para.line_start);
        if line_start && !self.in_note && !escaped && self.table.is_none() {
            // `(1) a) aa)`: no deeper than anything can be.
            for _ in 0..limits::NESTING {
                let Some(taken) = self.label(rest, place.start) else { break };
                rest = rest.get(taken..).unwrap_or_default();
                place.start += taken;
            }
            if table::is_rule(self.text, place.start) {
                self.fault(place.clone(), Cause::TableRule);
            }
            // Elsewhere the parser takes them for what they are.
            let whole = place.start == at.start && rest.len() > 1;
            if whole && ["- ", "* ", "+ ", "> "].iter().any(|mark| rest.starts_with(mark)) {
                self.fault(place.start..place.start + 1, Cause::TooIndented);
            }
        }
        if rest.is_empty() {
            return;
        }
        self.place_paragraph(&place);
        if line_start && !escaped && self.table.is_none() {
            self.unknown_mark(place.start);
        }
        if let Some(Para { caption: true, run, .. }) = &self.para
            && run.is_empty()
        {
            rest = rest.strip_prefix(':').unwrap_or(rest).trim_start();
        }
        self.add(Inline::Text(rest.to_owned()));
    }

    /// Takes a label off the start of a line; gives how many bytes it and the space around it have.
    pub(super) fn label(&mut self, s: &str, start: usize) -> Option<usize> {
        let space = s.len() - s.trim_start().len();
        let s = s.trim_start();
        let typed = self.text.get(start + space..)?;
        // As it was typed, and as it was read.
        let label = Label::at_start(typed).filter(|label| s.starts_with(&label.text))?;
        let at = start + space..start + space + label.text.len();
        let taken = s.get(label.text.len()..)?;
        let taken = space + label.text.len() + taken.len() - taken.trim_start().len();
        let mut para = self.para.take().unwrap_or_else(|| Para::new(start));
        if para.run.depth() > 0 {
            self.para = Some(para);
            self.fault(at, Cause::LabelInside { label: label.text });
            return None;
        }
        let place = match para.begun {
            true => Place { column: source::column(self.text, at.start), attached: true },
            false => self.block_place(&at),
        };
        // `am` and, in the next line, `12. Juli`: CommonMark takes it for text, and so do we.
        if label.may_be_text() && !self.outline.is_next(&label) {
            self.para = Some(para);
            return None;
        }
        let line_end = para.line_end.take();
        self.para = Some(para);
        if line_end.is_some() {
            self.end_paragraph();
            self.outline.leave_lazily(self.text, at.start);
        }
        let opened = self.outline.label(label, at, place, Origin::Line).is_some();
        let mut para = Para::new(start);
        (para.placed, para.begun) = (opened, true);
        self.para = Some(para);
        opened.then_some(taken)
    }

    /// Two lines that begin with the same mark were meant as a list, and would run together.
    fn unknown_mark(&mut self, start: usize) {
        let start = source::visible(self.text, start);
        let line = self.text.get(start..).unwrap_or_default();
        let (Some((mark, length)), Some(para)) = (marks::at_start(line), &mut self.para) else { return };
        para.mark = Some(mark);
        if para.mark_before == Some(mark) && !para.told_mark {
            para.told_mark = true;
            let typed = line.get(..length).unwrap_or_default().to_owned();
            self.fault(start..start + length, Cause::UnknownMark { mark: typed });
        }
    }

    pub(super) fn characters(&mut self, s: &str, at: &Range<usize>) {
        let fine = |c: char| is_character(c) && (!c.is_control() || matches!(c, '\t' | '\n'));
        if let Some(c) = s.chars().find(|c| !fine(*c)) {
            self.fault(at.clone(), Cause::Character(c));
        }
    }

    pub(super) fn end_paragraph(&mut self) {
        let Some(para) = self.para.take() else { return };
        let pieces = para.run.finish();
        match (para.image, pieces.is_empty()) {
            (Some((_, image)), true) => self.outline.add(image),
            (Some((at, _)), false) => self.fault(at, Cause::ImageInline),
            (None, true) => {}
            (None, false) if para.caption => {
                if let Some(Block::Table(table)) = self.outline.last() {
                    table.caption = Some(pieces);
                }
            }
            (None, false) => {
                let block = if self.in_note { Block::Paragraph(pieces) } else { paragraph(pieces) };
                self.outline.add(block);
            }
        }
    }

    /// The parser leaves `[^x]` as text where no such footnote is defined.
    pub(super) fn missing_note(&mut self, s: &str, at: &Range<usize>) {
        for (i, _) in s.match_indices('[') {
            let Some(rest) = self.text.get(at.start + i..).and_then(|t| t.strip_prefix("[^")) else {
                continue;
            };
            // A name is short; looking further would cost time.
            let name: String = rest
                .chars()
                .take(limits::ID)
                .take_while(|c| *c != ']' && *c != '[' && !c.is_whitespace())
                .collect();
            if !name.is_empty() && rest.get(name.len()..).is_some_and(|end| end.starts_with(']')) {
                let start = at.start + i;
                self.fault(start..start + name.len() + 3, Cause::NoteMissing { name });
            }
        }
    }

    /// The parser leaves `[a](b c)` as text, for an address has no spaces.
    pub(super) fn broken_link(&mut self, s: &str, at: &Range<usize>, escaped: bool) {
        for (i, _) in s.match_indices(']').filter(|(i, _)| *i > 0 || !escaped) {
            let start = at.start + i;
            if self.text.get(start..).is_some_and(|t| t.starts_with("](")) {
                self.fault(start..start + 2, Cause::LinkBroken);
            }
        }
    }
}

impl Para {
    pub(super) fn new(at: usize) -> Self {
        Self {
            at,
            run: Run::default(),
            placed: false,
            line_start: true,
            begun: false,
            line_end: None,
            image: None,
            caption: false,
            mark: None,
            mark_before: None,
            told_mark: false,
            told_line: false,
        }
    }
}

fn is_caption(text: &str, at: usize) -> bool {
    let escaped = text.get(..at).is_some_and(|before| before.ends_with('\\'));
    let rest = text.get(at..).filter(|_| !escaped).and_then(|t| t.strip_prefix(':'));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with([':', '\n', '\r']))
}

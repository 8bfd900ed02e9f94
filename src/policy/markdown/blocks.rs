//! Where each block belongs: the open lists, items and quotations, and what a label or a paragraph closes.
//!
//! Specification: `docs/policy-data.md`, "Texts". Takes blocks and labels in reading order (from `reader`);
//! gives the finished tree. Knows nothing of what stands in a paragraph; labels find their list in `sequences`.
//!
//! Sequences of labels stay open when their CommonMark list ends, so that `a)` behind an empty line still
//! belongs to `1.`; what has no label closes them, unless it is indented or stands in an Absatz.

use std::ops::Range;

use super::sequences::{Past, Sequence};
use super::{Cause, Faults, source};
use crate::policy::text::{Block, Item};

/// A block that has begun; its number is its own for ever, so that a stale one is noticed.
pub(super) struct Frame {
    number: usize,
    pub(super) kind: Open,
}

pub(super) enum Open {
    /// The text itself.
    Root(Content),
    /// Bullets or a quotation; at which column its mark stands.
    Bullets(Vec<Vec<Block>>),
    Bullet {
        at: Range<usize>,
        column: usize,
        content: Content,
    },
    Quote {
        at: Range<usize>,
        content: Content,
    },
    Sequence(Sequence),
    Labelled {
        label: String,
        at: Range<usize>,
        column: usize,
        explicit: bool,
        content: Content,
    },
}

/// What stands in a frame, and the sequences of labels that came to an end in it.
#[derive(Default)]
pub(super) struct Content {
    blocks: Vec<Block>,
    pub(super) ended: Vec<Past>,
    /// Something in it was refused.
    spoilt: bool,
}

/// Where something stands: at which column, and whether it follows a line of text without an empty one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) column: usize,
    pub(super) attached: bool,
}

/// A list, item or quotation of CommonMark that is open there, and its frame here, if that is still open.
#[derive(Debug, Clone, Copy)]
pub(super) struct Handle {
    number: usize,
    index: usize,
}

/// The blocks that are open, outermost first: the text, then lists and items in turn.
pub(super) struct Outline {
    pub(super) frames: Vec<Frame>,
    next: usize,
    pub(super) faults: Faults,
}

impl Outline {
    pub(super) fn new() -> Self {
        let root = Frame { number: 0, kind: Open::Root(Content::default()) };
        Self { frames: vec![root], next: 1, faults: Faults::new() }
    }

    /// How many lists and quotations are open.
    pub(super) fn depth(&self) -> usize {
        let list = |f: &&Frame| matches!(f.kind, Open::Bullets(_) | Open::Quote { .. } | Open::Sequence(_));
        self.frames.iter().filter(list).count()
    }

    /// Ends the text.
    pub(super) fn finish(mut self) -> (Vec<Block>, Faults) {
        while self.frames.len() > 1 {
            self.close();
        }
        match self.frames.pop().map(|f| f.kind) {
            Some(Open::Root(content)) => {
                self.lonely(&content);
                (content.blocks, self.faults)
            }
            _ => (Vec::new(), self.faults),
        }
    }

    /// Adds a block to what is open.
    pub(super) fn add(&mut self, block: Block) {
        if let Some(content) = self.content() {
            content.blocks.push(block);
        }
    }

    /// Something in what is open is refused: it is not empty, though nothing may come of it.
    pub(super) fn spoil(&mut self) {
        for content in self.frames.iter_mut().filter_map(|f| content_mut(&mut f.kind)) {
            content.spoilt = true;
        }
    }

    /// Whether nothing stands yet in the text, the bullet or the quotation that is open.
    pub(super) fn is_fresh(&self) -> bool {
        self.frames.last().is_some_and(|frame| match &frame.kind {
            Open::Labelled { .. } => false,
            kind => content_of(kind).is_some_and(|c| c.blocks.is_empty()),
        })
    }

    /// The block that was added last, if nothing was opened or closed since.
    pub(super) fn last(&mut self) -> Option<&mut Block> {
        self.content()?.blocks.last_mut()
    }

    /// Makes room for a block without a label: closes the items that it does not belong to.
    ///
    /// It belongs to an item when it is attached to it, when it is indented further than the item's label,
    /// or when the item is an Absatz, which may have any number of paragraphs.
    pub(super) fn place(&mut self, place: Place) {
        while let Some(Frame { kind: Open::Labelled { column, explicit, .. }, .. }) = self.frames.last() {
            // A single space may be a slip.
            if place.attached || *explicit || place.column > *column + 1 || self.top_is_paragraph() {
                return;
            }
            self.close();
            self.close();
        }
    }

    fn top_is_paragraph(&self) -> bool {
        let below = self.frames.len().checked_sub(2).and_then(|i| self.frames.get(i));
        matches!(below, Some(Frame { kind: Open::Sequence(s), .. }) if s.past.kind.is_paragraph())
    }

    /// The label of the open item, if a line in this column could as well belong to the sentence around it.
    ///
    /// Absätze are wrapped as they please; lists of CommonMark follow its rules.
    pub(super) fn doubtful(&self, column: usize) -> Option<&str> {
        match &self.frames.last()?.kind {
            Open::Labelled { label, column: of_label, explicit: false, .. }
                if column < of_label + 2 && !self.top_is_paragraph() =>
            {
                Some(label)
            }
            _ => None,
        }
    }

    /// Opens a list of bullets.
    pub(super) fn bullets(&mut self, place: Place) -> Handle {
        self.place(place);
        self.push(Open::Bullets(Vec::new()))
    }

    /// Opens an item of a list of bullets; of a new one, if a label has closed that one.
    pub(super) fn bullet(&mut self, list: Handle, place: Place, at: Range<usize>) -> (Handle, Handle) {
        let list = if self.close_to(list) { list } else { self.bullets(place) };
        let item = self.push(Open::Bullet { at, column: place.column, content: Content::default() });
        (list, item)
    }

    pub(super) fn quote(&mut self, place: Place, at: Range<usize>) -> Handle {
        self.place(place);
        self.push(Open::Quote { at, content: Content::default() })
    }

    /// Closes what was opened, if it is still open, with all in it.
    pub(super) fn end(&mut self, handle: Handle) {
        if self.close_to(handle) {
            self.close();
        }
    }

    /// The item of a CommonMark list ends; text may still be added to it, and labels go on after it.
    pub(super) fn end_item(&mut self, handle: Handle) {
        if !self.is_open(handle) {
            return;
        }
        // Bullets and quotations inside have had their own end.
        if let Some(Frame { kind: Open::Labelled { explicit, .. }, .. }) = self.frames.get_mut(handle.index) {
            *explicit = false;
        }
    }

    /// Closes bullets and quotations that the line of a label does not continue.
    ///
    /// CommonMark lets a line of plain text continue a paragraph in a list or a quotation; a label begins
    /// something, and what begins something continues nothing.
    pub(super) fn leave_lazily(&mut self, text: &str, at: usize) {
        let line = text.get(..at).map_or(0, |t| t.rfind('\n').map_or(0, |n| n + 1));
        let mut marks = text.get(line..at).unwrap_or_default().matches('>').count();
        let indent = source::column(text, at);
        let left = self.frames.iter().position(|frame| match &frame.kind {
            Open::Bullet { column, .. } => indent <= *column,
            Open::Quote { .. } => match marks.checked_sub(1) {
                Some(rest) => {
                    marks = rest;
                    false
                }
                None => true,
            },
            _ => false,
        });
        if let Some(index) = left {
            // An item of bullets goes with its list.
            let bullet = matches!(self.frames.get(index).map(|f| &f.kind), Some(Open::Bullet { .. }));
            self.truncate(index - usize::from(bullet));
        }
    }

    pub(super) fn push(&mut self, kind: Open) -> Handle {
        self.frames.push(Frame { number: self.next, kind });
        self.next += 1;
        self.handle(self.frames.len() - 1)
    }

    pub(super) fn handle(&self, index: usize) -> Handle {
        Handle { number: self.frames.get(index).map_or(usize::MAX, |f| f.number), index }
    }

    fn is_open(&self, handle: Handle) -> bool {
        self.frames.get(handle.index).is_some_and(|f| f.number == handle.number)
    }

    /// Closes all that was opened in the frame; whether it is open at all.
    pub(super) fn close_to(&mut self, handle: Handle) -> bool {
        let open = self.is_open(handle);
        if open {
            self.truncate(handle.index + 1);
        }
        open
    }

    pub(super) fn truncate(&mut self, length: usize) {
        while self.frames.len() > length.max(1) {
            self.close();
        }
    }

    /// Closes the innermost frame and puts it where it belongs.
    pub(super) fn close(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        match frame.kind {
            Open::Root(_) => {}
            Open::Bullets(items) => self.add(Block::Bullets(items)),
            Open::Bullet { at, content, .. } => {
                self.check(&content, "-", at);
                if let Some(Frame { kind: Open::Bullets(items), .. }) = self.frames.last_mut() {
                    items.push(content.blocks);
                }
            }
            Open::Quote { at, content } => {
                self.check(&content, ">", at);
                self.add(Block::Quote(content.blocks));
            }
            Open::Labelled { label, at, content, .. } => {
                self.check(&content, &label, at);
                if let Some(Frame { kind: Open::Sequence(sequence), .. }) = self.frames.last_mut() {
                    sequence.items.push(Item { label, text: content.blocks });
                }
            }
            Open::Sequence(sequence) => self.end_sequence(sequence),
        }
    }

    fn check(&mut self, content: &Content, label: &str, at: Range<usize>) {
        if content.blocks.is_empty() && !content.spoilt {
            self.faults.push((at, Cause::EmptyItem { label: label.to_owned() }));
        }
        self.lonely(content);
    }

    fn lonely(&mut self, content: &Content) {
        for past in &content.ended {
            self.alone(past);
        }
    }

    pub(super) fn content(&mut self) -> Option<&mut Content> {
        content_mut(&mut self.frames.last_mut()?.kind)
    }
}

pub(super) fn content_of(open: &Open) -> Option<&Content> {
    match open {
        Open::Root(content)
        | Open::Bullet { content, .. }
        | Open::Quote { content, .. }
        | Open::Labelled { content, .. } => Some(content),
        Open::Bullets(_) | Open::Sequence(_) => None,
    }
}

fn content_mut(open: &mut Open) -> Option<&mut Content> {
    match open {
        Open::Root(content)
        | Open::Bullet { content, .. }
        | Open::Quote { content, .. }
        | Open::Labelled { content, .. } => Some(content),
        Open::Bullets(_) | Open::Sequence(_) => None,
    }
}

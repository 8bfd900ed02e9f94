//! Where each block belongs: the open lists, items and quotations, and what a label or a paragraph closes.
//!
//! Specification: `docs/policy-data.md`, "Texts". Takes blocks and labels in reading order (from `reader`);
//! gives the finished tree. Knows nothing of what stands in a paragraph.
//!
//! A label begins an item, wherever it stands, as a bullet does. Which list it belongs to is decided by its
//! kind and number alone, the innermost list first; indentation decides only for what has no label.

use std::ops::Range;

use super::labels::{Kind, Label, Value};
use super::{Cause, Faults, source};
use crate::base::limits;
use crate::policy::text::{Block, Item};

/// A block that has begun; its number is its own for ever, so that a stale one is noticed.
struct Frame {
    number: usize,
    kind: Open,
}

enum Open {
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
struct Content {
    blocks: Vec<Block>,
    ended: Vec<Past>,
    /// Something in it was refused.
    spoilt: bool,
}

/// Labels that follow one another.
struct Sequence {
    past: Past,
    items: Vec<Item>,
}

/// How far a sequence has come.
#[derive(Clone)]
struct Past {
    kind: Kind,
    last: Value,
    label: String,
    /// Where its first label stands.
    first: Range<usize>,
    /// One item so far, and one that would be no list if it stayed alone.
    lonely: bool,
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

/// Where a label comes from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Origin {
    /// The start of a line.
    Line,
    /// The first item of a CommonMark list.
    FirstItem,
    /// Another item of one.
    NextItem(Handle),
}

/// The blocks that are open, outermost first: the text, then lists and items in turn.
pub(super) struct Outline {
    frames: Vec<Frame>,
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
            if place.attached || *explicit || place.column > *column || self.top_is_paragraph() {
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

    /// Opens the item of a label, in the sequence that it continues or begins.
    ///
    /// Gives the list and the item; `None` if it would be too deep.
    pub(super) fn label(
        &mut self,
        label: Label,
        at: Range<usize>,
        place: Place,
        origin: Origin,
    ) -> Option<(Handle, Handle)> {
        let explicit = !matches!(origin, Origin::Line);
        let next = match origin {
            Origin::NextItem(list) => self.close_to(list),
            Origin::Line | Origin::FirstItem => false,
        };
        if next {
            self.continue_list(&label, &at);
        } else {
            let base = self.base(matches!(origin, Origin::FirstItem));
            if !self.go_on(&label, base) {
                self.begin(&label, &at, place, base)?;
            }
        }
        let list = self.handle(self.frames.len() - 1);
        let content = Content::default();
        let item = Open::Labelled { label: label.text, at, column: place.column, explicit, content };
        Some((list, self.push(item)))
    }

    /// The frame in which a label looks for its sequence: bullets and quotations are texts of their own, and
    /// so is the item around a new list of CommonMark, which may number anew in it.
    fn base(&self, new_list: bool) -> usize {
        let bounds = |f: &Frame| match &f.kind {
            Open::Root(_) | Open::Bullet { .. } | Open::Quote { .. } => true,
            Open::Labelled { explicit, .. } => new_list && *explicit,
            Open::Bullets(_) | Open::Sequence(_) => false,
        };
        self.frames.iter().rposition(bounds).unwrap_or(0)
    }

    /// Whether the label of a line goes on where a sequence has come to.
    pub(super) fn is_next(&self, label: &Label) -> bool {
        self.followed(label, self.base(false)).is_some()
    }

    /// The innermost sequence that the label follows, open or ended; in which frame, and the label's value.
    fn followed(&self, label: &Label, base: usize) -> Option<(usize, &Past, Value)> {
        let follows = |past: &Past| {
            let right = |(kind, value): &&(Kind, Value)| *kind == past.kind && value.follows(past.last);
            label.readings.iter().find(right).map(|(_, value)| *value)
        };
        (base..self.frames.len()).rev().find_map(|index| match &self.frames.get(index)?.kind {
            Open::Sequence(sequence) => Some((index, &sequence.past, follows(&sequence.past)?)),
            kind => content_of(kind)?.ended.iter().find_map(|past| Some((index, past, follows(past)?))),
        })
    }

    /// Continues the innermost sequence that the label follows; whether there is one.
    fn go_on(&mut self, label: &Label, base: usize) -> bool {
        let Some((index, past, value)) = self.followed(label, base) else { return false };
        let past = past.clone();
        self.resume(index, past);
        self.advance(value, label);
        true
    }

    /// Makes a sequence the innermost frame again; one that had ended becomes a block of its own.
    fn resume(&mut self, index: usize, past: Past) {
        self.truncate(index + 1);
        if !matches!(self.frames.last().map(|f| &f.kind), Some(Open::Sequence(_))) {
            self.push(Open::Sequence(Sequence { past, items: Vec::new() }));
        }
    }

    /// The next item of a CommonMark list that is open.
    fn continue_list(&mut self, label: &Label, at: &Range<usize>) {
        let Some(Frame { kind: Open::Sequence(Sequence { past, .. }), .. }) = self.frames.last() else {
            return;
        };
        let reading = label.readings.iter().find(|(kind, _)| *kind == past.kind).copied();
        let Some((_, value)) = reading else { return };
        if !value.follows(past.last) {
            let cause = gap(past, label);
            self.faults.push((at.clone(), cause));
        }
        self.advance(value, label);
    }

    /// Begins a sequence, where the label follows none.
    fn begin(&mut self, label: &Label, at: &Range<usize>, place: Place, base: usize) -> Option<()> {
        // The nearest sequence of the kind in which the label has no place.
        let found = (base..self.frames.len()).rev().find_map(|index| {
            let near = |past: &Past| label.readings.iter().find(|(kind, _)| *kind == past.kind).copied();
            match &self.frames.get(index)?.kind {
                Open::Sequence(s) => near(&s.past).map(|reading| (index, reading, s.past.clone(), true)),
                kind => content_of(kind)?
                    .ended
                    .iter()
                    .find_map(|p| near(p).map(|reading| (index, reading, p.clone(), false))),
            }
        });
        let open = |kind: Kind| matches!(&found, Some((_, (k, _), _, true)) if *k == kind);
        let first = label.as_first().filter(|(kind, _)| !open(*kind));
        let in_quote =
            !place.attached && self.frames.get(base).is_some_and(|f| matches!(f.kind, Open::Quote { .. }));
        match (first, found, label.readings.first()) {
            (Some((kind, value)), ..) => self.open(kind, value, label, at, place, !in_quote),
            (None, Some((index, (_, value), past, _)), _) => {
                self.faults.push((at.clone(), gap(&past, label)));
                self.resume(index, past);
                self.advance(value, label);
                Some(())
            }
            (None, None, Some((kind, value))) => {
                // Who quotes may begin in the middle.
                if !in_quote {
                    let cause = Cause::LabelNotFirst { found: label.text.clone(), first: kind.first() };
                    self.faults.push((at.clone(), cause));
                }
                self.open(*kind, *value, label, at, place, false)
            }
            (None, None, None) => None,
        }
    }

    fn open(
        &mut self,
        kind: Kind,
        value: Value,
        label: &Label,
        at: &Range<usize>,
        place: Place,
        count: bool,
    ) -> Option<()> {
        // After an empty line and at the margin, `1.` goes on where `a)` and `b)` have come to an end.
        while let Some([below, Frame { kind: Open::Labelled { column, explicit, .. }, .. }]) =
            self.frames.last_chunk()
        {
            let outranked = matches!(&below.kind, Open::Sequence(s) if s.past.kind.rank() > kind.rank());
            if place.attached || *explicit || place.column > *column || !outranked {
                break;
            }
            self.close();
            self.close();
        }
        if self.depth() >= limits::NESTING {
            self.faults.push((at.clone(), Cause::TooDeep { limit: limits::NESTING }));
            return None;
        }
        // A by-law may have a single Absatz; a list of one item is rather a date or the first club.
        let lonely = count && (place.attached || !kind.is_paragraph());
        let past = Past { kind, last: value, label: label.text.clone(), first: at.clone(), lonely };
        self.push(Open::Sequence(Sequence { past, items: Vec::new() }));
        Some(())
    }

    fn advance(&mut self, value: Value, label: &Label) {
        if let Some(Frame { kind: Open::Sequence(Sequence { past, .. }), .. }) = self.frames.last_mut() {
            past.last = value;
            past.label.clone_from(&label.text);
            past.lonely = false;
        }
    }

    fn push(&mut self, kind: Open) -> Handle {
        self.frames.push(Frame { number: self.next, kind });
        self.next += 1;
        self.handle(self.frames.len() - 1)
    }

    fn handle(&self, index: usize) -> Handle {
        Handle { number: self.frames.get(index).map_or(usize::MAX, |f| f.number), index }
    }

    fn is_open(&self, handle: Handle) -> bool {
        self.frames.get(handle.index).is_some_and(|f| f.number == handle.number)
    }

    /// Closes all that was opened in the frame; whether it is open at all.
    fn close_to(&mut self, handle: Handle) -> bool {
        let open = self.is_open(handle);
        if open {
            self.truncate(handle.index + 1);
        }
        open
    }

    fn truncate(&mut self, length: usize) {
        while self.frames.len() > length.max(1) {
            self.close();
        }
    }

    /// Closes the innermost frame and puts it where it belongs.
    fn close(&mut self) {
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
            Open::Sequence(sequence) => {
                if let Some(content) = self.content() {
                    content.blocks.push(Block::Labelled(sequence.items));
                    let past = sequence.past;
                    match content.ended.iter_mut().find(|p| p.kind == past.kind) {
                        Some(before) if before.first == past.first => *before = past,
                        Some(before) => {
                            // It begins anew: what it was before is over for good.
                            let over = std::mem::replace(before, past);
                            self.alone(&over);
                        }
                        None => content.ended.push(past),
                    }
                }
            }
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

    fn alone(&mut self, past: &Past) {
        if past.lonely {
            let next = past.kind.after(past.last).unwrap_or_default();
            self.faults.push((past.first.clone(), Cause::LabelAlone { label: past.label.clone(), next }));
        }
    }

    fn content(&mut self) -> Option<&mut Content> {
        content_mut(&mut self.frames.last_mut()?.kind)
    }
}

fn content_of(open: &Open) -> Option<&Content> {
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

fn gap(past: &Past, label: &Label) -> Cause {
    Cause::LabelGap {
        before: past.label.clone(),
        expected: past.kind.after(past.last),
        found: label.text.clone(),
    }
}

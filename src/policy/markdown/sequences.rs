//! Which list a label continues or begins.
//!
//! Specification: `docs/policy-data.md`, "Texts". A label begins an item, wherever it stands, as a bullet does.
//! Which list it belongs to is decided by its kind and number alone, the innermost list first; indentation
//! decides only for what has no label. Nothing is counted: what does not follow is refused.

use std::ops::Range;

use super::Cause;
use super::blocks::{Content, Frame, Handle, Open, Outline, Place, content_of};
use super::labels::{Kind, Label, Value};
use crate::base::limits;
use crate::policy::text::{Block, Item};

/// Labels that follow one another.
pub(super) struct Sequence {
    pub(super) past: Past,
    pub(super) items: Vec<Item>,
}

/// How far a sequence has come.
#[derive(Debug, Clone)]
pub(super) struct Past {
    pub(super) kind: Kind,
    last: Value,
    /// Where its first label stands.
    first: Range<usize>,
    /// One item so far, and one that would be no list if it stayed alone.
    lonely: bool,
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

impl Outline {
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
        self.advance(value);
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
        self.advance(value);
    }

    /// Begins a sequence, where the label follows none.
    fn begin(&mut self, label: &Label, at: &Range<usize>, place: Place, base: usize) -> Option<()> {
        // The nearest sequence of the kind in which the label has no place.
        let found = (base..self.frames.len()).rev().find_map(|index| {
            let near = |past: &Past| label.readings.iter().find(|(kind, _)| *kind == past.kind).copied();
            match &self.frames.get(index)?.kind {
                Open::Sequence(s) => near(&s.past).map(|(_, value)| (index, value, s.past.clone())),
                kind => content_of(kind)?
                    .ended
                    .iter()
                    .find_map(|p| near(p).map(|(_, value)| (index, value, p.clone()))),
            }
        });
        // The same kind cannot begin anew inside itself.
        let open = |kind: Kind| {
            let frames = self.frames.get(base..).unwrap_or_default();
            frames.iter().any(|f| matches!(&f.kind, Open::Sequence(s) if s.past.kind == kind))
        };
        let first = label.as_first().filter(|(kind, _)| !open(*kind));
        let in_quote =
            !place.attached && self.frames.get(base).is_some_and(|f| matches!(f.kind, Open::Quote { .. }));
        match (first, found, label.readings.first()) {
            (Some((kind, value)), ..) => self.open(kind, value, at, place, !in_quote),
            (None, Some((index, value, past)), _) => {
                self.faults.push((at.clone(), gap(&past, label)));
                self.resume(index, past);
                self.advance(value);
                Some(())
            }
            (None, None, Some((kind, value))) => {
                // Who quotes may begin in the middle.
                if !in_quote {
                    let cause = Cause::LabelNotFirst { found: label.text.clone(), first: kind.first() };
                    self.faults.push((at.clone(), cause));
                }
                self.open(*kind, *value, at, place, false)
            }
            (None, None, None) => None,
        }
    }

    fn open(
        &mut self,
        kind: Kind,
        value: Value,
        at: &Range<usize>,
        place: Place,
        checked: bool,
    ) -> Option<()> {
        // After an empty line and at the margin, `1.` goes on where `a)` and `b)` have come to an end.
        while let Some([below, Frame { kind: Open::Labelled { column, explicit, .. }, .. }]) =
            self.frames.last_chunk()
        {
            let outranked = matches!(&below.kind, Open::Sequence(s) if s.past.kind.rank() > kind.rank());
            if place.attached || *explicit || place.column > *column + 1 || !outranked {
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
        let lonely = checked && (place.attached || !kind.is_paragraph());
        let past = Past { kind, last: value, first: at.clone(), lonely };
        self.push(Open::Sequence(Sequence { past, items: Vec::new() }));
        Some(())
    }

    fn advance(&mut self, value: Value) {
        if let Some(Frame { kind: Open::Sequence(Sequence { past, .. }), .. }) = self.frames.last_mut() {
            past.last = value;
            past.lonely = false;
        }
    }

    /// A sequence becomes a block; it may go on later, with another.
    pub(super) fn end_sequence(&mut self, sequence: Sequence) {
        let past = sequence.past;
        self.add(Block::Labelled(sequence.items));
        let Some(Content { ended, .. }) = self.content() else { return };
        match ended.iter_mut().find(|p| p.kind == past.kind) {
            Some(before) if before.first == past.first => *before = past,
            Some(before) => {
                // It has begun anew: what it was before is over for good.
                let over = std::mem::replace(before, past);
                self.alone(&over);
            }
            None => ended.push(past),
        }
    }

    pub(super) fn alone(&mut self, past: &Past) {
        if past.lonely {
            let next = past.kind.after(past.last).unwrap_or_default();
            self.faults
                .push((past.first.clone(), Cause::LabelAlone { label: past.kind.write(past.last), next }));
        }
    }
}

fn gap(past: &Past, label: &Label) -> Cause {
    Cause::LabelGap {
        before: past.kind.write(past.last),
        expected: past.kind.after(past.last),
        found: label.text.clone(),
    }
}

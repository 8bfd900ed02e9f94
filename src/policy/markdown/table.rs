//! Tables: cells as they come, checked so that no cell is lost and every column says what it is.
//!
//! Specification: `docs/policy-data.md`, "Texts".

use std::ops::Range;

use pulldown_cmark::Alignment;

use super::inline::Run;
use super::{Cause, Faults, source};
use crate::policy::text::{Align, Block, Inline, Table};

/// More columns cannot be read on A4, and a row of two bytes would be filled up to all of them.
pub(super) const COLUMNS: usize = 20;

/// A table that is being read.
pub(super) struct Building {
    at: Range<usize>,
    columns: Vec<Align>,
    head: Vec<Vec<Inline>>,
    rows: Vec<Vec<Vec<Inline>>>,
    row: Vec<Vec<Inline>>,
    /// The cell that is being read.
    pub(super) cell: Option<Run>,
    /// Where the last cell ended.
    end: usize,
}

impl Building {
    pub(super) fn new(alignments: &[Alignment], at: Range<usize>) -> Self {
        let columns = alignments
            .iter()
            .map(|a| match a {
                Alignment::None | Alignment::Left => Align::Start,
                Alignment::Center => Align::Center,
                Alignment::Right => Align::End,
            })
            .collect();
        let (head, rows, row) = (Vec::new(), Vec::new(), Vec::new());
        Self { end: at.start, at, columns, head, rows, row, cell: None }
    }

    pub(super) fn end_cell(&mut self, at: &Range<usize>) {
        self.row.extend(self.cell.take().map(Run::finish));
        self.end = at.end;
    }

    pub(super) fn end_head(&mut self, at: &Range<usize>, faults: &mut Faults) {
        self.head = std::mem::take(&mut self.row);
        // The corner above row headings may stay empty.
        let empty = self.head.iter().enumerate().skip(1).filter(|(_, cell)| cell.is_empty());
        faults.extend(empty.map(|(i, _)| (at.clone(), Cause::TableHead { column: i + 1 })));
    }

    /// CommonMark fills up a row that is too short, and drops what is too much.
    pub(super) fn end_row(&mut self, text: &str, at: &Range<usize>, faults: &mut Faults) {
        let row = text.get(at.clone()).unwrap_or_default();
        let rest = text.get(self.end.max(at.start)..at.end).unwrap_or_default().trim();
        let rest = rest.strip_prefix('|').unwrap_or(rest);
        if !row.contains('|') {
            faults.push((at.clone(), Cause::TableRowWithoutBar));
        } else if !rest.is_empty() {
            faults.push((at.clone(), Cause::TableRowTooLong { columns: self.columns.len() }));
        }
        self.rows.push(std::mem::take(&mut self.row));
    }

    pub(super) fn finish(mut self, faults: &mut Faults) -> Block {
        if self.rows.is_empty() {
            faults.push((self.at, Cause::TableWithoutRows));
        }
        let heading =
            |row: &Vec<Vec<Inline>>| matches!(row.first().map(Vec::as_slice), Some([Inline::Strong(_)]));
        let row_heads = !self.rows.is_empty() && self.rows.iter().all(heading);
        if row_heads {
            for cell in self.rows.iter_mut().filter_map(|row| row.first_mut()) {
                if let Some(Inline::Strong(inner)) = cell.pop() {
                    *cell = inner;
                }
            }
        }
        let Self { columns, head, rows, .. } = self;
        Block::Table(Table { caption: None, columns, head, row_heads, rows })
    }
}

/// Whether a table can be set with so many columns.
pub(super) fn check_columns(columns: usize) -> Option<Cause> {
    (columns > COLUMNS).then_some(Cause::TableColumns { limit: COLUMNS })
}

/// Whether a line was meant to be the one below the head of a table: only `|`, `-`, `:`.
pub(super) fn is_rule(text: &str, at: usize) -> bool {
    let line = source::rest_of_line(text, at);
    line.contains("--")
        && line.contains('|')
        && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

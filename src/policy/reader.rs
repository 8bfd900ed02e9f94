//! Walks parsed TOML field by field, collecting every problem on the way.
//!
//! Takes spanned values of the `toml` crate; gives checked values, or `None` after it has noted why not.
//! It never stops at the first problem; knows nothing of what the fields mean (see `parse`).

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use unicode_normalization::UnicodeNormalization;

use super::problem::{Cause, Kind, Problem};
use crate::base::{AsOf, Day, Id, canonical, limits};

pub(super) type Node<'a> = &'a Spanned<DeValue<'a>>;

/// The text that is read, and what is wrong with it so far.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) problems: Vec<Problem>,
}

/// A table and the fields it may have.
pub(super) struct Fields<'a> {
    table: &'a DeTable<'a>,
    pub(super) span: Range<usize>,
}

impl<'a> Fields<'a> {
    pub(super) fn get(&self, name: &str) -> Option<Node<'a>> {
        self.table.iter().find(|(key, _)| key.get_ref() == name).map(|(_, value)| value)
    }

    /// Where the field's name stands, or else the table.
    pub(super) fn key_span(&self, name: &str) -> Range<usize> {
        self.table
            .iter()
            .find(|(key, _)| key.get_ref() == name)
            .map_or(self.span.clone(), |(key, _)| key.span())
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, problems: Vec::new() }
    }

    pub(super) fn note(&mut self, span: Range<usize>, cause: Cause) {
        if self.problems.len() < limits::PROBLEMS {
            self.problems.push(Problem::new(span, cause));
        }
    }

    /// A table's fields; notes those that are not known.
    pub(super) fn fields(
        &mut self,
        table: &'a DeTable<'a>,
        span: Range<usize>,
        known: &'static [&'static str],
    ) -> Fields<'a> {
        for (key, _) in table {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let nearest = nearest(name, known.iter().copied());
                self.note(key.span(), Cause::UnknownField { name: name.to_owned(), nearest, known });
            }
        }
        Fields { table, span }
    }

    fn wrong<T>(&mut self, field: &'static str, node: Node<'a>, expected: Kind) -> Option<T> {
        let found = kind(node.get_ref());
        self.note(node.span(), Cause::WrongKind { field, expected, found });
        None
    }

    pub(super) fn missing<T>(&mut self, fields: &Fields<'a>, field: &'static str) -> Option<T> {
        self.note(fields.span.clone(), Cause::Missing { field });
        None
    }

    /// A value that must be there, read by `read`.
    pub(super) fn need<T>(
        &mut self,
        fields: &Fields<'a>,
        field: &'static str,
        read: impl FnOnce(&mut Self, &'static str, Node<'a>) -> Option<T>,
    ) -> Option<T> {
        match fields.get(field) {
            Some(node) => read(self, field, node),
            None => self.missing(fields, field),
        }
    }

    /// A value that may be there.
    pub(super) fn may<T>(
        &mut self,
        fields: &Fields<'a>,
        field: &'static str,
        read: impl FnOnce(&mut Self, &'static str, Node<'a>) -> Option<T>,
    ) -> Option<T> {
        fields.get(field).and_then(|node| read(self, field, node))
    }

    /// The characters of a text, unchecked.
    pub(super) fn raw(&mut self, field: &'static str, node: Node<'a>) -> Option<&'a str> {
        match node.get_ref() {
            DeValue::String(s) => Some(s.as_ref()),
            _ => self.wrong(field, node, Kind::Text),
        }
    }

    /// A text of one line: trimmed, NFC, not empty, without invisible characters.
    pub(super) fn line(&mut self, field: &'static str, node: Node<'a>) -> Option<String> {
        let raw = self.raw(field, node)?;
        let clean = self.clean(raw.trim(), node, false);
        if raw.trim().is_empty() {
            self.note(node.span(), Cause::Empty { field });
            return None;
        }
        clean.then(|| raw.trim().nfc().collect())
    }

    /// Whether a text has only allowed characters; notes the first of each that is not.
    pub(super) fn clean(&mut self, raw: &str, node: Node<'a>, lines: bool) -> bool {
        let mut seen = Vec::new();
        for (at, c) in raw.char_indices() {
            let fine = canonical::allowed(c)
                && (!c.is_control() || lines && matches!(c, '\n' | '\r' | '\t'))
                && !('\u{fdd0}'..='\u{fdef}').contains(&c);
            if !fine && !seen.contains(&c) {
                seen.push(c);
                let span = self.inside(node, raw, at..at + c.len_utf8());
                self.note(span, Cause::Character(c));
            }
        }
        seen.is_empty()
    }

    /// Where a part of a text stands in the file: exact, unless the text was typed with escapes.
    pub(super) fn inside(&self, node: Node<'a>, raw: &str, part: Range<usize>) -> Range<usize> {
        let whole = node.span();
        let typed = self.text.get(whole.clone()).unwrap_or_default();
        match typed.find(raw) {
            Some(start) if !raw.is_empty() => {
                whole.start + start + part.start..whole.start + start + part.end
            }
            _ => whole,
        }
    }

    pub(super) fn yes_no(&mut self, field: &'static str, node: Node<'a>) -> Option<bool> {
        match node.get_ref() {
            DeValue::Boolean(b) => Some(*b),
            _ => self.wrong(field, node, Kind::YesNo),
        }
    }

    pub(super) fn number(&mut self, field: &'static str, node: Node<'a>, min: i64, max: i64) -> Option<i64> {
        let DeValue::Integer(n) = node.get_ref() else { return self.wrong(field, node, Kind::Number) };
        match i64::from_str_radix(n.as_str(), n.radix()) {
            Ok(n) if (min..=max).contains(&n) => Some(n),
            _ => {
                self.note(node.span(), Cause::OutOfRange { field, min, max });
                None
            }
        }
    }

    pub(super) fn id(&mut self, field: &'static str, node: Node<'a>) -> Option<Id> {
        let raw = self.raw(field, node)?;
        match raw.parse() {
            Ok(id) => Some(id),
            Err(_) => {
                self.note(node.span(), Cause::BadId(raw.to_owned()));
                None
            }
        }
    }

    pub(super) fn url(&mut self, field: &'static str, node: Node<'a>) -> Option<String> {
        let line = self.line(field, node)?;
        if is_url(&line) {
            return Some(line);
        }
        self.note(node.span(), Cause::BadUrl(line));
        None
    }

    pub(super) fn day(&mut self, field: &'static str, node: Node<'a>) -> Option<Day> {
        let found = self.date_text(field, node)?;
        match found.parse() {
            Ok(day) => Some(day),
            Err(_) => {
                self.note(node.span(), bad_date(&found, false));
                None
            }
        }
    }

    pub(super) fn as_of(&mut self, field: &'static str, node: Node<'a>) -> Option<AsOf> {
        let found = self.date_text(field, node)?;
        match found.parse() {
            Ok(as_of) => Some(as_of),
            Err(_) => {
                self.note(node.span(), bad_date(&found, true));
                None
            }
        }
    }

    fn date_text(&mut self, field: &'static str, node: Node<'a>) -> Option<String> {
        match node.get_ref() {
            DeValue::Datetime(d) => Some(d.to_string()),
            DeValue::String(s) => Some(s.as_ref().to_owned()),
            _ => self.wrong(field, node, Kind::Date),
        }
    }

    /// A word out of a fixed list.
    pub(super) fn word<T: Copy>(
        &mut self,
        field: &'static str,
        node: Node<'a>,
        known: &'static [&'static str],
        values: &[T],
    ) -> Option<T> {
        let raw = self.raw(field, node)?;
        let place = known.iter().position(|k| *k == raw);
        if place.is_none() {
            let nearest = nearest(raw, known.iter().copied());
            self.note(node.span(), Cause::UnknownWord { field, found: raw.to_owned(), nearest, known });
        }
        place.and_then(|i| values.get(i).copied())
    }

    /// A list, each of its values read by `read`.
    pub(super) fn list<T>(
        &mut self,
        field: &'static str,
        node: Node<'a>,
        mut read: impl FnMut(&mut Self, &'static str, Node<'a>) -> Option<T>,
    ) -> Option<Vec<T>> {
        match node.get_ref() {
            DeValue::Array(nodes) => Some(nodes.iter().filter_map(|n| read(self, field, n)).collect()),
            _ => self.wrong(field, node, Kind::List),
        }
    }

    /// A text, or a list of texts, none of it empty.
    pub(super) fn lines(&mut self, field: &'static str, node: Node<'a>) -> Option<Vec<String>> {
        match node.get_ref() {
            DeValue::String(_) => Some(self.line(field, node).into_iter().collect()),
            DeValue::Array(nodes) if nodes.is_empty() => {
                self.note(node.span(), Cause::Empty { field });
                None
            }
            DeValue::Array(_) => self.list(field, node, Self::line),
            _ => self.wrong(field, node, Kind::TextOrList),
        }
    }

    pub(super) fn table(
        &mut self,
        field: &'static str,
        node: Node<'a>,
        known: &'static [&'static str],
    ) -> Option<Fields<'a>> {
        match node.get_ref() {
            DeValue::Table(table) => Some(self.fields(table, node.span(), known)),
            _ => self.wrong(field, node, Kind::Table),
        }
    }

    /// A list of tables; an absent one is empty.
    pub(super) fn tables<T>(
        &mut self,
        fields: &Fields<'a>,
        field: &'static str,
        known: &'static [&'static str],
        mut read: impl FnMut(&mut Self, &Fields<'a>) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = fields.get(field) else { return Vec::new() };
        let DeValue::Array(nodes) = node.get_ref() else {
            return self.wrong(field, node, Kind::Tables).unwrap_or_default();
        };
        let mut out = Vec::new();
        for node in nodes {
            if let Some(fields) = self.table(field, node, known) {
                out.extend(read(self, &fields));
            }
        }
        out
    }
}

pub(super) fn kind(value: &DeValue<'_>) -> Kind {
    match value {
        DeValue::String(_) => Kind::Text,
        DeValue::Integer(_) => Kind::Number,
        DeValue::Float(_) => Kind::Fraction,
        DeValue::Boolean(_) => Kind::YesNo,
        DeValue::Datetime(_) => Kind::Date,
        DeValue::Array(_) => Kind::List,
        DeValue::Table(_) => Kind::Table,
    }
}

/// The problem with a date as it was typed.
pub(super) fn bad_date(found: &str, month_too: bool) -> Cause {
    // A well-formed day that the calendar lacks: with the 1st in its place it exists.
    let not_in_calendar = found.len() == 10
        && found.get(..8).is_some_and(|month| format!("{month}01").parse::<Day>().is_ok())
        && found.get(8..).is_some_and(|d| matches!(d.parse::<u8>(), Ok(29..=31)));
    Cause::Date { found: found.to_owned(), month_too, not_in_calendar }
}

/// Whether an address may be linked to.
pub(super) fn is_url(url: &str) -> bool {
    let rest = ["https://", "http://", "mailto:", "tel:"].iter().find_map(|scheme| url.strip_prefix(scheme));
    rest.is_some_and(|r| !r.is_empty())
        && !url.contains(|c: char| c.is_whitespace() || "<>\"`{}|\\^".contains(c))
}

/// The word that was probably meant: at most a third of it typed differently.
pub(super) fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    // A word far longer than any name is not a slip, and comparing it would cost time.
    if word.len() > 2 * limits::ID {
        return None;
    }
    known
        .map(|k| (distance(word, k), k))
        .filter(|(d, k)| *d <= 1 + k.chars().count() / 4)
        .min_by_key(|(d, _)| *d)
        .map(|(_, k)| k)
}

/// Levenshtein distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, cb) in row.iter_mut().skip(1).zip(&b) {
            let best = (diagonal + usize::from(ca != *cb)).min(left + 1).min(*cell + 1);
            diagonal = *cell;
            *cell = best;
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

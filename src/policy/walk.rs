//! Walks a tree of values by the shape of policy data, and collects every problem on the way.
//!
//! Takes the tree (`tree`) and the shape (`shape`); gives the data as JSON in the form of the canonical source,
//! with the place of each value, and lists of what is checked across tables: ids, references, texts. Texts
//! are left as they were typed (see `parse`). It never stops at the first problem.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::{Map, Value as Json};
use unicode_normalization::UnicodeNormalization;

use super::numbering::normal;
use super::problem::{Cause, Kind, Problem};
use super::shape::{MOST, OPEN, Shape, Table};
use super::tree::{Entry, Node, Value, bad_date};
use super::words::{is_character, is_email, is_image, is_url, nearest};
use crate::base::{AsOf, Day, Id, limits};

/// What was read, and where everything stands. Paths are JSON pointers into the data.
pub(super) struct Walk<'a> {
    text: &'a str,
    /// The fields of the document as a whole.
    root: Option<&'static Table>,
    pub(super) problems: Vec<Problem>,
    /// Where the file is broken: what seems to be missing may stand there, and what is read there is not meant.
    broken: Vec<Range<usize>>,
    /// Where each value stands.
    pub(super) spans: BTreeMap<String, Range<usize>>,
    /// Where the name of each field of the document stands.
    pub(super) names: BTreeMap<String, Range<usize>>,
    /// Path of each table that has an id, and the id.
    pub(super) ids: Vec<(String, Id)>,
    /// Path of each reference, the list it names, and the id.
    pub(super) refs: Vec<(String, &'static str, Id)>,
    /// The CommonMark texts.
    pub(super) texts: Vec<Prose<'a>>,
    /// File names of images in fields, with their places.
    pub(super) images: Vec<(Range<usize>, String)>,
}

/// A CommonMark text as it was typed.
#[derive(Debug, Clone)]
pub(super) struct Prose<'a> {
    /// Its path in the data.
    pub(super) path: String,
    pub(super) raw: &'a str,
    /// Where it stands in the file.
    span: Range<usize>,
    /// Where it begins in the file, unless it was typed with escapes.
    start: Option<usize>,
}

type Read<T> = Option<T>;

impl<'a> Walk<'a> {
    pub(super) fn new(text: &'a str, problems: Vec<Problem>) -> Self {
        Self {
            text,
            root: None,
            broken: problems.iter().map(|p| p.span.clone()).collect(),
            problems,
            spans: BTreeMap::new(),
            names: BTreeMap::new(),
            ids: Vec::new(),
            refs: Vec::new(),
            texts: Vec::new(),
            images: Vec::new(),
        }
    }

    pub(super) fn note(&mut self, span: Range<usize>, cause: Cause) {
        if self.problems.len() >= limits::PROBLEMS {
            return;
        }
        let follows = matches!(
            cause,
            Cause::Missing { .. }
                | Cause::MissingOneOf { .. }
                | Cause::Undecided { .. }
                | Cause::NotThere { .. }
                | Cause::NotShown { .. }
                | Cause::NothingToShow { .. }
        );
        let inside = self.broken.iter().any(|b| span.start <= b.end && b.start <= span.end);
        // A day that does not exist hides nothing but itself.
        let is_hidden = || self.problems.iter().any(|p| matches!(p.cause, Cause::Syntax(_)));
        let hidden = inside || follows && is_hidden();
        if !hidden {
            self.problems.push(Problem::new(span, cause));
        }
    }

    /// Where the value at this path stands; the start of the file if there is none.
    pub(super) fn span(&self, path: &str) -> Range<usize> {
        self.spans.get(path).cloned().unwrap_or(0..0)
    }

    /// The whole document.
    pub(super) fn document(&mut self, shape: &'static Table, node: &'a Node<'a>) -> Json {
        self.root = Some(shape);
        if let Value::Table(entries) = &node.value {
            self.names = entries.iter().map(|e| (e.name.clone().into_owned(), e.at.clone())).collect();
        }
        self.table("policy", shape, node, "").map_or(Json::Null, Json::Object)
    }

    fn table(
        &mut self,
        field: &'static str,
        shape: &'static Table,
        node: &'a Node<'a>,
        path: &str,
    ) -> Read<Map<String, Json>> {
        let Value::Table(entries) = &node.value else { return self.wrong(field, node, Kind::Table) };
        for entry in entries {
            // Editors find the schema of a JSON file by this field.
            if !(path.is_empty() && entry.name == "$schema") {
                self.is_known(entry, shape);
            }
        }
        let there = |name: &str| entries.iter().find(|e| e.name == name);
        for (first, second) in shape.not_both {
            if let (Some(_), Some(e)) = (there(first), there(second)) {
                self.note(e.at.clone(), Cause::Both { first, second });
            }
        }
        if !shape.one_of.is_empty() && shape.one_of.iter().all(|name| there(name).is_none()) {
            self.note(node.span.clone(), Cause::MissingOneOf { fields: shape.one_of });
        }
        let mut out = Map::new();
        for field in shape.fields {
            match there(field.name) {
                Some(entry) => {
                    let path = format!("{path}/{}", field.stored);
                    self.spans.insert(path.clone(), entry.node.span.clone());
                    if let Some(value) = self.value(field.name, &field.shape, &entry.node, &path) {
                        out.insert(field.stored.to_owned(), value);
                    }
                }
                None if field.needed => {
                    self.note(node.span.clone(), Cause::Missing { field: field.name });
                }
                None => {}
            }
        }
        Some(out)
    }

    fn is_known(&mut self, entry: &Entry<'_>, shape: &'static Table) {
        let name: &str = &entry.name;
        if self.problems.len() < limits::PROBLEMS && !shape.fields.iter().any(|f| f.name == name) {
            let known: Vec<&'static str> = shape.fields.iter().map(|f| f.name).collect();
            let nearest = nearest(name, known.iter().copied());
            let root = self.root.filter(|root| !std::ptr::eq(*root, shape));
            let above = root.is_some_and(|root| root.fields.iter().any(|f| f.name == name));
            let name = name.chars().take(80).collect();
            self.note(entry.at.clone(), Cause::UnknownField { name, nearest, known, above });
        }
    }

    fn value(
        &mut self,
        field: &'static str,
        shape: &'static Shape,
        node: &'a Node<'a>,
        path: &str,
    ) -> Read<Json> {
        let text = |s: String| Json::String(s);
        match shape {
            Shape::Line => self.line(field, node).map(text),
            Shape::Label => self.line(field, node).map(|line| text(normal(&line))),
            Shape::Email => {
                let line = self.line(field, node)?;
                if is_email(&line) {
                    return Some(text(line));
                }
                self.note(node.span.clone(), Cause::BadEmail(line));
                None
            }
            Shape::Lines => self.lines(field, node, path),
            Shape::Text => self.prose(field, node, path),
            Shape::YesNo => match node.value {
                Value::YesNo(b) => Some(Json::Bool(b)),
                _ => self.wrong(field, node, Kind::YesNo),
            },
            Shape::Number(min, max) => self.number(field, node, *min, *max),
            Shape::Scalar(min) => match &node.value {
                Value::Number(_) => self.number(field, node, *min, MOST),
                Value::Text(_) => self.line(field, node).map(text),
                _ => self.wrong(field, node, Kind::TextOrNumber),
            },
            Shape::Day => self.day(field, node).map(|d| text(d.to_string())),
            Shape::LastDay => self.day(field, node).map(|d| text(d.next().to_string())),
            Shape::AsOf => {
                self.date(field, node, true, |s| s.parse::<AsOf>().ok().map(|a| text(a.to_string())))
            }
            Shape::Beginning => match &node.value {
                Value::Table(_) => self.table(field, &OPEN, node, path).map(Json::Object),
                Value::Date(_) | Value::Text(_) => self.day(field, node).map(|d| text(d.to_string())),
                _ => self.wrong(field, node, Kind::DateOrTable),
            },
            Shape::Id => {
                let id = self.id(field, node)?;
                let table = path.strip_suffix("/id").unwrap_or(path);
                self.ids.push((table.to_owned(), id.clone()));
                Some(text(id.to_string()))
            }
            Shape::Ref(list) => self.reference(field, list, node, path),
            Shape::Refs(list) => {
                let ids = self.list(field, node, path, |w, node, path| w.reference(field, list, node, path));
                self.distinct(field, ids, path)
            }
            Shape::Url => {
                let line = self.line(field, node)?;
                if is_url(&line) {
                    return Some(text(line));
                }
                self.note(node.span.clone(), Cause::BadUrl(line));
                None
            }
            Shape::Image => {
                let line = self.line(field, node)?;
                if is_image(&line) {
                    self.images.push((node.span.clone(), line.clone()));
                    return Some(text(line));
                }
                self.note(node.span.clone(), Cause::ImageName(line));
                None
            }
            Shape::Word(known) => self.word(field, node, known),
            Shape::Words(known) => {
                let words = self.list(field, node, path, |w, node, _| w.word(field, node, known));
                self.distinct(field, words, path)
            }
            Shape::Table(shape) => self.table(field, shape, node, path).map(Json::Object),
            Shape::Tables(shape) => match &node.value {
                Value::List(_) => self.list(field, node, path, |w, node, path| {
                    w.table(field, shape, node, path).map(Json::Object)
                }),
                _ => self.wrong(field, node, Kind::Tables),
            },
        }
    }

    fn wrong<T>(&mut self, field: &'static str, node: &Node<'_>, expected: Kind) -> Read<T> {
        self.note(node.span.clone(), Cause::WrongKind { field, expected, found: node.kind() });
        None
    }

    fn raw(&mut self, field: &'static str, node: &'a Node<'a>) -> Read<&'a str> {
        match &node.value {
            Value::Text(s) => Some(s),
            _ => self.wrong(field, node, Kind::Text),
        }
    }

    /// A text of one line: trimmed, NFC, not empty, without invisible characters.
    fn line(&mut self, field: &'static str, node: &'a Node<'a>) -> Read<String> {
        let raw = self.raw(field, node)?.trim();
        let clean = self.clean(raw, node, false);
        if raw.is_empty() {
            self.note(node.span.clone(), Cause::Empty { field });
            return None;
        }
        if raw.len() > limits::LINE {
            self.note(node.span.clone(), Cause::TooLong { limit: limits::LINE });
            return None;
        }
        clean.then(|| raw.nfc().collect())
    }

    /// A text, or a list of texts, none of it empty.
    fn lines(&mut self, field: &'static str, node: &'a Node<'a>, path: &str) -> Read<Json> {
        match &node.value {
            Value::Text(_) => Some(Json::Array(vec![Json::String(self.line(field, node)?)])),
            Value::List(_) => {
                self.list(field, node, path, |w, node, _| w.line(field, node).map(Json::String))
            }
            _ => self.wrong(field, node, Kind::TextOrList),
        }
    }

    /// CommonMark: kept as it was typed until everything that it may refer to is known.
    fn prose(&mut self, field: &'static str, node: &'a Node<'a>, path: &str) -> Read<Json> {
        let raw = self.raw(field, node)?;
        if raw.trim().is_empty() {
            self.note(node.span.clone(), Cause::Empty { field });
            return None;
        }
        if !self.clean(raw, node, true) {
            return None;
        }
        if let Some(word) = raw.split_whitespace().find(|word| word.len() > limits::LINE) {
            let start = (word.as_ptr() as usize).saturating_sub(raw.as_ptr() as usize);
            let span = self.inside(&node.span, raw, start..start + word.len());
            self.note(span, Cause::TooLong { limit: limits::LINE });
            return None;
        }
        let typed = self.text.get(node.span.clone()).unwrap_or_default();
        let start = typed.find(raw).map(|at| node.span.start + at);
        self.texts.push(Prose { path: path.to_owned(), raw, span: node.span.clone(), start });
        Some(Json::Array(Vec::new()))
    }

    /// Whether a text has only allowed characters; notes the first of each that is not.
    fn clean(&mut self, raw: &str, node: &Node<'_>, lines: bool) -> bool {
        let mut seen = Vec::new();
        for (at, c) in raw.char_indices() {
            let fine = is_character(c) && (!c.is_control() || lines && matches!(c, '\n' | '\r' | '\t'));
            if !fine && !seen.contains(&c) && seen.len() < limits::PROBLEMS {
                seen.push(c);
                let span = self.inside(&node.span, raw, at..at + c.len_utf8());
                self.note(span, Cause::Character(c));
            }
        }
        seen.is_empty()
    }

    /// Where a part of a text of one line stands in the file.
    fn inside(&self, whole: &Range<usize>, raw: &str, part: Range<usize>) -> Range<usize> {
        let typed = self.text.get(whole.clone()).unwrap_or_default();
        let start = typed.find(raw).map(|at| whole.start + at);
        start.map_or(whole.clone(), |start| start + part.start..start + part.end)
    }

    /// Where a part of a CommonMark text stands in the file. If it was typed with escapes, the part is looked for;
    /// where it stands twice, the whole text is meant.
    pub(super) fn place(&self, prose: &Prose<'_>, part: &Range<usize>) -> Range<usize> {
        if let Some(start) = prose.start {
            return start + part.start..start + part.end;
        }
        let typed = self.text.get(prose.span.clone()).unwrap_or_default();
        let piece = prose.raw.get(part.clone()).unwrap_or_default();
        let mut found = typed.match_indices(piece);
        match (found.next(), found.next()) {
            (Some((at, _)), None) if !piece.is_empty() => {
                let start = prose.span.start + at;
                start..start + piece.len()
            }
            _ => prose.span.clone(),
        }
    }

    /// Notes that a list names something twice.
    fn distinct(&mut self, field: &'static str, values: Read<Json>, path: &str) -> Read<Json> {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let list = values.as_ref().and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        for (i, value) in list.iter().enumerate() {
            let Some(word) = value.as_str() else { continue };
            if let Some(first) = seen.insert(word, i) {
                let first = self.span(&format!("{path}/{first}"));
                let cause = Cause::Duplicate { field, value: word.to_owned(), first };
                self.note(self.span(&format!("{path}/{i}")), cause);
            }
        }
        values
    }

    fn number(&mut self, field: &'static str, node: &Node<'_>, min: i64, max: i64) -> Read<Json> {
        let Value::Number(n) = node.value else { return self.wrong(field, node, Kind::Number) };
        match n {
            Some(n) if (min..=max).contains(&n) => Some(n.into()),
            _ => {
                self.note(node.span.clone(), Cause::OutOfRange { field, min, max });
                None
            }
        }
    }

    fn id(&mut self, field: &'static str, node: &'a Node<'a>) -> Read<Id> {
        let raw = self.raw(field, node)?;
        let id = raw.parse().ok();
        if id.is_none() {
            self.note(node.span.clone(), Cause::BadId(raw.chars().take(80).collect()));
        }
        id
    }

    fn reference(
        &mut self,
        field: &'static str,
        list: &'static str,
        node: &'a Node<'a>,
        path: &str,
    ) -> Read<Json> {
        let id = self.id(field, node)?;
        self.refs.push((path.to_owned(), list, id.clone()));
        Some(Json::String(id.to_string()))
    }

    fn day(&mut self, field: &'static str, node: &Node<'_>) -> Read<Day> {
        self.date(field, node, false, |s| s.parse().ok())
    }

    fn date<T>(
        &mut self,
        field: &'static str,
        node: &Node<'_>,
        month_too: bool,
        read: impl Fn(&str) -> Option<T>,
    ) -> Read<T> {
        let found: &str = match &node.value {
            Value::Date(d) => d,
            Value::Text(s) => s,
            _ => return self.wrong(field, node, Kind::Date),
        };
        let day = read(found);
        if day.is_none() {
            self.note(node.span.clone(), bad_date(found, month_too));
        }
        day
    }

    fn word(
        &mut self,
        field: &'static str,
        node: &'a Node<'a>,
        known: &'static [&'static str],
    ) -> Read<Json> {
        let raw = self.raw(field, node)?;
        if known.contains(&raw) {
            return Some(Json::String(raw.to_owned()));
        }
        let nearest = nearest(raw, known.iter().copied());
        let found = raw.chars().take(80).collect();
        self.note(node.span.clone(), Cause::UnknownWord { field, found, nearest, known });
        None
    }

    /// A list, each of its values read by `read`.
    fn list(
        &mut self,
        field: &'static str,
        node: &'a Node<'a>,
        path: &str,
        mut read: impl FnMut(&mut Self, &'a Node<'a>, &str) -> Read<Json>,
    ) -> Read<Json> {
        let Value::List(nodes) = &node.value else { return self.wrong(field, node, Kind::List) };
        if nodes.is_empty() {
            self.note(node.span.clone(), Cause::Empty { field });
            return None;
        }
        let mut out = Vec::new();
        for (i, node) in nodes.iter().enumerate() {
            let path = format!("{path}/{i}");
            self.spans.insert(path.clone(), node.span.clone());
            // A place is kept for what cannot be read, so that the paths behind it stay true.
            out.push(read(self, node, &path).unwrap_or(Json::Null));
        }
        Some(Json::Array(out))
    }
}

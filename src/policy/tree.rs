//! TOML and JSON as one tree of values, each with its place in the file.
//!
//! Takes the text of a file; gives the tree as far as it can be read, and what is broken in it. TOML is read
//! on behind a mistake, JSON is not. Knows nothing of what the fields mean (see `shape` and `walk`).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Cause, Kind, Problem};
use crate::base::limits;

/// A value and where it stands.
#[derive(Debug)]
pub(super) struct Node<'a> {
    /// Its bytes in the file.
    pub(super) span: Range<usize>,
    pub(super) value: Value<'a>,
}

#[derive(Debug)]
pub(super) enum Value<'a> {
    Text(Cow<'a, str>),
    /// A whole number; `None` when it is larger than any that is used.
    Number(Option<i64>),
    Fraction,
    YesNo(bool),
    /// A date or a time that is not in quotation marks (TOML only).
    Date(String),
    List(Vec<Node<'a>>),
    Table(Vec<Entry<'a>>),
    /// JSON's `null`, which means nothing here.
    Nothing,
}

/// A field of a table.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) name: Cow<'a, str>,
    /// Where the name stands.
    pub(super) at: Range<usize>,
    pub(super) node: Node<'a>,
}

impl Node<'_> {
    pub(super) fn kind(&self) -> Kind {
        match self.value {
            Value::Text(_) => Kind::Text,
            Value::Number(_) => Kind::Number,
            Value::Fraction => Kind::Fraction,
            Value::YesNo(_) => Kind::YesNo,
            Value::Date(_) => Kind::Date,
            Value::List(_) => Kind::List,
            Value::Table(_) => Kind::Table,
            Value::Nothing => Kind::Nothing,
        }
    }
}

/// Levels of lists and tables in one another: the data has at most four.
const DEPTH: usize = 16;

/// Reads TOML. What is broken is passed over and told, the first of it in each place.
pub(super) fn toml(text: &str) -> (Node<'_>, Vec<Problem>) {
    // The parser counts positions behind a byte-order mark, and so must we.
    let (table, errors) = DeTable::parse_recoverable(text);
    let span = table.span();
    let node = Node { span, value: Value::Table(of_table(table.into_inner())) };
    let mut told: Vec<Problem> = Vec::new();
    let mut all: Vec<Problem> = errors.iter().map(|e| broken(text, e)).collect();
    all.sort_by_key(|problem| problem.span.start);
    for problem in all {
        if told.len() < limits::PROBLEMS && !unclear(text, &told, problem.span.start) {
            told.push(problem);
        }
    }
    (node, told)
}

/// Whether a place lies where the syntax is broken: in the same line, or below the heading of a table that is.
///
/// What is read there was guessed, so that more mistakes there are rather the parser's than the author's.
pub(super) fn unclear(text: &str, broken: &[Problem], at: usize) -> bool {
    broken.iter().any(|problem| {
        let start = problem.span.start.min(text.len());
        let line = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |n| n + 1);
        let rest = text.get(line..).unwrap_or_default();
        let end = match rest.trim_start().starts_with('[') {
            true => rest.find("\n["),
            false => rest.find('\n'),
        };
        (line..end.map_or(text.len() + 1, |n| line + n)).contains(&at)
    })
}

fn of_table(table: DeTable<'_>) -> Vec<Entry<'_>> {
    let mut entries: Vec<_> = table
        .into_iter()
        .map(|(key, value)| Entry { at: key.span(), name: key.into_inner(), node: of_toml(value) })
        .collect();
    entries.sort_by_key(|e| e.at.start);
    entries
}

fn of_toml(value: Spanned<DeValue<'_>>) -> Node<'_> {
    let span = value.span();
    let value = match value.into_inner() {
        DeValue::String(s) => Value::Text(s),
        DeValue::Integer(n) => Value::Number(i64::from_str_radix(n.as_str(), n.radix()).ok()),
        DeValue::Float(_) => Value::Fraction,
        DeValue::Boolean(b) => Value::YesNo(b),
        DeValue::Datetime(d) => Value::Date(d.to_string()),
        DeValue::Array(values) => Value::List(values.into_iter().map(of_toml).collect()),
        DeValue::Table(table) => Value::Table(of_table(table)),
    };
    Node { span, value }
}

/// A date that is not one is the commonest slip that breaks the syntax, so it is told as what it is.
fn broken(text: &str, error: &toml::de::Error) -> Problem {
    let span = error.span().unwrap_or(text.len()..text.len());
    let at = span.start.min(text.len());
    let date = |c: char| c.is_ascii_digit() || c == '-' || c == '.';
    let start = text.get(..at).map_or(at, |s| s.trim_end_matches(date).len());
    let end = text.get(at..).map_or(at, |s| at + s.len() - s.trim_start_matches(date).len());
    match text.get(start..end) {
        Some(found)
            if (6..=10).contains(&found.len())
                && (found.contains('-') || found.matches('.').count() == 2) =>
        {
            let month_too =
                text.get(..start).is_some_and(|s| s.trim_end_matches([' ', '=']).ends_with("as_of"));
            Problem::new(start..end, bad_date(found, month_too))
        }
        _ => Problem::new(span, Cause::Syntax(error.message().to_owned())),
    }
}

/// The problem with a date as it was typed.
pub(super) fn bad_date(found: &str, month_too: bool) -> Cause {
    use crate::base::Day;
    // A well-formed day that the calendar lacks: with the 1st in its place it exists.
    let not_in_calendar = found.len() == 10
        && found.get(..8).is_some_and(|month| format!("{month}01").parse::<Day>().is_ok())
        && found.get(8..).is_some_and(|d| matches!(d.parse::<u8>(), Ok(29..=31)));
    Cause::Date { found: found.chars().take(80).collect(), month_too, not_in_calendar }
}

/// Reads JSON; nothing of a file that is broken.
pub(super) fn json(text: &str) -> Result<Node<'_>, Vec<Problem>> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let raw: &RawValue = serde_json::from_str(body).map_err(|e| {
        let before: usize = body.split_inclusive('\n').take(e.line().saturating_sub(1)).map(str::len).sum();
        let at = text.len() - body.len() + before + e.column().saturating_sub(1);
        // The place is drawn, so the parser's own words for it are left away.
        let words = e.to_string();
        let words = words.split(" at line ").next().unwrap_or_default().to_owned();
        vec![Problem::new(at..at + 1, Cause::Json(words))]
    })?;
    let mut problems = Vec::new();
    let node = of_json(text, raw, DEPTH, &mut problems);
    if problems.is_empty() { Ok(node) } else { Err(problems) }
}

/// Where a part of the text stands in it.
fn place(text: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    start..start + part.len()
}

fn of_json<'a>(text: &'a str, raw: &'a RawValue, depth: usize, problems: &mut Vec<Problem>) -> Node<'a> {
    let typed = raw.get();
    let span = place(text, typed);
    let Some(depth) = depth.checked_sub(1) else {
        problems.push(Problem::new(span.clone(), Cause::TooDeep { limit: DEPTH }));
        return Node { span, value: Value::Nothing };
    };
    let value = match typed.as_bytes().first() {
        Some(b'"') => serde_json::from_str::<Cow<'a, str>>(typed).map(Value::Text),
        Some(b'{') => serde_json::from_str::<Fields<'a>>(typed).map(|fields| {
            let mut entries: Vec<Entry<'a>> = Vec::new();
            let mut seen: BTreeMap<Cow<'a, str>, Range<usize>> = BTreeMap::new();
            for (key, value) in fields.0 {
                let at = place(text, key.get());
                let name: Cow<'a, str> = serde_json::from_str(key.get()).unwrap_or_default();
                if let Some(first) = seen.get(&name).cloned() {
                    let name = name.chars().take(80).collect();
                    problems.push(Problem::new(at, Cause::FieldTwice { name, first }));
                    continue;
                }
                seen.insert(name.clone(), at.clone());
                entries.push(Entry { name, at, node: of_json(text, value, depth, problems) });
            }
            Value::Table(entries)
        }),
        Some(b'[') => serde_json::from_str::<Vec<&'a RawValue>>(typed).map(|values| {
            Value::List(values.into_iter().map(|v| of_json(text, v, depth, problems)).collect())
        }),
        Some(b't') => Ok(Value::YesNo(true)),
        Some(b'f') => Ok(Value::YesNo(false)),
        Some(b'n') => Ok(Value::Nothing),
        _ if typed.contains(['.', 'e', 'E']) => Ok(Value::Fraction),
        _ => Ok(Value::Number(typed.parse().ok())),
    };
    // Reading the whole does not look at the escapes of each text.
    let value = value.unwrap_or_else(|e| {
        let words = e.to_string();
        let words = words.split(" at line ").next().unwrap_or_default().to_owned();
        problems.push(Problem::new(span.clone(), Cause::Json(words)));
        Value::Nothing
    });
    Node { span, value }
}

/// An object in its own order, names unread, so that one that occurs twice is seen.
struct Fields<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
                let mut fields = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    fields.push(entry);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Each)
    }
}

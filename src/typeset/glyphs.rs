//! Finds characters that no font has, before a reader would meet an empty box.
//!
//! Every character of the source is looked up in the fonts, so that the message can name the section. What
//! only shaping can know (sequences) the PDF writer refuses; its message is put in the same words.

use serde_json::Value;
use typst_kit::fonts::FontStore;

use super::{Source, TypesetError};
use crate::policy::Section;

/// Refuses a source with a character that no font has.
pub(super) fn check(source: &Source, fonts: &FontStore) -> Result<(), TypesetError> {
    let mut find = finder(fonts);
    for section in sections(source) {
        let value = serde_json::to_value(section).unwrap_or_default();
        if let Some(c) = find(&value) {
            return Err(glyph(c.to_string(), name(section)));
        }
    }
    let value = serde_json::to_value(source).unwrap_or_default();
    find(&value).map_or(Ok(()), |c| Err(glyph(c.to_string(), None)))
}

/// The same for data without sections.
pub(super) fn check_all(value: &Value, fonts: &FontStore) -> Result<(), TypesetError> {
    finder(fonts)(value).map_or(Ok(()), |c| Err(glyph(c.to_string(), None)))
}

/// Finds the first character of a value's strings that no font has.
fn finder(fonts: &FontStore) -> impl FnMut(&Value) -> Option<char> {
    let book = fonts.book();
    let drawable = move |c: char| {
        invisible(c)
            || !private(c)
                && (0..).map_while(|i| book.info(i)).any(|info| info.coverage.contains(u32::from(c)))
    };
    // Texts repeat a hundred characters, so what was found once is not searched again.
    let mut known: Vec<char> = Vec::new();
    move |value: &Value| {
        let mut missing = None;
        strings(value, &mut |s| {
            for c in s.chars().filter(|c| !c.is_ascii()) {
                if missing.is_none() && !known.contains(&c) {
                    if drawable(c) { known.push(c) } else { missing = Some(c) }
                }
            }
        });
        missing
    }
}

/// Reads the PDF writer's message about text that could not be displayed.
pub(super) fn missing(message: &str, source: &Source) -> Option<TypesetError> {
    let text = undisplayed(message)?;
    let section = sections(source).find(|section| {
        let mut found = false;
        let value = serde_json::to_value(section).unwrap_or_default();
        strings(&value, &mut |s| found |= s.contains(text));
        found
    });
    Some(glyph(text.to_owned(), section.and_then(name)))
}

/// The same for data without sections.
pub(super) fn missing_anywhere(message: &str) -> Option<TypesetError> {
    undisplayed(message).map(|text| glyph(text.to_owned(), None))
}

fn undisplayed(message: &str) -> Option<&str> {
    let quoted = message.contains("could not be displayed with").then(|| message.split('`').nth(1))??;
    Some(quoted.trim_matches('"'))
}

fn sections(source: &Source) -> impl Iterator<Item = &Section> {
    source.policy.sections.iter().chain(&source.policy.annexes)
}

/// What a person finds a section by.
fn name(section: &Section) -> Option<String> {
    section.label.clone().or_else(|| section.heading.clone())
}

fn glyph(text: String, section: Option<String>) -> TypesetError {
    TypesetError::Glyph { text, section }
}

/// Characters that are not drawn: spaces, and those that only steer how others are set.
fn invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}')
}

/// Characters that mean nothing outside of one font, which PDF/A-3a does not take from any.
fn private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

/// Every string in a value; keys are ours.
fn strings(value: &Value, each: &mut impl FnMut(&str)) {
    match value {
        Value::String(s) => each(s),
        Value::Array(values) => values.iter().for_each(|v| strings(v, each)),
        Value::Object(map) => map.values().for_each(|v| strings(v, each)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

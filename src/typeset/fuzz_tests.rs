//! Whatever can be read can be set, unless a character is in no font; whatever else comes is told, and nothing breaks.
//!
//! `INKRAFT_FUZZ=2000 cargo test --lib fuzz -- --ignored` runs as many cases of each as it says.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::hostile_tests::{everything, set, source_of};
use super::*;
use crate::policy::fuzz_tests::{DOCUMENTS, asked, changed as with_mistakes, changes, runner};
use crate::policy::made::{Chance, made};
use crate::policy::parse;

/// Sets what can be read.
fn holds(file: &str, text: &str) -> Result<bool, TestCaseError> {
    let Ok(policy) = parse(file, text, Some(&["plan.svg"])) else { return Ok(false) };
    let source: Source = serde_json::from_value(source_of(policy)).unwrap();
    match set(&source.to_bytes().unwrap()) {
        Ok(pdf) => prop_assert!(pdf.starts_with(b"%PDF-1.7")),
        Err(e) => prop_assert!(matches!(e, TypesetError::Glyph { .. }), "{:?}", e),
    }
    Ok(true)
}

/// Documents made by chance; gives how many of them could be read.
fn chance(cases: u32) -> u32 {
    let read = std::cell::Cell::new(0);
    let numbers = proptest::collection::vec(any::<u32>(), 0..600);
    runner(cases)
        .run(&numbers, |numbers| {
            let text = serde_json::to_string_pretty(&made(&numbers)).unwrap();
            read.set(read.get() + u32::from(holds("policy.json", &text)?));
            Ok(())
        })
        .unwrap();
    read.get()
}

/// Documents with mistakes; most of them cannot be read.
fn mistakes(cases: u32) -> u32 {
    let read = std::cell::Cell::new(0);
    runner(cases)
        .run(&changes(), |(i, changes)| {
            read.set(read.get() + u32::from(holds("policy.toml", &with_mistakes(DOCUMENTS[i], &changes))?));
            Ok(())
        })
        .unwrap();
    read.get()
}

/// All places of a value.
fn places(value: &Value, path: &str, out: &mut Vec<String>) {
    out.push(path.to_owned());
    match value {
        Value::Array(a) => a.iter().enumerate().for_each(|(i, v)| places(v, &format!("{path}/{i}"), out)),
        Value::Object(o) => o.iter().for_each(|(k, v)| places(v, &format!("{path}/{k}"), out)),
        _ => {}
    }
}

/// Changes a source by chance, so that it often remains one.
fn hostile(numbers: &[u32]) -> Value {
    let mut chance = Chance::new(numbers);
    let mut source = everything();
    for _ in 0..=chance.below(8) {
        let mut paths = Vec::new();
        places(&source, "", &mut paths);
        let (a, b) = (paths[chance.below(paths.len())].clone(), paths[chance.below(paths.len())].clone());
        let other = source.pointer(&b).cloned().unwrap_or_default();
        let (line, n) = (chance.line(), chance.below(1000));
        let way = chance.below(8);
        let (parent, last) = a.rsplit_once('/').unwrap_or_default();
        if way == 0 {
            match source.pointer_mut(parent) {
                Some(Value::Object(map)) => drop(map.remove(last)),
                Some(Value::Array(list)) => drop(last.parse().map(|i: usize| list.remove(i))),
                _ => {}
            }
            continue;
        }
        let Some(place) = source.pointer_mut(&a) else { continue };
        match (way, &mut *place) {
            (1, Value::Array(list)) => list.clear(),
            (2, Value::Array(list)) => {
                let first = list.first().cloned();
                list.extend(first.into_iter().cycle().take(n % 40));
            }
            (3, Value::Array(list)) => list.reverse(),
            (4, Value::Array(list)) => list.push(other),
            (5, _) => *place = other,
            (_, Value::String(s)) if way == 6 => *s = String::new(),
            (_, Value::String(s)) => *s = line,
            (_, Value::Number(_)) => {
                *place = [json!(0), json!(1), json!(255), json!(u32::MAX), json!(n)][n % 5].clone()
            }
            (_, Value::Bool(b)) => *b = !*b,
            _ => {}
        }
    }
    source
}

/// Sources changed by chance; gives how many still were sources.
fn sources(cases: u32) -> u32 {
    let tried = std::cell::Cell::new(0);
    runner(cases)
        .run(&proptest::collection::vec(any::<u32>(), 0..120), |numbers| {
            let Ok(source) = serde_json::from_value::<Source>(hostile(&numbers)) else { return Ok(()) };
            let Ok(bytes) = source.to_bytes() else { return Ok(()) };
            tried.set(tried.get() + 1);
            match set(&bytes) {
                Ok(pdf) => prop_assert!(pdf.starts_with(b"%PDF-1.7")),
                Err(e) => prop_assert!(!crate::base::Say::fact(&e, crate::base::Lang::De).is_empty()),
            }
            Ok(())
        })
        .unwrap();
    tried.get()
}

#[test]
fn fuzz_what_can_be_read_can_be_set() {
    assert!(chance(12) > 0);
}

#[test]
fn fuzz_documents_with_mistakes_are_set_or_refused() {
    mistakes(12);
}

#[test]
fn fuzz_sources_changed_by_chance_are_set_or_told() {
    assert!(sources(16) > 0);
}

#[test]
#[ignore = "long"]
fn fuzz_long_set() {
    eprintln!("made by chance and set: {}", chance(asked()));
}

#[test]
#[ignore = "long"]
fn fuzz_long_set_mistakes() {
    eprintln!("with mistakes and set: {}", mistakes(asked()));
}

#[test]
#[ignore = "long"]
fn fuzz_long_sources() {
    eprintln!("changed sources: {}", sources(asked()));
}

//! No file makes the reader fall over: anything at all, documents with mistakes, documents made by chance.
//!
//! `INKRAFT_FUZZ=20000 cargo test --lib fuzz -- --ignored` runs as many cases of each as it says.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::made::made;
use super::{Policy, parse};
use crate::base::{Lang, canonical};

pub(crate) const DOCUMENTS: &[&str] = &[
    include_str!("../../tests/policies/everything.toml"),
    include_str!("../../documents/social-media-konzept/policy.toml"),
    include_str!("../../documents/bibliothekssatzung/policy.toml"),
    include_str!("../../documents/rundschreiben/policy.toml"),
];

/// What is put where something else should be.
const NASTY: &[&str] = &[
    "\"\"",
    "''",
    "\"",
    "'''",
    "\"\"\"",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ",",
    ".",
    "#",
    "\\",
    "\\u0000",
    "\\uD800",
    "\\U0010FFFF",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "\u{85}",
    "\u{2028}",
    "\u{fdd0}",
    "\u{10ffff}",
    "\r",
    "\r\n",
    "\t",
    "\u{301}",
    "é",
    "😀",
    "nan",
    "-inf",
    "1e999",
    "9223372036854775808",
    "-9223372036854775808",
    "0x7fffffffffffffff",
    "0o7",
    "1_0",
    "true",
    "null",
    "2024-02-30",
    "2024-13",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "-0001-01-01",
    "12:00:00",
    "2024-01-01T00:00:00Z",
    "[[sections]]",
    "[sections]",
    "[effect]",
    "sections = 1",
    "level = 5",
    "level = -1",
    "label = \"(1)\"",
    "label = \"§ 99999999999\"",
    "label = \"ⅩⅣ.\"",
    "id = \"purpose\"",
    "[](#purpose)",
    "[](#purpose/1/a/b/c)",
    "[^1]",
    "[^1]: x",
    "![](x)",
    "![x](plan.svg)",
    "| a |\n|---|\n| b |",
    "|---|",
    "> > > > > >",
    "- - - - - - - - - - - - - -",
    "**",
    "***",
    "(1)",
    "\n(2) ",
    "\na) ",
    "\n1. ",
    "\n99999999999. ",
    "    ",
    "```",
    "<b>",
    "&#8238;",
    "&#0;",
    "&nbsp;",
    "<!--",
    "http://",
    "[a]: b",
    "show = [\"history\"]",
    "effect = { from = 2024-01-01 }",
    "\u{301}\u{301}\u{301}\u{301}",
    "שלום",
    "مرحبا",
    "a.b.c.d = 1",
    "x.y = { z = [[[[]]]] }",
];

/// Changes to a document: what, where, with what.
pub(crate) type Changes = Vec<(u8, u32, u32)>;

pub(crate) fn changes() -> impl Strategy<Value = (usize, Changes)> {
    (0..DOCUMENTS.len(), proptest::collection::vec((0u8..9, any::<u32>(), any::<u32>()), 1..6))
}

pub(crate) fn changed(document: &str, changes: &Changes) -> String {
    let mut text = document.to_owned();
    for (what, at, with) in changes {
        let (at, with) = (*at as usize, *with as usize);
        let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
        let (i, n) = (at % lines.len().max(1), lines.len());
        let nasty = NASTY[with % NASTY.len()];
        text = match what {
            0 if n > 1 => {
                lines.remove(i);
                lines.concat()
            }
            1 if n > 0 => {
                lines.insert(with % n, lines[i]);
                lines.concat()
            }
            2 if n > 0 => {
                lines.swap(i, with % n);
                lines.concat()
            }
            // A line of another document.
            3 => {
                let other: Vec<&str> = DOCUMENTS[with % DOCUMENTS.len()].split_inclusive('\n').collect();
                lines.insert(i, other[at % other.len()]);
                lines.concat()
            }
            // Another value.
            4 if n > 0 => {
                let line = lines[i].split_once('=').map(|(name, _)| format!("{name}= {nasty}\n"));
                let line = line.unwrap_or_else(|| nasty.to_owned());
                let (before, after) = (lines[..i].concat(), lines[i + 1..].concat());
                format!("{before}{line}{after}")
            }
            // Less of it.
            5 => text[..boundary(&text, at)].to_owned(),
            6 => {
                let (a, b) = (boundary(&text, at), boundary(&text, at.wrapping_add(with % 40)));
                let (a, b) = (a.min(b), a.max(b));
                format!("{}{}", &text[..a], &text[b..])
            }
            7 => {
                let a = boundary(&text, at);
                format!("{}{}{}", &text[..a], nasty.repeat(1 + with % 50), &text[a..])
            }
            _ => {
                let a = boundary(&text, at);
                format!("{}{nasty}{}", &text[..a], &text[a..])
            }
        };
    }
    text
}

fn boundary(text: &str, at: usize) -> usize {
    let at = at % (text.len() + 1);
    (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or_default()
}

/// What is read survives its canonical text; what is not is told, in its place.
fn holds(file: &str, text: &str) -> Result<bool, TestCaseError> {
    match parse(file, text, None) {
        Ok(policy) => {
            let bytes = canonical::write(&policy).map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
            prop_assert_eq!(canonical::read::<Policy>(&bytes), Ok(policy));
            Ok(true)
        }
        Err(problems) => {
            prop_assert!(!problems.is_empty() && problems.len() <= crate::base::limits::PROBLEMS);
            for problem in &problems {
                // One past the end marks the end of the file.
                prop_assert!(
                    problem.span.start <= text.len() && problem.span.end <= text.len() + 1,
                    "{:?}",
                    problem
                );
                prop_assert!(problem.span.start <= problem.span.end, "{:?}", problem);
                prop_assert!(!matches!(problem.cause, super::Cause::Contradiction(_)), "{:?}", problem);
            }
            // Drawing splits the whole text into lines each time.
            for problem in problems.iter().take(10) {
                prop_assert!(!problem.render(file, text, Lang::De, false).is_empty());
                prop_assert!(!problem.render(file, text, Lang::En, true).is_empty());
            }
            Ok(false)
        }
    }
}

pub(crate) fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

fn anything(cases: u32) {
    let token = proptest::sample::select(NASTY);
    let soup = proptest::collection::vec(token, 0..60).prop_map(|tokens| tokens.join(" "));
    let bytes = proptest::collection::vec(any::<u8>(), 0..400);
    let bytes = bytes.prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let texts = prop_oneof!["(?s).{0,200}", "[\\[\\]{}\"'=.,:#a1 \\n\\\\-]{0,200}", soup, bytes];
    runner(cases)
        .run(&texts, |text| {
            holds("policy.toml", &text)?;
            holds("policy.json", &text).map(drop)
        })
        .unwrap();
}

fn mistakes(cases: u32) {
    runner(cases)
        .run(&changes(), |(i, changes)| holds("policy.toml", &changed(DOCUMENTS[i], &changes)).map(drop))
        .unwrap();
}

fn chance(cases: u32) {
    let read = std::cell::Cell::new(0);
    runner(cases)
        .run(&proptest::collection::vec(any::<u32>(), 0..600), |numbers| {
            let text = serde_json::to_string_pretty(&made(&numbers)).unwrap();
            read.set(read.get() + u32::from(holds("policy.json", &text)?));
            // Broken JSON as well.
            let at = boundary(&text, numbers.first().map_or(0, |n| *n as usize));
            holds("policy.json", &text[..at]).map(drop)
        })
        .unwrap();
    assert!(read.get() * 3 > cases, "only {} of {cases} could be read", read.get());
}

#[test]
fn fuzz_anything_at_all() {
    anything(200);
}

#[test]
fn fuzz_documents_with_mistakes() {
    mistakes(100);
}

#[test]
fn fuzz_documents_made_by_chance() {
    chance(60);
}

/// As many cases as the environment says.
#[allow(clippy::disallowed_methods, reason = "a test's own switch")]
pub(crate) fn asked() -> u32 {
    std::env::var("INKRAFT_FUZZ").ok().and_then(|n| n.parse().ok()).unwrap_or(1000)
}

#[test]
#[ignore = "long"]
fn fuzz_long_anything() {
    anything(asked());
}

#[test]
#[ignore = "long"]
fn fuzz_long_mistakes() {
    mistakes(asked());
}

#[test]
#[ignore = "long"]
fn fuzz_long_chance() {
    chance(asked());
}

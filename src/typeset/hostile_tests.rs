//! Sources that no draft becomes, as another program's archive could hold them for `verify --rebuild`.
//!
//! Each reads as a [`Source`], so only the typesetter stands between it and the program: it gives a page or says what
//! is wrong. Never a panic, and never a page that leaves something out silently where it must not.

use serde_json::{Value, json};

use super::tests::{assets, edition};
use super::*;
use crate::base::{Lang, Say as _};
use crate::policy;

const EVERYTHING: &str = include_str!("../../tests/policies/everything.toml");

/// As the program does it: in a thread with room for what is nested deeply.
pub(super) fn set(source: &[u8]) -> Result<Vec<u8>, TypesetError> {
    std::thread::scope(|scope| {
        let work = || typeset(source, TEMPLATE, &assets());
        std::thread::Builder::new().stack_size(32 << 20).spawn_scoped(scope, work).unwrap().join().unwrap()
    })
}

pub(super) fn source_of(policy: policy::Policy) -> Value {
    let mut edition = edition(false);
    edition.effect = policy.effect.clone().unwrap_or(edition.effect);
    serde_json::to_value(Source::new(policy, edition)).unwrap()
}

pub(super) fn everything() -> Value {
    source_of(policy::parse("policy.toml", EVERYTHING, None).unwrap())
}

/// A document with one section of these blocks.
fn with(text: Value) -> Value {
    let policy = json!({
        "form": "concept", "title": "T", "language": "en", "publishers": ["P"], "as_of": "2024-03",
        "sections": [{"level": 1, "label": "1.", "heading": "H", "text": text}],
    });
    source_of(serde_json::from_value(policy).unwrap())
}

fn changed(path: &str, to: Value) -> Value {
    let mut source = everything();
    *source.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = to;
    source
}

fn nested(depth: usize, wrap: impl Fn(Value) -> Value, core: Value) -> Value {
    (0..depth).fold(core, |inner, _| wrap(inner))
}

fn outcome(source: Value) -> String {
    let source: Source = match serde_json::from_value(source) {
        Ok(source) => source,
        Err(e) => return format!("no source: {e}"),
    };
    match source.to_bytes().and_then(|bytes| set(&bytes)) {
        Ok(pdf) => {
            assert!(pdf.starts_with(b"%PDF-1.7"));
            "a page".to_owned()
        }
        Err(e) => {
            let fact = e.fact(Lang::En);
            assert!(!fact.is_empty());
            // The typesetter's own words, which change with the template.
            if matches!(e, TypesetError::Template { .. }) { "told".to_owned() } else { fact }
        }
    }
}

#[test]
fn every_hostile_source_is_set_or_told() {
    let words = |n: usize| json!([{"paragraph": [{"text": "x".repeat(n)}]}]);
    let paragraph = || json!({"paragraph": [{"text": "x"}]});
    let table = |head: usize, columns: usize, rows: &[usize]| {
        let cells = |n: usize| (0..n).map(|_| json!([{"text": "x"}])).collect::<Value>();
        json!([{"table": {"columns": vec!["start"; columns], "head": cells(head),
            "rows": rows.iter().map(|n| cells(*n)).collect::<Vec<_>>()}}])
    };
    let cases: Vec<(&str, Value)> = vec![
        ("no sections", changed("/policy/sections", json!([]))),
        ("no publishers", changed("/policy/publishers", json!([]))),
        ("an empty title", changed("/policy/title", json!(""))),
        ("a title of 10,000 characters", changed("/policy/title", json!("word ".repeat(2000)))),
        ("a title of one word of 10,000", changed("/policy/title", json!("x".repeat(10_000)))),
        ("a publisher of nothing", changed("/policy/publishers", json!([""]))),
        ("500 publishers", changed("/policy/publishers", json!(vec!["Town"; 500]))),
        ("level 0", changed("/policy/sections/3/level", json!(0))),
        ("level 200", changed("/policy/sections/3/level", json!(200))),
        ("200 levels", {
            let list: Vec<_> = (1..=200).map(|n| json!({"level": n, "heading": "H"})).collect();
            let mut source = with(words(1));
            source["policy"]["sections"] = list.into();
            source
        }),
        ("a label of 10,000 characters", changed("/policy/sections/1/label", json!("x".repeat(10_000)))),
        ("an empty label", changed("/policy/sections/1/label", json!(""))),
        ("an empty heading", changed("/policy/sections/0/heading", json!(""))),
        ("a section of nothing", changed("/policy/sections/0", json!({"level": 1}))),
        ("an id twice", changed("/policy/sections/0", json!({"level": 1, "id": "purpose", "heading": "x"}))),
        ("facts that are not there", {
            let mut source = with(words(1));
            source["policy"]["sections"][0]["show"] = json!([
                "persons",
                "data_protection_officer",
                "contacts",
                "channels",
                "alternatives",
                "awareness",
                "figures",
                "laws",
                "publication",
                "review",
                "related",
                "history"
            ]);
            source
        }),
        (
            "facts shown 50 times",
            changed("/policy/sections/0", json!({"level": 1, "show": vec!["persons"; 50]})),
        ),
        ("no paragraph", with(json!([{"paragraph": []}]))),
        ("an empty text", with(json!([{"paragraph": [{"text": ""}]}]))),
        ("a label at the head of nothing", with(json!([{"lead": {"label": "", "text": []}}]))),
        ("no bullets", with(json!([{"bullets": []}]))),
        ("empty bullets", with(json!([{"bullets": [[], []]}]))),
        ("no items", with(json!([{"labelled": []}]))),
        ("an empty item", with(json!([{"labelled": [{"label": "", "text": []}]}]))),
        (
            "an item's label of 10,000",
            with(json!([{"labelled": [{"label": "x".repeat(10_000), "text": [paragraph()]}]}])),
        ),
        ("an empty quote", with(json!([{"quote": []}]))),
        ("a table of nothing", with(table(0, 0, &[]))),
        ("a table without columns", with(table(0, 0, &[0, 0]))),
        ("a table without rows", with(table(2, 2, &[]))),
        ("rows too short", with(table(3, 3, &[3, 1]))),
        ("rows too long", with(table(3, 3, &[3, 5]))),
        ("a head too short", with(table(1, 3, &[3]))),
        ("a head too long", with(table(4, 3, &[3]))),
        ("200 columns", with(table(200, 200, &[200]))),
        ("a caption of nothing", {
            let mut text = table(1, 1, &[1]);
            text[0]["table"]["caption"] = json!([]);
            with(text)
        }),
        ("an image that is not there", with(json!([{"image": {"file": "gone.svg", "alt": "x"}}]))),
        ("an image from elsewhere", with(json!([{"image": {"file": "../../../etc/passwd", "alt": "x"}}]))),
        ("the source as an image", with(json!([{"image": {"file": "../policy.json", "alt": "x"}}]))),
        ("an image without words", with(json!([{"image": {"file": "plan.svg", "alt": ""}}]))),
        (
            "a reference to nothing",
            with(json!([{"paragraph": [{"ref": {"to": "nowhere", "text": [{"text": "x"}]}}]}])),
        ),
        ("a reference without words", with(json!([{"paragraph": [{"ref": {"to": "nowhere", "text": []}}]}]))),
        ("a link to nothing", with(json!([{"paragraph": [{"link": {"url": "", "text": [{"text": "x"}]}}]}]))),
        (
            "a link without words",
            with(json!([{"paragraph": [{"link": {"url": "https://example.org", "text": []}}]}])),
        ),
        (
            "a script as a link",
            with(json!([{"paragraph": [{"link": {"url": "javascript:alert(1)", "text": [{"text": "x"}]}}]}])),
        ),
        (
            "a link of 100,000 characters",
            with(
                json!([{"paragraph": [{"link": {"url": "https://x/".repeat(10_000), "text": [{"text": "x"}]}}]}]),
            ),
        ),
        (
            "a link in a link",
            with(
                json!([{"paragraph": [{"link": {"url": "https://a", "text": [{"link": {"url": "https://b", "text": [{"text": "x"}]}}]}}]}]),
            ),
        ),
        ("a footnote of nothing", with(json!([{"paragraph": [{"note": []}]}]))),
        ("a table in a footnote", with(json!([{"paragraph": [{"note": table(1, 1, &[1])}]}]))),
        (
            "a footnote in a footnote",
            with(
                json!([{"paragraph": [{"text": "x"}, {"note": [{"paragraph": [{"note": [paragraph()]}]}]}]}]),
            ),
        ),
        ("a footnote in a table's head", {
            let mut text = table(1, 1, &[1]);
            text[0]["table"]["head"] = json!([[{"text": "x"}, {"note": [paragraph()]}]]);
            with(text)
        }),
        ("breaks only", with(json!([{"paragraph": ["break", "break"]}]))),
        ("20 quotes in one another", with(json!([nested(20, |i| json!({"quote": [i]}), paragraph())]))),
        ("100 quotes in one another", with(json!([nested(100, |i| json!({"quote": [i]}), paragraph())]))),
        ("20 lists in one another", with(json!([nested(20, |i| json!({"bullets": [[i]]}), paragraph())]))),
        (
            "20 items in one another",
            with(json!([nested(20, |i| json!({"labelled": [{"label": "a)", "text": [i]}]}), paragraph())])),
        ),
        (
            "40 emphases in one another",
            with(json!([{"paragraph": [nested(40, |i| json!({"emphasis": [i]}), json!({"text": "x"}))]}])),
        ),
        ("a word of 20,000 letters", with(words(20_000))),
        (
            "marks without end",
            with(json!([{"paragraph": [{"text": format!("a{}", "\u{301}".repeat(5000))}]}])),
        ),
        ("a contact that is not there", changed("/policy/persons/0/contact", json!("gone"))),
        ("a channel that is not there", changed("/policy/figures/0/channel", json!("gone"))),
        ("deputy of nobody", changed("/policy/persons/1/deputy_of", json!(["gone"]))),
        ("a person without a name", changed("/policy/persons/0/name", json!(""))),
        ("a contact of nothing", changed("/policy/contacts/1", json!({"id": "privacy"}))),
        ("an e-mail of nothing", changed("/policy/contacts/1/email", json!(""))),
        ("an address of nothing", changed("/policy/contacts/0/url", json!(""))),
        ("the least number there is", changed("/policy/figures/0/value", json!(i64::MIN))),
        ("the largest number", changed("/policy/figures/0/value", json!((1i64 << 53) - 1))),
        ("months without end", changed("/policy/review/every_months", json!(65_535))),
        ("no months", changed("/policy/review/every_months", json!(0))),
        ("the last day of time", changed("/edition/date", json!("9999-12-31"))),
        ("the first day of time", changed("/edition/effect/until", json!("0001-01-01"))),
        ("a day that does not exist", changed("/edition/date", json!("2023-02-29"))),
        ("an edition's address of nothing", changed("/edition/address", json!(""))),
        ("an origin of nothing", changed("/edition/origin", json!(""))),
        ("a fingerprint of nothing", changed("/edition/signer/fingerprint", json!(""))),
        ("a key of 10,000", changed("/edition/signer/key", json!("k".repeat(10_000)))),
        ("a version without end", changed("/edition/version", json!(u32::MAX))),
        ("1,000 sections", {
            let list: Vec<_> = (0..1000).map(|_| json!({"level": 1, "heading": "H"})).collect();
            let mut source = with(words(1));
            source["policy"]["sections"] = list.into();
            source
        }),
    ];
    let told: String =
        cases.into_iter().map(|(name, source)| format!("{name}: {}\n", outcome(source))).collect();
    insta::assert_snapshot!(told, @r#"
    no sections: told
    no publishers: told
    an empty title: told
    a title of 10,000 characters: a page
    a title of one word of 10,000: a page
    a publisher of nothing: a page
    500 publishers: a page
    level 0: a page
    level 200: a page
    200 levels: a page
    a label of 10,000 characters: a page
    an empty label: a page
    an empty heading: told
    a section of nothing: a page
    an id twice: told
    facts that are not there: told
    facts shown 50 times: a page
    no paragraph: a page
    an empty text: a page
    a label at the head of nothing: a page
    no bullets: a page
    empty bullets: a page
    no items: told
    an empty item: a page
    an item's label of 10,000: a page
    an empty quote: a page
    a table of nothing: told
    a table without columns: told
    a table without rows: a page
    rows too short: told
    rows too long: a page
    a head too short: told
    a head too long: told
    200 columns: a page
    a caption of nothing: a page
    an image that is not there: told
    an image from elsewhere: told
    the source as an image: told
    an image without words: told
    a reference to nothing: told
    a reference without words: told
    a link to nothing: told
    a link without words: a page
    a script as a link: a page
    a link of 100,000 characters: told
    a link in a link: a page
    a footnote of nothing: a page
    a table in a footnote: told
    a footnote in a footnote: a page
    a footnote in a table's head: a page
    breaks only: a page
    20 quotes in one another: a page
    100 quotes in one another: the source data cannot be read: unexpected content: recursion limit exceeded at line 1 column 790
    20 lists in one another: told
    20 items in one another: told
    40 emphases in one another: a page
    a word of 20,000 letters: a page
    marks without end: a page
    a contact that is not there: told
    a channel that is not there: told
    deputy of nobody: told
    a person without a name: a page
    a contact of nothing: a page
    an e-mail of nothing: a page
    an address of nothing: told
    the least number there is: told
    the largest number: a page
    months without end: a page
    no months: a page
    the last day of time: a page
    the first day of time: a page
    a day that does not exist: no source: "2023-02-29" is not a day written YYYY-MM-DD
    an edition's address of nothing: told
    an origin of nothing: a page
    a fingerprint of nothing: a page
    a key of 10,000: a page
    a version without end: a page
    1,000 sections: a page
    "#);
}

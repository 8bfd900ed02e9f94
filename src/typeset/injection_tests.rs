//! Whatever stands in a field is set as it was typed: nothing of `tests/policies/injections.txt` is evaluated anywhere.
//!
//! Every line of the corpus is put behind a mark of its own into every free text of a document that uses every
//! field, and read back from the pages. The page is made very long for that, so that no line ends between pages.

use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

use super::tests::{assets, edition, frame};
use super::*;
use crate::policy::{self, Cause};

const LINES: &str = include_str!("../../tests/policies/injections.txt");

const EVERYTHING: &str = include_str!("../../tests/policies/everything.toml");

/// Fields that are not free: ids, addresses, days, words that the program knows, files.
const FIXED: &[&str] = &[
    "form",
    "language",
    "binding_languages",
    "as_of",
    "from",
    "until",
    "corrected",
    "not_before",
    "not_after",
    "awaits",
    "result",
    "on",
    "id",
    "to",
    "contact",
    "channel",
    "deputy_of",
    "show",
    "roles",
    "columns",
    "file",
    "url",
    "short_url",
    "privacy_url",
    "published",
    "since",
    "format",
    "date",
];

/// The free texts of a source, by their paths.
fn leaves(value: &Value, path: &str, out: &mut Vec<String>) {
    match value {
        Value::String(s) => {
            let names: Vec<&str> = path.split('/').filter(|n| n.parse::<u32>().is_err()).collect();
            let list = matches!(
                names[..],
                ["", "policy", "persons", "channels"] | ["", "edition", "address" | "archive" | "id"]
            );
            let last = names.last().copied().unwrap_or_default();
            if !list && !FIXED.contains(&last) && s != "break" {
                out.push(path.to_owned());
            }
        }
        Value::Array(values) => {
            values.iter().enumerate().for_each(|(i, v)| leaves(v, &format!("{path}/{i}"), out));
        }
        Value::Object(map) => map.iter().for_each(|(k, v)| leaves(v, &format!("{path}/{k}"), out)),
        _ => {}
    }
}

/// A source that uses every field, in this form.
fn everything(form: &str) -> Value {
    let policy = policy::parse("policy.toml", EVERYTHING, None).unwrap();
    let mut edition = edition(false);
    edition.archive = Some("https://example.org/archive/".into());
    edition.history = vec![Past {
        version: 2,
        label: Some("2010 edition".into()),
        as_of: "2010-01".parse().unwrap(),
        from: crate::base::effect::From::Day("2010-02-01".parse().unwrap()),
        until: Some("2018-01-01".parse().unwrap()),
        adopted: true,
        corrected: Some("2011-03-01".parse().unwrap()),
        changes: Some("Fees".into()),
    }];
    edition.version = 3;
    edition.effect = policy.effect.clone().unwrap();
    let mut value = serde_json::to_value(Source::new(policy, edition)).unwrap();
    value["policy"]["form"] = form.into();
    value
}

/// The source as canonical text.
fn bytes(value: Value) -> Vec<u8> {
    serde_json::from_value::<Source>(value).unwrap().to_bytes().unwrap()
}

/// All characters on the pages, without what lines and languages make of them, and how many pages there are.
fn set(source: &[u8]) -> (String, usize) {
    let template = String::from_utf8(TEMPLATE.to_vec()).unwrap();
    let long = template.replace("paper: \"a4\"", "width: 210mm, height: 90000mm");
    assert_ne!(long, template);
    let desk = Desk::new(source, long.as_bytes(), &assets()).unwrap();
    let document: PagedDocument = typst::compile(&desk).output.unwrap_or_else(|e| panic!("{e:?}"));
    let mut out = String::new();
    document.pages().iter().for_each(|page| frame(&page.frame, &mut out));
    let attached = document.introspector().query(&AttachElem::ELEM.select());
    assert_eq!(attached.len(), 1);
    (bare(&out), document.pages().len())
}

/// Without white space, hyphens and what is invisible; every quotation mark the same.
fn bare(text: &str) -> String {
    let unseen =
        |c: char| c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{ad}' | '\u{200b}'..='\u{200d}');
    let same = |c: char| match c {
        '\'' | '‘' | '’' | '‚' | '‹' | '›' | '“' | '”' | '„' | '«' | '»' | '′' | '″' => {
            '"'
        }
        c => c,
    };
    text.chars().filter(|c| !unseen(*c)).map(same).collect()
}

/// `Q17Q` and words, put into each of the free texts.
fn marked(form: &str, words: impl Fn(usize) -> String) -> (Vec<String>, Value) {
    let mut value = everything(form);
    let mut paths = Vec::new();
    leaves(&value, "", &mut paths);
    for (i, path) in paths.iter().enumerate() {
        *value.pointer_mut(path).unwrap() = format!("Q{i}Q {}", words(i)).into();
    }
    (paths, value)
}

fn shown(text: &str, i: usize, words: &str) -> bool {
    text.contains(&bare(&format!("Q{i}Q{words}")))
}

#[test]
fn no_line_is_evaluated_in_any_field() {
    let lines: Vec<&str> = LINES.lines().collect();
    let batches: Vec<&[&str]> = lines.chunks(14).collect();
    let mut never: Option<Vec<String>> = None;
    let forms = ["bylaws", "concept", "letter"];
    for (turn, form) in forms.into_iter().enumerate() {
        let (paths, value) = marked(form, |_| "word".to_owned());
        let (plain, pages) = set(&bytes(value));
        let visible: Vec<usize> = (0..paths.len()).filter(|i| shown(&plain, *i, "word")).collect();
        let hidden = |path: &&String| !visible.iter().any(|i| paths[*i] == **path);
        let before = never.unwrap_or_else(|| paths.clone());
        never = Some(before.iter().filter(hidden).cloned().collect());
        for batch in batches.iter().skip(turn).step_by(forms.len()) {
            // Each line comes first somewhere.
            let words = |i: usize| {
                let mut batch = batch.to_vec();
                let first = i % batch.len();
                batch.rotate_left(first);
                batch.join(" ")
            };
            let (_, value) = marked(form, words);
            let (text, now) = set(&bytes(value));
            for i in &visible {
                assert!(shown(&text, *i, &words(*i)), "{form} {}: {}", paths[*i], words(*i));
            }
            assert_eq!(now, pages);
        }
    }
    // What stands in the tags only, or what the edition says in its place.
    insta::assert_snapshot!(never.unwrap().join("\n"), @"
    /policy/effect/beside/0/for
    /policy/effect/beside/1/for
    /policy/effect/for
    /policy/letterhead/logo/alt
    /policy/sections/9/text/2/image/alt
    ");
}

/// The least policy with these texts, a section each.
fn with_texts(texts: &[String]) -> String {
    let mut toml = "title = \"T\"\nlanguage = \"en\"\npublisher = \"P\"\nas_of = \"2024-03\"\n".to_owned();
    for text in texts {
        let quoted = serde_json::to_string(text).unwrap();
        toml += &format!("[[sections]]\nheading = \"H\"\ntext = {quoted}\n");
    }
    toml
}

fn source(toml: &str) -> Vec<u8> {
    let policy = policy::parse("x.toml", toml, None).unwrap_or_else(|e| panic!("{e:?}"));
    Source::new(policy, edition(false)).to_bytes().unwrap()
}

#[test]
fn what_is_escaped_in_a_text_comes_out_as_it_was_typed() {
    let escaped = |line: &str| {
        let mut out = String::new();
        for c in line.chars() {
            out.extend(c.is_ascii_punctuation().then_some('\\'));
            out.push(c);
        }
        out
    };
    let texts: Vec<String> =
        LINES.lines().enumerate().map(|(i, line)| format!("Q{i}Q {}", escaped(line))).collect();
    let (text, _) = set(&source(&with_texts(&texts)));
    for (i, line) in LINES.lines().enumerate() {
        assert!(shown(&text, i, &line.nfc().collect::<String>()), "{line}");
    }
}

#[test]
fn commonmark_takes_its_own_marks_away_and_nothing_else() {
    let mut texts = Vec::new();
    let mut refused = String::new();
    for line in LINES.lines() {
        match policy::parse("x.toml", &with_texts(&[line.to_owned()]), None) {
            Ok(_) => texts.push(format!("Q{}Q {line}", texts.len())),
            Err(problems) => {
                let causes: Vec<&Cause> = problems.iter().map(|p| &p.cause).collect();
                refused += &format!("{line}  {causes:?}\n");
            }
        }
    }
    let (text, _) = set(&source(&with_texts(&texts)));
    for (i, line) in texts.iter().enumerate() {
        let typed: String = line.nfc().collect();
        let end = format!("Q{}Q", i + 1);
        let start = text.find(&format!("Q{i}Q")).unwrap();
        let found = text[start..].split(&end).next().unwrap();
        // What is there stands in the line in this order; what is missing is a mark of CommonMark, or was an entity.
        let mut rest = found.chars().peekable();
        let mut missing = String::new();
        for c in bare(&typed).chars() {
            if rest.peek() == Some(&c) {
                rest.next();
            } else {
                missing.push(c)
            }
        }
        let marks = |c: char| "*_`\\[]()<>#-+".contains(c);
        assert!(missing.chars().all(marks) || line.contains('&'), "{line}: {found} lacks {missing}");
    }
    insta::assert_snapshot!(refused, @r#"
    #metadata(none) <evaluated>  [Html]
    #link(<s-purpose>)[evaluated]  [Html]
    @reference <label> @evaluated[x]  [Html]
    <script>alert("evaluated")</script>  [Html]
    <img src=x onerror=alert(1)> <b>x</b> <!-- x -->  [Html, Html, Html, Html]
    </pre></body></html>  [Html, Html, Html]
    <?xml version="1.0"?> <!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]> &e;  [Html]
    <![CDATA[ evaluated ]]>  [Html]
    "#);
}

#[test]
fn characters_that_change_what_a_reader_sees_never_reach_the_page() {
    for c in "\u{202e}\u{2066}\u{200e}\u{61c}\u{2028}\u{7f}\u{85}\u{0}".chars() {
        let (_, value) = marked("concept", |_| c.to_string());
        let source: Result<Source, _> = serde_json::from_value(value);
        let text = source.unwrap().to_bytes();
        // Other controls are written with an escape, which no page can show.
        let refused = text.is_err() || typeset(&text.unwrap(), TEMPLATE, &assets()).is_err();
        assert!(refused, "{c:?}");
    }
}

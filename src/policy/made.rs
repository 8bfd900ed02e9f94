//! Policy data made by chance, for tests: every field of the shape, with texts that documents do not often have.
//!
//! Takes numbers (a test's, so that it can shorten them) and gives data as an author writes it, as JSON. Ids resolve
//! and facts are shown, so that most of it can be read; texts are anything.

use serde_json::{Map, Value as Json, json};

use super::shape::{OPEN, POLICY, SHOWS, Shape, Table};

/// Numbers to decide by; when they run out, everything is the least that it can be.
pub struct Chance<'a> {
    numbers: std::slice::Iter<'a, u32>,
    /// How many tables each list has.
    lists: Vec<(&'static str, usize)>,
    /// Only characters that a built-in font has.
    pub drawable: bool,
}

/// Pieces of text, the last ones in no built-in font.
const PIECES: &[&str] = &[
    "Wort",
    "§ 5 Abs. 1",
    "z. B.",
    "18–22",
    "80 %",
    "25. Juli 2018",
    "\"so\"",
    "'it's'",
    "Straße",
    "a",
    "1",
    "(1)",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk",
    "https://example.org/a/b?c=d",
    "#panic()",
    "$x$",
    "@r",
    "<l>",
    "*b*",
    "`c`",
    "\\",
    "[x](#y)",
    "- a",
    "1. b",
    "> q",
    "| a | b |",
    "e\u{301}",
    "a\u{323}\u{307}\u{302}",
    "x\u{300}\u{300}\u{300}\u{300}\u{300}\u{300}\u{300}\u{300}",
    "q\u{200d}q",
    "q\u{200c}q",
    "q\u{200b}q",
    "so\u{ad}ft",
    "no\u{a0}break",
    "thin\u{2009}",
    "\u{2060}",
    "\u{fe0f}",
    "ﬁ",
    "ß",
    "Ж",
    "λ",
    "א",
    "שלום",
    "0\u{fe0f}\u{20e3}",
    "•",
    "−",
    "…",
    "ˈ",
    "\u{300}",
    "…………………………………………",
    "////////////////////////////////////////////",
    "مرحبا",
    "😀",
    "👩\u{200d}👩\u{200d}👧",
    "漢字",
    "\u{f40}",
    "\u{e000}",
    "\u{10fffd}",
    "\u{1f1e9}\u{1f1ea}",
];

const UNDRAWN: usize = 8;

impl<'a> Chance<'a> {
    /// Decides by these numbers.
    pub fn new(numbers: &'a [u32]) -> Self {
        let mut chance = Self { numbers: numbers.iter(), lists: Vec::new(), drawable: false };
        chance.drawable = chance.below(4) < 3;
        chance
    }

    /// A number below a bound.
    pub fn below(&mut self, bound: usize) -> usize {
        self.numbers.next().map_or(0, |n| *n as usize % bound.max(1))
    }

    /// A text of one line.
    pub fn line(&mut self) -> String {
        let most = if self.drawable { PIECES.len() - UNDRAWN } else { PIECES.len() };
        let count = [1, 1, 2, 3, 8, 40][self.below(6)];
        let mut out = String::new();
        for _ in 0..count {
            let piece = PIECES[self.below(most)];
            match self.below(12) {
                0 => out += &piece.repeat(30),
                1 => out += piece,
                _ => out = format!("{out} {piece}"),
            }
        }
        if out.trim().is_empty() { "x".to_owned() } else { out.trim().to_owned() }
    }

    /// CommonMark, most of it right.
    fn text(&mut self, depth: usize) -> String {
        let mut out = String::new();
        for _ in 0..=self.below(4) {
            let words: String = self
                .line()
                .chars()
                .flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c]))
                .collect();
            out += &match self.below(12) {
                0 => format!("(1) {words}\n\n(2) x\n\n"),
                1 => format!("- {words}\n- y\n  - z\n\n"),
                2 => format!("a) {words}\nb) *y*\n\n"),
                3 => format!("> {words}\n\n"),
                4 => {
                    format!("| A | B |\n|---|--:|\n| **{words}** | 1 |\n| **y** | {words} |\n\n: {words}\n\n")
                }
                5 => format!("![{words}](plan.svg \"x\")\n\n"),
                6 => format!("**Zweck:** {words}\n\n"),
                7 => format!(
                    "*{words}* **y** `{}` [{words}](https://example.org)\\\nz\n\n",
                    words.replace('`', "")
                ),
                8 => format!("{words}[^a{depth}]\n\n[^a{depth}]: {words}\n\n"),
                // Anything at all.
                9 if self.below(3) == 0 => format!("{}\n", self.line()),
                _ => format!("{words}\n\n"),
            };
        }
        out
    }

    fn day(&mut self, year: usize) -> String {
        format!("{}-{:02}-{:02}", year + self.below(3), 1 + self.below(12), 1 + self.below(28))
    }

    fn count(&self, list: &str) -> usize {
        self.lists.iter().find(|(name, _)| *name == list).map_or(0, |(_, n)| *n)
    }

    fn reference(&mut self, list: &'static str, not: Option<usize>) -> Option<Json> {
        let n = self.count(list);
        let chosen = self.below(n.max(1));
        (n > 0 && not != Some(chosen)).then(|| json!(format!("{list}-{chosen}")))
    }

    fn value(&mut self, name: &'static str, shape: &Shape, own: Option<usize>) -> Option<Json> {
        Some(match shape {
            Shape::Line | Shape::Label => json!(self.line()),
            Shape::Email => json!("a@example.org"),
            Shape::Lines => json!((0..=self.below(3)).map(|_| self.line()).collect::<Vec<_>>()),
            Shape::Text => json!(self.text(0)),
            Shape::YesNo => json!(self.below(2) == 0),
            Shape::Number(min, max) => match self.below(4) {
                0 => json!(max),
                1 => json!(min),
                n => json!((min + n as i64 * 7).min(*max)),
            },
            Shape::Scalar(min) => match self.below(3) {
                0 => json!(self.line()),
                1 => json!(min),
                n => json!(n * 1_234_567),
            },
            Shape::Day if name == "not_after" => json!(self.day(2030)),
            Shape::LastDay | Shape::Day if name != "not_before" => json!(self.day(2025)),
            Shape::AsOf if self.below(2) == 0 => {
                json!(format!("20{:02}-0{}", self.below(24), 1 + self.below(9)))
            }
            Shape::Beginning if self.below(2) == 0 => self.table(&OPEN, None, None),
            Shape::Day | Shape::LastDay | Shape::AsOf | Shape::Beginning => json!(self.day(2020)),
            Shape::Id => return None,
            Shape::Ref(list) => self.reference(list, None)?,
            Shape::Refs(list) => json!([self.reference(list, own.filter(|_| *list == "persons"))?]),
            Shape::Url => json!(["https://example.org", "mailto:a@example.org", "tel:+49-1"][self.below(3)]),
            Shape::Image => json!("plan.svg"),
            Shape::Word(words) => json!(words[self.below(words.len())]),
            Shape::Words(words) => json!([words[self.below(words.len())]]),
            Shape::Table(shape) => self.table(shape, None, None),
            Shape::Tables(shape) => {
                // A version stays beside once, and an empty list says nothing.
                let n = if name == "beside" { self.below(2) } else { self.count(name) };
                if n == 0 {
                    return None;
                }
                (0..n).map(|i| self.table(shape, Some(name), Some(i))).collect()
            }
        })
    }

    fn table(&mut self, shape: &'static Table, list: Option<&str>, index: Option<usize>) -> Json {
        let mut out = Map::new();
        for field in shape.fields {
            if matches!(field.shape, Shape::Id) {
                if let (Some(list), Some(i)) = (list, index)
                    && (field.needed || self.below(2) == 0)
                {
                    out.insert("id".into(), json!(format!("{list}-{i}")));
                }
                continue;
            }
            let other = shape.not_both.iter().any(|(a, b)| *b == field.name && out.contains_key(*a));
            let one_of = shape.one_of.first() == Some(&field.name);
            if (field.needed || one_of || self.below(3) == 0)
                && !other
                && let Some(value) = self.value(field.name, &field.shape, index)
            {
                out.insert(field.name.into(), value);
            }
        }
        Json::Object(out)
    }

    fn sections(&mut self, annexes: bool) -> Json {
        let (mut level, mut number) = (1, 0);
        let mut out = Vec::new();
        for i in 0..=self.below(5) {
            let mut section = Map::new();
            level = if i == 0 { 1 } else { 1 + self.below((level + 1).min(5)) };
            if level == 1 {
                number += 1;
            }
            section.insert("level".into(), json!(level));
            section.insert("heading".into(), json!(self.line()));
            section.insert("text".into(), json!(self.text(i)));
            if level == 1 && annexes {
                section.insert("label".into(), json!(format!("Anlage {number}")));
            }
            if self.below(2) == 0 {
                section
                    .insert("id".into(), json!(format!("{}-{i}", if annexes { "annex" } else { "section" })));
            }
            out.push(Json::Object(section));
        }
        Json::Array(out)
    }
}

/// A document as an author writes it.
pub fn made(numbers: &[u32]) -> Json {
    let mut chance = Chance::new(numbers);
    let lists = [
        "contacts",
        "channels",
        "persons",
        "alternatives",
        "awareness",
        "figures",
        "laws",
        "related",
        "earlier",
        "signatories",
    ];
    for list in lists {
        let n = chance.below(4);
        chance.lists.push((list, n));
    }
    let mut out = Map::new();
    for field in POLICY.fields {
        let value = match field.name {
            "sections" => Some(chance.sections(false)),
            "annexes" if chance.below(3) == 0 => Some(chance.sections(true)),
            "annexes" => None,
            name if lists.contains(&name) => match chance.count(name) {
                0 => None,
                _ => chance.value(field.name, &field.shape, None),
            },
            _ if field.needed || chance.below(3) == 0 => chance.value(field.name, &field.shape, None),
            _ => None,
        };
        value.and_then(|value| out.insert(field.name.into(), value));
    }
    show(&mut out);
    Json::Object(out)
}

/// The first section shows all the facts there are.
fn show(data: &mut Map<String, Json>) {
    let roles = |p: &Json| p["roles"].as_array().cloned().unwrap_or_default();
    let officer = |p: &Json| roles(p).contains(&json!("data_protection_officer"));
    let only = |p: &Json| roles(p) == [json!("data_protection_officer")];
    let persons = data.get("persons").and_then(Json::as_array).cloned().unwrap_or_default();
    let shows = SHOWS.iter().filter(|show| match **show {
        "persons" => !persons.iter().all(only),
        "data_protection_officer" => persons.iter().any(officer),
        "history" => data.contains_key("earlier"),
        show => data.contains_key(show),
    });
    let shows: Json = shows.map(|s| json!(s)).collect();
    if shows.as_array().is_some_and(|s| !s.is_empty())
        && let Some(first) = data.get_mut("sections").and_then(|s| s.get_mut(0))
    {
        first["show"] = shows;
    }
}

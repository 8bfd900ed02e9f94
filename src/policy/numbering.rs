//! Section labels: taken apart to see whether one follows another.
//!
//! Specification: `docs/policy-data.md`, "Labels". The program never counts for the author; it only notices
//! when a label is used twice, and when one is left out without a word about it.

use std::collections::{BTreeMap, BTreeSet};

/// What numbering needs to know of a section.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit<'a> {
    pub(super) level: u8,
    pub(super) label: Option<&'a str>,
    /// Labels begin anew below it.
    pub(super) restart: bool,
    /// Its label is used again on purpose.
    pub(super) again: bool,
}

/// What is wrong with the label of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// Another section has it; its place in the list.
    Twice { first: usize },
    /// One is left out; the label that should stand there, and the one before it.
    Gap { expected: String, before: Option<String> },
}

/// A label: what stands around its last number, and the number; a range has two.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Label {
    style: Style,
    first: (u32, Option<char>),
    last: (u32, Option<char>),
}

/// What stands before and after the number, and how it is written.
type Style = (String, String, Kind);

/// Labels of one style count together where they are cited alike: in the document, a part, or a section.
type Home = (Option<usize>, Style);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Arabic,
    Roman,
    Letter,
}

/// Faults by the place of the section in the list.
pub(super) fn check(units: &[Unit<'_>]) -> Vec<(usize, Fault)> {
    let mut faults = Vec::new();
    // The sections that enclose the present one.
    let mut above: Vec<usize> = Vec::new();
    let mut seen: BTreeMap<(Option<usize>, &str), usize> = BTreeMap::new();
    // By scope and style: the last number, and where it stood; by parent and style: whether it has begun there.
    let mut last: BTreeMap<Home, Label> = BTreeMap::new();
    let mut begun: BTreeSet<Home> = BTreeSet::new();
    let mut typed: BTreeMap<Home, String> = BTreeMap::new();
    for (i, unit) in units.iter().enumerate() {
        above.retain(|a| units.get(*a).is_some_and(|u| u.level < unit.level));
        let parent = above.last().copied();
        let scope = above.iter().rev().copied().find(|a| units.get(*a).is_some_and(|u| u.restart));
        above.push(i);
        let Some(text) = unit.label else { continue };
        // `a)` and `(1)` are cited with the unit above them, so they are unique only below it.
        let home = if text.ends_with(')') { parent } else { scope };
        match seen.get(&(home, text)) {
            Some(first) if !unit.again => faults.push((i, Fault::Twice { first: *first })),
            _ => {
                seen.entry((home, text)).or_insert(i);
            }
        }
        let readings = read(text);
        // A single letter may be a roman number: whichever follows is meant.
        let of = |label: &Label| last.get(&(home, label.style.clone()));
        let first_here = |label: &Label| !begun.contains(&(parent, label.style.clone()));
        let fits = |label: &Label| match of(label) {
            Some(before) => follows(before, label) || first_here(label) && is_first(label),
            None => is_first(label),
        };
        let meant = readings.iter().find(|l| fits(l)).or(readings.first());
        let Some(meant) = meant else { continue };
        let twice = matches!(faults.last(), Some((at, Fault::Twice { .. })) if *at == i);
        if !fits(meant) && !unit.again && !twice {
            let before = typed.get(&(home, meant.style.clone())).cloned();
            let expected = match of(meant) {
                Some(before) => written(&before.style, before.last.0 + 1),
                None => written(&meant.style, 1),
            };
            faults.push((i, Fault::Gap { expected, before }));
        }
        for reading in &readings {
            begun.insert((parent, reading.style.clone()));
            typed.insert((home, reading.style.clone()), text.to_owned());
            last.insert((home, reading.style.clone()), reading.clone());
        }
    }
    faults
}

/// Whether a document can begin with it.
fn is_first(label: &Label) -> bool {
    label.first.0 <= 1
}

fn follows(before: &Label, label: &Label) -> bool {
    let ((n, inserted), (m, letter)) = (before.last, label.first);
    match letter {
        // § 2a after § 2, § 2b after § 2a.
        Some(c) => m == n && c == inserted.map_or('a', |i| char::from_u32(i as u32 + 1).unwrap_or(i)),
        None => m == n + 1,
    }
}

fn written(style: &Style, number: u32) -> String {
    let number = match style.2 {
        Kind::Arabic => number.to_string(),
        Kind::Roman => roman(number),
        Kind::Letter => letter(number, style),
    };
    format!("{}{number}{}", style.0, style.1)
}

/// The ways in which a label can be read: none, one, or two for a letter that is also a roman number.
fn read(label: &str) -> Vec<Label> {
    if let Some(range) = range(label) {
        return vec![range];
    }
    // What cannot be read surely is not judged.
    if label.contains("§§") {
        return Vec::new();
    }
    let is_digit = |c: char| c.is_ascii_digit();
    if let Some(end) = label.rfind(is_digit).map(|i| i + 1) {
        let start = label[..end]
            .rfind(|c| !is_digit(c))
            .map_or(0, |i| i + label[i..].chars().next().map_or(1, char::len_utf8));
        let Some(number) = small(&label[start..end]) else { return Vec::new() };
        let mut after = &label[end..];
        let mut inserted = None;
        if let Some(c) = after.chars().next().filter(char::is_ascii_lowercase)
            && !after[1..].starts_with(|c: char| c.is_alphanumeric())
        {
            inserted = Some(c);
            after = &after[1..];
        }
        let style = (label[..start].to_owned(), after.to_owned(), Kind::Arabic);
        return vec![Label { style, first: (number, inserted), last: (number, inserted) }];
    }
    // The last word: of roman figures, or a single letter.
    let end = label.trim_end_matches(|c: char| !c.is_ascii_alphabetic()).len();
    let start = label[..end]
        .rfind(|c: char| !c.is_ascii_alphabetic())
        .map_or(0, |i| i + label[i..].chars().next().map_or(1, char::len_utf8));
    let word = &label[start..end];
    let around = |kind| (label[..start].to_owned(), label[end..].to_owned(), kind);
    let one = |kind, n| Label { style: around(kind), first: (n, None), last: (n, None) };
    let mut readings = Vec::new();
    if let [c @ (b'a'..=b'z' | b'A'..=b'Z')] = word.as_bytes() {
        readings.push(one(Kind::Letter, u32::from(c.to_ascii_lowercase() - b'a') + 1));
    }
    let number = (1..100).find(|n| roman(*n).eq_ignore_ascii_case(word));
    readings.extend(number.map(|n| one(Kind::Roman, n)));
    readings
}

/// `§§ 3–5`, `§§ 2 und 3`, `§§ 2a–2c`, `3.–5.`: several units, of the style of a single one.
fn range(label: &str) -> Option<Label> {
    let (style, numbers) = match label.strip_prefix("§§ ") {
        Some(rest) => (("§ ".to_owned(), String::new(), Kind::Arabic), rest),
        None => {
            let (from, _) = label.split_once('–')?;
            let before = from.trim_end().trim_end_matches('.').trim_end_matches(|c: char| c.is_ascii_digit());
            let after = label.trim_start_matches(|c: char| c != '–').trim_start_matches(['–', ' ']);
            let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
            ((before.to_owned(), after.to_owned(), Kind::Arabic), label.get(before.len()..)?)
        }
    };
    let mut found = numbers.split(|c: char| !c.is_ascii_alphanumeric()).filter_map(|word| {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let letter = word.strip_prefix(digits).and_then(|rest| rest.chars().next());
        Some((small(digits)?, letter))
    });
    let first = found.next()?;
    let last = found.next_back()?;
    (first < last).then_some(Label { style, first, last })
}

/// A label with one way to write its spaces: `§5` and one pasted with a no-break space are `§ 5`.
pub(super) fn normal(label: &str) -> String {
    let mut out = String::new();
    for word in label.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        match word.rfind('§').map(|i| word.split_at(i + '§'.len_utf8())) {
            Some((signs, rest)) if rest.starts_with(|c: char| c.is_ascii_digit()) => {
                out = out + signs + " " + rest;
            }
            _ => out += word,
        }
    }
    out
}

/// A number that counts sections: a year is none.
fn small(digits: &str) -> Option<u32> {
    digits.parse().ok().filter(|n| *n < 1000)
}

fn roman(mut n: u32) -> String {
    const FIGURES: [(u32, &str); 9] =
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut out = String::new();
    for (value, figure) in FIGURES {
        while n >= value {
            out += figure;
            n -= value;
        }
    }
    out
}

fn letter(n: u32, style: &Style) -> String {
    let base = if style.1.starts_with(')') { b'a' } else { b'A' };
    u8::try_from(n - 1).ok().filter(|n| *n < 26).map_or(String::new(), |n| char::from(base + n).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `level label [restart|again]`, one a line.
    fn faults(list: &str) -> Vec<String> {
        let units: Vec<_> = list
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty())
            .map(|l| {
                let (level, rest) = l.split_once(' ').unwrap_or((l, ""));
                let restart = rest.ends_with(" restart");
                let again = rest.ends_with(" again");
                let label = rest.trim_end_matches(" restart").trim_end_matches(" again");
                Unit {
                    level: level.parse().unwrap(),
                    label: (!label.is_empty()).then_some(label),
                    restart,
                    again,
                }
            })
            .collect();
        check(&units)
            .into_iter()
            .map(|(i, fault)| match fault {
                Fault::Twice { first } => format!("{i} again {first}"),
                Fault::Gap { expected, before } => {
                    format!("{i} {expected} after {}", before.unwrap_or_default())
                }
            })
            .collect()
    }

    #[test]
    fn labels_that_follow_each_other_are_fine() {
        for list in [
            "1 1.\n1 2.\n2 2.1\n2 2.2\n3 2.2.1\n1 3.\n2 3.1",
            "1 § 1\n1 § 2\n1 § 2a\n1 § 2b\n1 § 3",
            "1 I.\n2 1.\n2 2.\n1 II.\n2 3.\n1 III.\n1 IV.\n1 V.",
            "1 A.\n1 B.\n1 C.\n1 D.",
            "1 Teil 1\n2 § 1\n2 § 2\n1 Teil 2\n2 § 3",
            "1 Teil 1 restart\n2 § 1\n2 § 2\n1 Teil 2 restart\n2 § 1",
            "1 § 1\n2 (1)\n3 a)\n3 b)\n2 (2)\n3 a)\n1 § 2\n2 (1)",
            "1 § 1\n1 §§ 2–4\n1 § 5",
            "1 1.\n1 2.–4.\n1 5.",
            "1 1-1\n1 1-2\n1 1-3",
            "1 § 1\n1 §§ 2 und 3\n1 § 4",
            "1 § 1\n1 §§ 2, 3\n1 § 4",
            "1 § 1\n1 § 2\n1 §§ 2a–2c\n1 § 3",
            "1 § 1\n1 §§ x\n1 § 2",
            "1 Anlage 1\n1 Anlage 2",
            "1 Präambel\n1 Artikel 1\n1 Artikel 2",
            "1 \n1 1.\n1 \n1 2.",
            "1 H.\n1 I.",
            "1 Haushalt 2024\n1 Haushalt 2026",
            "1 1.\n1 1. again\n1 2.",
        ] {
            let list = if list == "1 H.\n1 I." {
                "1 A.\n1 B.\n1 C.\n1 D.\n1 E.\n1 F.\n1 G.\n1 H.\n1 I.\n1 J."
            } else {
                list
            };
            assert_eq!(faults(list), Vec::<String>::new(), "{list}");
        }
    }

    #[test]
    fn what_is_left_out_or_used_twice_is_noticed() {
        for (list, expected) in [
            ("1 1.\n1 3.", "1 2. after 1."),
            ("1 § 1\n1 § 2\n1 § 4\n1 § 5", "2 § 3 after § 2"),
            ("1 § 2", "0 § 1 after "),
            ("1 1.\n1 1.", "1 again 0"),
            ("1 A\n2 1.\n1 B\n2 1.", "3 again 1"),
            ("1 I.\n1 II.\n1 IV.", "2 III. after II."),
            ("1 2.\n2 2.2", "0 1. after |1 2.1 after "),
            ("1 § 1\n2 a)\n2 c)", "2 b) after a)"),
            ("1 § 1\n2 a)\n2 a)", "2 again 1"),
            ("1 § 1\n1 § 1b", "1 § 2 after § 1"),
            ("1 A.\n1 B.\n1 D.", "2 C. after B."),
            ("1 § 1\n1 §§ 3–4\n1 § 5", "1 § 2 after § 1"),
        ] {
            assert_eq!(faults(list).join("|"), expected, "{list}");
        }
    }

    #[test]
    fn a_label_is_one_however_it_was_typed() {
        for typed in ["§5", "§\u{a0}5", "§  5", " § 5"] {
            assert_eq!(normal(typed), "§ 5");
        }
        assert_eq!(normal("§§3–5"), "§§ 3–5");
        assert_eq!(normal("Anlage\u{202f}1"), "Anlage 1");
    }

    proptest::proptest! {
        #[test]
        fn any_label_can_be_read(labels in proptest::collection::vec("\\PC{0,12}", 0..8)) {
            let units: Vec<_> = labels.iter()
                .map(|l| Unit { level: 1, label: Some(l), restart: false, again: false })
                .collect();
            check(&units);
        }
    }
}

//! Labels as they are typed: `(1)`, `(1a)`, `1.`, `1)`, `a)`, `(a)`, `aa)`, `ii)`; which one follows which.
//!
//! Specification: `docs/policy-data.md`, "Texts". A pure vocabulary: knows no blocks and no CommonMark.
//!
//! A label can be read in more than one way (`i)` follows `h)`, and begins `i) ii)`), so a [`Label`] keeps
//! all its readings; only the sequence it stands in decides.

/// How a label is punctuated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `(1)`
    Both,
    /// `1)`
    Close,
    /// `1.`
    Dot,
}

/// What a label counts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum System {
    /// 1, 1a, 2
    Number,
    /// a, b; aa, bb; aaa, bbb: so many times the same letter.
    Letter(u8),
    /// i, ii, iii
    Roman,
}

/// The form and the system: labels of one kind make a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) form: Form,
    pub(super) system: System,
}

/// A place in a sequence: the number, and the letter of a later insertion (`1a`), from 1; 0 is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Value {
    number: u32,
    inserted: u8,
}

/// A label and all that it can mean, the likeliest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// As it was typed.
    pub(super) text: String,
    pub(super) readings: Vec<(Kind, Value)>,
}

/// No label is longer: `(999999999a)`.
const LONGEST: usize = 12;

impl Kind {
    /// An Absatz: a numbered paragraph rather than an item of a list.
    pub(super) fn is_paragraph(self) -> bool {
        self.form == Form::Both && self.system == System::Number
    }

    /// How deep it usually stands in a text: `(1)`, `1.`, `a)`, `aa)`.
    pub(super) fn rank(self) -> u8 {
        match self.system {
            System::Number if self.form == Form::Both => 0,
            System::Number => 1,
            System::Letter(times) => 1 + times,
            System::Roman => 3,
        }
    }

    pub(super) fn write(self, value: Value) -> String {
        let letter = |n: u32| char::from(b'a' + u8::try_from(n.clamp(1, 26) - 1).unwrap_or(0));
        let core = match self.system {
            System::Number if value.inserted > 0 => {
                format!("{}{}", value.number, letter(u32::from(value.inserted)))
            }
            System::Number => value.number.to_string(),
            System::Letter(times) => letter(value.number).to_string().repeat(usize::from(times)),
            System::Roman => roman(value.number),
        };
        match self.form {
            Form::Both => format!("({core})"),
            Form::Close => format!("{core})"),
            Form::Dot => format!("{core}."),
        }
    }

    /// The label that begins a sequence.
    pub(super) fn first(self) -> String {
        self.write(Value::FIRST)
    }

    /// The label after this one; `None` behind `z)`.
    pub(super) fn after(self, value: Value) -> Option<String> {
        let last = matches!(self.system, System::Letter(_)) && value.number >= 26;
        let next = Value { number: value.number.saturating_add(1), inserted: 0 };
        (!last).then(|| self.write(next))
    }
}

impl Value {
    pub(super) const FIRST: Value = Value { number: 1, inserted: 0 };

    /// Whether this one may stand right behind another: 2 behind 1, 1a behind 1, 2 behind 1b.
    pub(super) fn follows(self, before: Value) -> bool {
        match self.inserted {
            0 => Some(self.number) == before.number.checked_add(1),
            n => self.number == before.number && n == before.inserted + 1,
        }
    }
}

impl Label {
    /// The label at the very start of a text, if white space or the end of the text comes after it.
    pub(super) fn at_start(text: &str) -> Option<Label> {
        let (form, body) = match text.strip_prefix('(') {
            Some(rest) => (Form::Both, rest),
            None => (Form::Close, text),
        };
        // Bytes: all characters of a label are ASCII.
        let length = body.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count();
        let (core, rest) = (body.get(..length)?, body.get(length..)?);
        let (form, rest) = match (form, rest.strip_prefix(')'), rest.strip_prefix('.')) {
            (form, Some(rest), _) => (form, rest),
            (Form::Close, None, Some(rest)) => (Form::Dot, rest),
            _ => return None,
        };
        if !rest.chars().next().is_none_or(char::is_whitespace) {
            return None;
        }
        let mut readings = systems(core);
        // `a.` and `i.` are abbreviations and initials far more often than labels.
        readings.retain(|(system, _)| form != Form::Dot || *system == System::Number);
        let readings: Vec<_> =
            readings.into_iter().map(|(system, value)| (Kind { form, system }, value)).collect();
        let typed = text.len() - rest.len();
        (!readings.is_empty()).then(|| Label { text: text.get(..typed).unwrap_or_default().into(), readings })
    }

    /// The reading as the first of a sequence.
    pub(super) fn as_first(&self) -> Option<(Kind, Value)> {
        self.readings.iter().copied().find(|(_, value)| *value == Value::FIRST)
    }

    /// A number with a mark behind it, other than 1: at the start of a line rather a date, unless it goes on
    /// where a list has come to.
    pub(super) fn may_be_text(&self) -> bool {
        self.readings.iter().all(|(kind, value)| {
            kind.system == System::Number
                && kind.form != Form::Both
                && value.inserted == 0
                && *value != Value::FIRST
        })
    }

    /// The label without its punctuation, as a reference names it.
    pub(super) fn bare(text: &str) -> &str {
        text.trim_start_matches('(').trim_end_matches([')', '.'])
    }
}

fn systems(core: &str) -> Vec<(System, Value)> {
    let digits = core.bytes().take_while(u8::is_ascii_digit).count();
    let (number, letters) = core.split_at(digits);
    let mut found = Vec::new();
    let ordinal = |b: u8| b - b'a' + 1;
    match (number.parse::<u32>(), letters.as_bytes()) {
        // CommonMark reads at most nine digits as a number of a list.
        (Ok(number), inserted) if digits <= 9 => match *inserted {
            [] => found.push((System::Number, Value { number, inserted: 0 })),
            [b @ b'a'..=b'z'] => found.push((System::Number, Value { number, inserted: ordinal(b) })),
            _ => {}
        },
        (Err(_), [first @ b'a'..=b'z', rest @ ..]) if digits == 0 => {
            if rest.len() < 3 && rest.iter().all(|b| b == first) {
                let times = if rest.is_empty() { 1 } else { 1 + u8::try_from(rest.len()).unwrap_or(0) };
                let value = Value { number: u32::from(ordinal(*first)), inserted: 0 };
                found.push((System::Letter(times), value));
            }
            if let Some(number) = of_roman(letters) {
                found.push((System::Roman, Value { number, inserted: 0 }));
                // Nobody gets to `ii)` by way of `hh)` as often as by way of `i)`.
                if letters.len() > 1 {
                    found.reverse();
                }
            }
        }
        _ => {}
    }
    found
}

/// The value of a Roman number below 90 in its one spelling.
fn of_roman(letters: &str) -> Option<u32> {
    let value = |c| match c {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        _ => None,
    };
    let (mut sum, mut next) = (0_u32, 0);
    for c in letters.chars().rev() {
        let v = value(c)?;
        sum = if v < next { sum.checked_sub(v)? } else { sum + v };
        next = v;
    }
    (roman(sum) == letters).then_some(sum)
}

fn roman(number: u32) -> String {
    let mut rest = number;
    let mut out = String::new();
    for (value, letters) in [(50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")] {
        while rest >= value && out.len() < LONGEST {
            out.push_str(letters);
            rest -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Option<(Kind, Value)> {
        Label::at_start(text).and_then(|l| l.readings.first().copied())
    }

    #[test]
    fn a_label_is_a_short_number_or_letter_in_its_punctuation_before_white_space() {
        for good in
            ["(1) x", "(1a)\u{a0}x", "1. x", "1)\tx", "a)", "(a) x", "aa) x", "iv)\n", "1a. x", "(12)"]
        {
            let label = Label::at_start(good).unwrap_or_else(|| panic!("{good}"));
            let end = good.find(|c: char| c.is_whitespace()).unwrap_or(good.len());
            assert_eq!(label.text, good[..end]);
        }
        for bad in [
            "",
            "(",
            "()",
            "(1",
            "1",
            "a",
            "a. x",
            "i. x",
            "(1)x",
            "a)b",
            "ab) x",
            "(s. o.) x",
            "A) x",
            "1.2 x",
            "1.2. x",
            "aaaa) x",
            "(a1) x",
            "(1ab) x",
            "10000000000. x",
            "ä) x",
            "(ä) x",
            "iiii) x",
            "a\\) x",
        ] {
            assert_eq!(Label::at_start(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_label_follows_the_one_before_it_and_its_insertions() {
        for (before, after) in
            [("(1)", "(2)"), ("(1)", "(1a)"), ("(1a)", "(1b)"), ("(1a)", "(2)"), ("1.", "1a."), ("9.", "10.")]
        {
            let ((k, a), (l, b)) = (first(before).unwrap(), first(after).unwrap());
            assert!(k == l && b.follows(a), "{before} {after}");
        }
        for (before, after) in
            [("(1)", "(3)"), ("(2)", "(1)"), ("(1)", "(1)"), ("(1)", "(1b)"), ("(1a)", "(2a)")]
        {
            assert!(!first(after).unwrap().1.follows(first(before).unwrap().1), "{before} {after}");
        }
    }

    #[test]
    fn what_a_label_says_it_writes() {
        for text in ["(1)", "12.", "3a)", "(b)", "z)", "cc)", "ii)", "xlviii)", "(iii)", "aaa)"] {
            let (kind, value) = first(text).unwrap();
            assert_eq!(kind.write(value), text);
        }
        let (kind, value) = first("z)").unwrap();
        assert_eq!(kind.after(value), None);
        assert_eq!(Label::at_start("i)").unwrap().readings.len(), 2);
    }
}

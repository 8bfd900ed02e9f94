//! What looks like the mark of a list and is none: `–`, `•`, `A)`, `a.`, `II.`, `1.1`, `§ 1`.
//!
//! Specification: `docs/policy-data.md`, "Texts". A pure vocabulary, like `labels`; a mark alone is text, and
//! only a second one in the next line shows that a list was meant.

/// Marks of one kind were meant as one list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// A dash or a dot.
    Sign(char),
    /// `A)`, `(A)`, `II.`, `a.`: the punctuation, and whether it is a capital.
    Letter { open: bool, close: char, capital: bool },
    /// `12.`, `12)`, where it begins no item.
    Number(char),
    /// `1.1`, `1.2.3.`
    Decimal,
    /// `§ 1`
    Section,
}

/// No mark is longer: `1.10.12.`.
const LONGEST: usize = 12;

const SIGNS: [char; 21] =
    ['–', '—', '―', '‐', '‑', '−', '-', '•', '·', '∙', '‣', '◦', '▪', '▫', '■', '□', '●', '○', '→', '➢', '✓'];

/// The mark at the start of a line, and how many bytes it has.
pub(super) fn at_start(line: &str) -> Option<(Mark, usize)> {
    let (word, rest) = word(line)?;
    let mark = match word.strip_prefix('§') {
        Some("") => {
            let number = rest.trim_start();
            let (number_word, _) = self::word(number)?;
            let space = rest.len() - number.len();
            return is_section(number_word)
                .then_some((Mark::Section, word.len() + space + number_word.len()));
        }
        Some(number) => is_section(number).then_some(Mark::Section),
        None => sign(word).or_else(|| numbered(word)).or_else(|| lettered(word, rest)),
    };
    mark.map(|mark| (mark, word.len()))
}

/// The first word of a line, if it is short and something follows it.
fn word(line: &str) -> Option<(&str, &str)> {
    let (end, _) = line.char_indices().take(LONGEST).find(|(_, c)| c.is_whitespace())?;
    let (word, rest) = line.split_at_checked(end)?;
    (!word.is_empty() && !rest.starts_with(['\n', '\r'])).then_some((word, rest))
}

fn is_section(number: &str) -> bool {
    let number = number.trim_end_matches(['.', ':']);
    let number = number.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(number);
    !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}

fn sign(word: &str) -> Option<Mark> {
    let mut chars = word.chars();
    let first = chars.next().filter(|c| SIGNS.contains(c))?;
    // `--` is a dash, too.
    chars.all(|c| c == '-' && first == '-').then_some(Mark::Sign(first))
}

fn numbered(word: &str) -> Option<Mark> {
    let close = word.chars().next_back().filter(|c| matches!(c, '.' | ')'));
    let core = close.map_or(word, |_| word.get(..word.len() - 1).unwrap_or_default());
    let mut parts = core.split('.');
    let digits = parts.all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    match (core.contains('.'), close) {
        _ if !digits => None,
        (true, _) => Some(Mark::Decimal),
        (false, close) => close.map(Mark::Number),
    }
}

fn lettered(word: &str, rest: &str) -> Option<Mark> {
    let (open, body) = word.strip_prefix('(').map_or((false, word), |body| (true, body));
    let close = body.chars().next_back().filter(|c| *c == ')' || *c == '.' && !open)?;
    let core = body.get(..body.len() - 1)?;
    let capital = core.starts_with(|c: char| c.is_ascii_uppercase());
    let roman = |b: u8| b"ivxlcdm".contains(&b.to_ascii_lowercase());
    let letters = match core.as_bytes() {
        [letter] => letter.is_ascii_alphabetic(),
        [] => false,
        all => all.iter().all(|b| roman(*b) && b.is_ascii_uppercase() == capital),
    };
    // `z. B.`, `i. d. R.`: an abbreviation.
    let mut next = rest.trim_start().chars();
    let abbreviated =
        close == '.' && next.next().is_some_and(char::is_alphabetic) && next.next() == Some('.');
    (letters && !abbreviated).then_some(Mark::Letter { open, close, capital })
}

//! As much of PDF's syntax (ISO 32000-1, 7.2 and 7.3) as a signature dictionary needs: one dictionary at one place.
//!
//! Takes bytes and a place; gives the keys with the places of their values. It repairs nothing, follows no reference,
//! unpacks nothing, and looks at a bounded number of bytes to a bounded depth, so that no file can keep it busy. What
//! it does not understand is no dictionary.

use std::ops::Range;

/// Bytes of a dictionary: twice the largest signature in hex, and some words.
const LONGEST: usize = 2 * super::super::cms::MAX + 65_536;

/// Arrays and dictionaries within each other: a signature dictionary has three.
const DEPTH: usize = 16;

/// Keys of one dictionary.
const KEYS: usize = 256;

/// A dictionary: names as they read without escapes, and where their values stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dictionary {
    entries: Vec<(Vec<u8>, Range<usize>)>,
    /// Where it ends.
    pub end: usize,
}

impl Dictionary {
    /// The dictionary that begins here with `<<`.
    pub fn at(bytes: &[u8], start: usize) -> Option<Self> {
        let limit = start.saturating_add(LONGEST).min(bytes.len());
        let mut reader = Reader { bytes: bytes.get(..limit)?, at: start };
        reader.dictionary(DEPTH)
    }

    /// The place of a key's value; `None` if the key is missing, or stands there twice.
    pub fn get(&self, key: &[u8]) -> Option<Range<usize>> {
        let mut all = self.entries.iter().filter(|(name, _)| name == key);
        let (_, place) = all.next()?;
        all.next().is_none().then(|| place.clone())
    }

    /// Whether a key stands there, and its value behind this place.
    pub fn has_at(&self, key: &[u8], at: usize) -> bool {
        self.entries.iter().any(|(name, place)| name == key && place.start > at && at + 64 > place.start)
    }
}

/// A place in a file.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn starts(&self, with: &[u8]) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(with))
    }

    fn take(&mut self, word: &[u8]) -> Option<()> {
        self.starts(word).then(|| self.at += word.len())
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|b| b != b'\n' && b != b'\r') {
                    self.at += 1;
                }
            } else if !is_space(byte) {
                return;
            } else {
                self.at += 1;
            }
        }
    }

    fn dictionary(&mut self, depth: usize) -> Option<Dictionary> {
        self.take(b"<<")?;
        let mut entries = Vec::new();
        loop {
            self.skip_space();
            if self.take(b">>").is_some() {
                return Some(Dictionary { entries, end: self.at });
            }
            if entries.len() == KEYS {
                return None;
            }
            let name = self.name()?;
            self.skip_space();
            let start = self.at;
            self.value(depth.checked_sub(1)?)?;
            entries.push((name, start..self.at));
        }
    }

    /// Passes over one value, references among them.
    fn value(&mut self, depth: usize) -> Option<()> {
        match self.peek()? {
            b'/' => self.name().map(drop),
            b'(' => self.literal(),
            b'[' => {
                self.at += 1;
                loop {
                    self.skip_space();
                    if self.take(b"]").is_some() {
                        return Some(());
                    }
                    self.value(depth.checked_sub(1)?)?;
                }
            }
            b'<' if self.starts(b"<<") => self.dictionary(depth).map(drop),
            b'<' => {
                self.at += 1;
                while self.next()? != b'>' {}
                Some(())
            }
            b'+' | b'-' | b'.' | b'0'..=b'9' => {
                self.word();
                self.reference();
                Some(())
            }
            _ => {
                let start = self.at;
                self.word();
                matches!(self.bytes.get(start..self.at)?, b"true" | b"false" | b"null").then_some(())
            }
        }
    }

    /// Passes over the rest of `12 0 R`, where a number begins one.
    fn reference(&mut self) {
        let back = self.at;
        let mut rest = || {
            self.skip_space();
            let start = self.at;
            self.word();
            let digits = self.bytes.get(start..self.at)?;
            (!digits.is_empty() && digits.iter().all(u8::is_ascii_digit)).then_some(())?;
            self.skip_space();
            self.take(b"R")?;
            self.peek().is_none_or(|b| is_space(b) || is_delimiter(b)).then_some(())
        };
        if rest().is_none() {
            self.at = back;
        }
    }

    fn word(&mut self) {
        while self.peek().is_some_and(|b| !is_space(b) && !is_delimiter(b)) {
            self.at += 1;
        }
    }

    fn name(&mut self) -> Option<Vec<u8>> {
        self.take(b"/")?;
        let start = self.at;
        self.word();
        let mut name = Vec::new();
        let mut rest = self.bytes.get(start..self.at)?.iter();
        while let Some(byte) = rest.next() {
            name.push(match byte {
                b'#' => hex(*rest.next()?)? << 4 | hex(*rest.next()?)?,
                byte => *byte,
            });
        }
        Some(name)
    }

    fn literal(&mut self) -> Option<()> {
        let mut open = 0u32;
        loop {
            match self.next()? {
                b'\\' => drop(self.next()?),
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        return Some(());
                    }
                }
                _ => {}
            }
        }
    }
}

/// Whether a byte is white space (7.2.2).
pub fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// The value of a digit in hex.
pub fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|d| d as u8)
}

/// Where the dictionary begins whose object number ends here: `12 0 obj <<`; `at` is the place of `obj`.
pub fn object(bytes: &[u8], at: usize) -> Option<usize> {
    let before = bytes.get(at.saturating_sub(24)..at)?;
    let mut parts = before.rsplit(|b| is_space(*b)).filter(|part| !part.is_empty());
    let (generation, number) = (parts.next()?, parts.next()?);
    // What stands before the first number does not matter: programs append behind `%%EOF` without a line break.
    let digits = generation.iter().all(u8::is_ascii_digit) && number.last()?.is_ascii_digit();
    if !digits || !before.last().is_some_and(|b| is_space(*b)) {
        return None;
    }
    let mut reader = Reader { bytes, at: at + 3 };
    // A comment may be as long as the file: none stands here.
    while reader.peek().is_some_and(is_space) {
        reader.at += 1;
    }
    reader.starts(b"<<").then_some(reader.at)
}

/// A name as a value, without its slash.
pub fn name(value: &[u8]) -> Option<Vec<u8>> {
    let mut reader = Reader { bytes: value, at: 0 };
    reader.name().filter(|_| reader.at == value.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Option<Vec<(String, String)>> {
        let dictionary = Dictionary::at(text.as_bytes(), 0)?;
        let told = |(name, place): &(Vec<u8>, Range<usize>)| {
            (String::from_utf8_lossy(name).into_owned(), text[place.clone()].to_owned())
        };
        Some(dictionary.entries.iter().map(told).collect())
    }

    #[test]
    fn a_dictionary_is_read_with_the_places_of_its_values() {
        let text = "<</A 1/B[1 2 0 R(a\\)(b))]/C<</D<61>>>/E#46 -.5 % no\n /G true/H 12 0 R/I (x) >> rest";
        let expected = [
            ("A", "1"),
            ("B", "[1 2 0 R(a\\)(b))]"),
            ("C", "<</D<61>>>"),
            ("EF", "-.5"),
            ("G", "true"),
            ("H", "12 0 R"),
            ("I", "(x)"),
        ];
        let expected = expected.map(|(a, b)| (a.to_owned(), b.to_owned())).to_vec();
        assert_eq!(keys(text), Some(expected));
        for bad in [
            "<</A>>",
            "<</A 1",
            "<<A 1>>",
            "<</A )>>",
            "<</A (>>",
            "<</A#4 1>>",
            "[]",
            "<</A what>>",
            "<</A [>>",
        ] {
            assert_eq!(keys(bad), None, "{bad}");
        }
    }

    #[test]
    fn depth_and_number_are_bounded() {
        for (open, close) in [("[", "]"), ("<</A ", ">>")] {
            let nested = |n| format!("<</A{}1{}>>", open.repeat(n), close.repeat(n));
            assert!(keys(&nested(10)).is_some());
            assert_eq!(keys(&nested(1_000_000)), None);
        }
        assert!(keys(&format!("<<{}>>", "/A 1".repeat(256))).is_some());
        assert_eq!(keys(&format!("<<{}>>", "/A 1".repeat(257))), None);
        assert_eq!(keys(&format!("<</A ({}", " ".repeat(LONGEST))), None);
    }

    #[test]
    fn an_object_has_two_numbers_before_it() {
        let at = |text: &str| object(text.as_bytes(), text.find("obj").unwrap());
        assert_eq!(at("12 0 obj\n<</A 1>>"), Some(9));
        assert_eq!(at("1 0 obj<<"), Some(7));
        assert_eq!(at("%%EOF1 0 \nobj<<"), Some(13));
        for bad in ["0 obj <<", "a 0 obj <<", "1 0  obj [", "1 0obj <<", "endobj <<"] {
            assert_eq!(at(bad), None, "{bad}");
        }
    }
}

//! As much of PDF's syntax (ISO 32000-1, 7.2 and 7.3) as a signature dictionary needs: one dictionary at one place.
//!
//! Takes bytes and a place; gives the keys with the places of their values. It repairs nothing, follows no reference,
//! unpacks nothing, and looks at a bounded number of bytes to a bounded depth, so that no file can keep it busy. What
//! it does not understand is no dictionary.

use std::ops::Range;

/// Bytes of a dictionary: twice the largest signature in hex, and some words.
pub const LONGEST: usize = 2 * super::super::cms::MAX + 65_536;

/// Arrays and dictionaries within each other: a signature dictionary has three.
const DEPTH: usize = 16;

/// Keys of one dictionary.
const KEYS: usize = 256;

/// White space and comments behind a key that are passed over to see what follows.
const AHEAD: usize = 4096;

/// A dictionary: names as they read without escapes, and where they and their values stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dictionary {
    entries: Vec<Entry>,
    /// Where it ends.
    pub end: usize,
}

/// A key, and where it and its value stand.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    name: Vec<u8>,
    key: usize,
    value: Range<usize>,
}

impl Dictionary {
    /// The dictionary that begins here with `<<`, and how many bytes were looked at.
    pub fn at(bytes: &[u8], start: usize) -> (Option<Self>, usize) {
        let limit = start.saturating_add(LONGEST).min(bytes.len());
        let mut reader = Reader { bytes: bytes.get(..limit).unwrap_or_default(), at: start };
        let dictionary = reader.dictionary(DEPTH);
        (dictionary, reader.at - start)
    }

    /// The place of a key's value; `None` if the key is missing, or stands there twice.
    pub fn get(&self, key: &[u8]) -> Option<Range<usize>> {
        let mut all = self.entries.iter().filter(|entry| entry.name == key);
        let Entry { value, .. } = all.next()?;
        all.next().is_none().then(|| value.clone())
    }

    /// Where a key stands in it, and not deeper: more than once if it is written more than once.
    pub fn places<'a>(&'a self, key: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        self.entries.iter().filter(move |entry| entry.name == key).map(|entry| entry.key)
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
            let key = self.at;
            let name = self.name()?;
            self.skip_space();
            let start = self.at;
            self.value(depth.checked_sub(1)?)?;
            entries.push(Entry { name, key, value: start..self.at });
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

/// Whether a name stands here, however it is spelled, and whether an array or a number follows it.
pub fn key_at(bytes: &[u8], at: usize, name: &[u8]) -> Option<bool> {
    // Each byte of it takes three at most (`#52`).
    let mut reader = Reader { bytes: bytes.get(..bytes.len().min(at + 3 * name.len() + 2))?, at };
    (reader.name()? == name).then_some(())?;
    let limit = bytes.len().min(reader.at + AHEAD);
    let mut reader = Reader { bytes: bytes.get(..limit)?, at: reader.at };
    reader.skip_space();
    // A comment may be as long as the file: what follows it then is not looked for, and taken for a value.
    Some(reader.peek().map_or(limit < bytes.len(), |b| b == b'[' || b.is_ascii_digit()))
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
        let dictionary = Dictionary::at(text.as_bytes(), 0).0?;
        let told = |entry: &Entry| {
            (String::from_utf8_lossy(&entry.name).into_owned(), text[entry.value.clone()].to_owned())
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
    fn a_key_is_found_in_any_spelling() {
        let at = |text: &str| key_at(text.as_bytes(), 0, b"AB");
        for text in ["/AB[", "/A#42 [", "/#41#42% no [\n [", "/AB 5 0 R"] {
            assert_eq!(at(text), Some(true), "{text}");
        }
        assert_eq!((at("/AB"), at("/AB (x)")), (Some(false), Some(false)));
        for text in ["/ABC [", "/A#4", "/A", "AB [", "/#41#42#43 ["] {
            assert_eq!(at(text), None, "{text}");
        }
    }
}

//! Canonical JSON: one line, keys in documented order, no spaces, absent instead of null.
//!
//! Specification: `docs/archive-format.md`, "Canonical text". A value is read by parsing it, writing
//! it again and comparing bytes: whatever is spelt differently (spaces, order, a key twice or
//! unknown, another escape, a float) does not come out the same and is refused.

use std::io;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::ser::{CharEscape, Formatter};

use super::{Lang, Say, lang};

/// Why bytes are not canonical text of the expected shape.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotCanonical {
    /// Not JSON, or not the fields that were expected.
    Shape(String),
    /// The same value is written differently from this byte on.
    Spelling {
        /// Offset of the first differing byte.
        at: usize,
    },
    /// A character that canonical text must not contain.
    Character(char),
}

impl Say for NotCanonical {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Shape(e) => lang::say!(lang, "unerwarteter Inhalt: {e}", "unexpected content: {e}"),
            Self::Spelling { at } => lang::say!(
                lang,
                "nicht in der einen vorgeschriebenen Schreibweise (ab Byte {at})",
                "not in the one prescribed spelling (from byte {at})"
            ),
            Self::Character(c) => {
                let code = *c as u32;
                lang::say!(lang, "unzulässiges Zeichen U+{code:04X}", "character U+{code:04X} is not allowed")
            }
        }
    }
}

lang::error_that_says!(NotCanonical);

/// Whether canonical text may contain the character: no C1 controls, no line or paragraph
/// separators, no bidirectional controls (they make a reader see another text than is signed).
pub fn allowed(c: char) -> bool {
    !matches!(c,
        '\u{7f}'..='\u{9f}'
        | '\u{2028}' | '\u{2029}'
        | '\u{61c}' | '\u{200e}' | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}')
}

/// Writes a value as canonical text, without a final line break.
pub fn write<T: Serialize>(value: &T) -> Result<String, NotCanonical> {
    let mut out = Vec::new();
    let mut ser = serde_json::Serializer::with_formatter(&mut out, Escapes);
    value.serialize(&mut ser).map_err(|e| NotCanonical::Shape(e.to_string()))?;
    let text = String::from_utf8(out).map_err(|e| NotCanonical::Shape(e.to_string()))?;
    match text.chars().find(|c| !allowed(*c)) {
        Some(c) => Err(NotCanonical::Character(c)),
        None => Ok(text),
    }
}

/// Reads a value from canonical text (without a final line break).
pub fn read<T: Serialize + DeserializeOwned>(text: &str) -> Result<T, NotCanonical> {
    let value: T = serde_json::from_str(text).map_err(|e| NotCanonical::Shape(e.to_string()))?;
    let again = write(&value)?;
    if again == text {
        return Ok(value);
    }
    let same = again.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count();
    Err(NotCanonical::Spelling { at: same })
}

/// `\"`, `\\`, `\n`, and `\u00xx` for every other C0 control; everything else as it is.
struct Escapes;

impl Formatter for Escapes {
    fn write_char_escape<W: ?Sized + io::Write>(&mut self, w: &mut W, c: CharEscape) -> io::Result<()> {
        let code = match c {
            CharEscape::Quote => return w.write_all(b"\\\""),
            CharEscape::ReverseSolidus => return w.write_all(b"\\\\"),
            CharEscape::LineFeed => return w.write_all(b"\\n"),
            CharEscape::Solidus => return w.write_all(b"/"),
            CharEscape::Backspace => 8,
            CharEscape::Tab => 9,
            CharEscape::FormFeed => 12,
            CharEscape::CarriageReturn => 13,
            CharEscape::AsciiControl(b) => b,
        };
        write!(w, "\\u{code:04x}")
    }

    fn write_u64<W: ?Sized + io::Write>(&mut self, w: &mut W, value: u64) -> io::Result<()> {
        // Beyond this, programs that read numbers as floating point see another number.
        if value >= 1 << 53 {
            return Err(io::Error::other("canonical text has no integers of 2^53 and above"));
        }
        write!(w, "{value}")
    }

    fn write_f64<W: ?Sized + io::Write>(&mut self, _: &mut W, _: f64) -> io::Result<()> {
        Err(io::Error::other("canonical text has no fractions"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, serde::Deserialize)]
    struct Sample {
        a: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        b: Option<String>,
    }

    #[test]
    fn one_spelling_is_read_and_every_other_refused() {
        let good = "{\"a\":1,\"b\":\"ü\\\"\\\\\\n\\u0009\"}";
        let value: Sample = read(good).unwrap();
        assert_eq!(write(&value).unwrap(), good);
        for bad in [
            "{\"a\":1 }",
            "{\"b\":\"x\",\"a\":1}",
            "{\"a\":1,\"b\":null}",
            "{\"a\":1,\"a\":1}",
            "{\"a\":1,\"c\":2}",
            "{\"a\":01}",
            "{\"a\":1.0}",
            "{\"a\":9007199254740992}",
            "{\"a\":1,\"b\":\"\\u00fc\"}",
            "{\"a\":1,\"b\":\"\\t\"}",
            "{\"a\":1,\"b\":\"\\/\"}",
            "{\"a\":1}\n",
            "",
        ] {
            assert!(read::<Sample>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn invisible_direction_changes_are_refused() {
        let text = "{\"a\":1,\"b\":\"x\u{202e}y\"}";
        assert_eq!(read::<Sample>(text), Err(NotCanonical::Character('\u{202e}')));
    }
}

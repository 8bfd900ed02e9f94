//! Passphrases: one spelling of what somebody typed, and no trace of it afterwards.
//!
//! Specification: `docs/keys.md`, "Passphrases". Takes text from wherever it was read; gives the
//! bytes that protect a key. Does not read anything itself (`cli::secret` does).
//!
//! The bytes are UTF-8 in Unicode's composed form (NFC): an "ü" that macOS hands over as two
//! characters and Windows as one opens the same key.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use crate::base::{Lang, Say, lang, limits};

/// How many characters a passphrase of a new key has at least.
const SHORTEST_NEW: usize = 8;

/// A passphrase; wiped from memory when it is dropped, never printed.
#[derive(Clone)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// The passphrase in this text, less exactly one final line break.
    pub fn new(text: &str) -> Result<Self, PassphraseError> {
        let text = text.strip_suffix('\n').map_or(text, |t| t.strip_suffix('\r').unwrap_or(t));
        if text.is_empty() {
            return Err(PassphraseError::Empty);
        }
        if text.len() > limits::PASSPHRASE {
            return Err(PassphraseError::TooLong);
        }
        if text.chars().any(char::is_control) {
            return Err(PassphraseError::ControlCharacter);
        }
        // NFC makes no character longer than three times its bytes: never moved, so never left behind.
        let mut composed = Zeroizing::new(String::with_capacity(3 * text.len()));
        composed.extend(text.nfc());
        if composed.len() > limits::PASSPHRASE {
            return Err(PassphraseError::TooLong);
        }
        Ok(Self(composed))
    }

    /// Whether a new key may be protected with it.
    pub fn check_for_new_key(&self) -> Result<(), PassphraseError> {
        if self.0.chars().count() < SHORTEST_NEW { Err(PassphraseError::TooShort) } else { Ok(()) }
    }

    /// Whether both are the same.
    pub fn is(&self, other: &Passphrase) -> bool {
        *self.0 == *other.0
    }

    /// The text that a key is derived from.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// The bytes that a key is derived from.
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// Why a text is no passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PassphraseError {
    /// Nothing was typed.
    Empty,
    /// More bytes than `limits::PASSPHRASE`.
    TooLong,
    /// Fewer characters than a new key wants.
    TooShort,
    /// A line break, a tab or another control character inside.
    ControlCharacter,
}

impl Say for PassphraseError {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Empty => lang::say!(lang, "die Passphrase ist leer", "the passphrase is empty"),
            Self::TooLong => {
                let max = limits::PASSPHRASE;
                lang::say!(
                    lang,
                    "die Passphrase ist länger als {max} Bytes",
                    "the passphrase is longer than {max} bytes"
                )
            }
            Self::TooShort => lang::say!(
                lang,
                "die Passphrase hat weniger als {SHORTEST_NEW} Zeichen",
                "the passphrase has fewer than {SHORTEST_NEW} characters"
            ),
            Self::ControlCharacter => lang::say!(
                lang,
                "die Passphrase enthält einen Zeilenumbruch, Tabulator oder ein anderes Steuerzeichen",
                "the passphrase contains a line break, a tab or another control character"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::TooShort => Some(lang::say!(
                lang,
                "Vier oder mehr zufällig gewählte Wörter sind leicht zu merken und schwer zu erraten.",
                "Four or more words chosen at random are easy to remember and hard to guess."
            )),
            Self::Empty | Self::TooLong | Self::ControlCharacter => None,
        }
    }
}

lang::error_that_says!(PassphraseError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_one_line_break_is_taken_off_the_end() {
        for text in ["correct horse", "correct horse\n", "correct horse\r\n"] {
            assert_eq!(Passphrase::new(text).unwrap().as_bytes(), b"correct horse");
        }
        assert_eq!(Passphrase::new("a\n\n").unwrap_err(), PassphraseError::ControlCharacter);
        assert_eq!(Passphrase::new("a\nb").unwrap_err(), PassphraseError::ControlCharacter);
        assert_eq!(Passphrase::new(" a ").unwrap().as_bytes(), b" a ");
    }

    #[test]
    fn nothing_and_too_much_are_refused() {
        for empty in ["", "\n", "\r\n"] {
            assert_eq!(Passphrase::new(empty).unwrap_err(), PassphraseError::Empty);
        }
        assert!(Passphrase::new(&"x".repeat(1023)).is_ok());
        assert_eq!(Passphrase::new(&"x".repeat(1024)).unwrap_err(), PassphraseError::TooLong);
        // U+1D160 has no composed form and grows from 4 to 12 bytes.
        assert_eq!(Passphrase::new(&"\u{1d160}".repeat(200)).unwrap_err(), PassphraseError::TooLong);
    }

    #[test]
    fn an_umlaut_is_the_same_in_one_character_or_two() {
        let (one, two) = (Passphrase::new("schl\u{fc}ssel"), Passphrase::new("schlu\u{308}ssel"));
        assert!(one.unwrap().is(&two.unwrap()));
    }

    #[test]
    fn a_new_key_wants_eight_characters_not_bytes() {
        let check = |text: &str| Passphrase::new(text).unwrap().check_for_new_key();
        assert_eq!(check("äöüäöüß"), Err(PassphraseError::TooShort));
        assert_eq!(check("äöüäöüßß"), Ok(()));
    }

    #[test]
    fn debug_does_not_show_it() {
        assert_eq!(format!("{:?}", Passphrase::new("correct horse").unwrap()), "Passphrase(…)");
    }
}

//! Ids of policies and people: `[a-z0-9]+(-[a-z0-9]+)*`, at most 64 characters.
//!
//! They become folder names on every system, hence no upper case and none of the names that
//! Windows keeps for devices.

use std::fmt;
use std::str::FromStr;

use super::{Misspelt, limits, serde_as_text};

/// A checked id.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(String);

impl Id {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Id {
    type Err = Misspelt;
    fn from_str(text: &str) -> Result<Self, Misspelt> {
        let device = match text {
            "con" | "prn" | "aux" | "nul" => true,
            _ => matches!(text.as_bytes(), [b'c', b'o', b'm', b'0'..=b'9'] | [b'l', b'p', b't', b'0'..=b'9']),
        };
        let words = text.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
        if words && !device && text.len() <= limits::ID {
            Ok(Self(text.to_owned()))
        } else {
            Err(Misspelt::new("an id (a-z, 0-9, single hyphens between, at most 64 characters)", text))
        }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

serde_as_text!(Id);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_safe_as_folder_names_everywhere() {
        for good in ["a", "hausordnung", "social-media-konzept", "v2-2024", &"x".repeat(64)] {
            assert!(good.parse::<Id>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "-a",
            "a-",
            "a--b",
            "A",
            "ä",
            "a_b",
            "a/b",
            "..",
            "con",
            "lpt1",
            "a b",
            "@charter",
            &"x".repeat(65),
        ] {
            assert!(bad.parse::<Id>().is_err(), "{bad}");
        }
    }
}

//! The small vocabulary everything else is written in: days, times, ids, digests, languages, limits.
//!
//! Imports nothing of the crate; does no input or output. Every type here accepts exactly one
//! spelling: what `parse` takes, `Display` gives back.

pub mod canonical;
pub mod day;
pub mod digest;
pub mod effect;
pub mod id;
pub mod lang;
pub mod limits;
pub mod purpose;
pub mod time;

pub use day::{AsOf, Day, Period};
pub use digest::{Digest, Sha256};
pub use id::Id;
pub use lang::{Lang, Say};
pub use purpose::Purpose;
pub use time::Time;

/// Why a text is not the one spelling of a day, a time, an id or a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misspelt {
    /// What was expected.
    pub what: &'static str,
    /// What was found, as it stood there (shortened).
    pub found: String,
}

impl Misspelt {
    pub(crate) fn new(what: &'static str, found: &str) -> Self {
        Self { what, found: found.chars().take(80).collect() }
    }
}

impl std::fmt::Display for Misspelt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} is not {}", self.found, self.what)
    }
}

impl std::error::Error for Misspelt {}

/// Serialises a type as the text of its `Display`, and reads it back through `FromStr`.
macro_rules! serde_as_text {
    ($type:ty) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use serde_as_text;

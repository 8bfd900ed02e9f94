//! Whose signatures a record still needs, given those that it has.
//!
//! Specification: `docs/archive-format.md`, "Charter". Worked out by `judge`, which accepts a record exactly where
//! nothing is missing; told to those who collect signatures (`docs/four-eyes.md`).

use super::finding::What;
use crate::format::charter::CharterKey;

/// What a record's signatures lack. All that are there count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// How many different people have signed.
    pub have: u32,
    /// How many must.
    pub need: u32,
    /// A recovery key that the charter takes out, where nobody has signed who can do that: another recovery key's holder.
    pub taken_out: Option<String>,
    /// Keys that the charter adds and that have not signed; each must.
    pub added: Vec<CharterKey>,
    /// Keys in use of people who have not signed and whose signatures would count if it was logged then.
    pub able: Vec<CharterKey>,
}

impl Missing {
    /// How many more people must sign at least, besides the keys that are added.
    pub fn people(&self) -> u32 {
        self.need.saturating_sub(self.have).max(u32::from(self.taken_out.is_some()))
    }

    /// Whether the record has the signatures that it needs.
    pub fn is_empty(&self) -> bool {
        self.people() == 0 && self.added.is_empty()
    }

    /// What a checker says of a record that lacks something.
    pub fn enough(self) -> Result<(), What> {
        let Self { have, need, taken_out, added, .. } = self;
        if let Some(key) = added.into_iter().next() {
            return Err(What::NotSignedByNew(key.name));
        }
        if let Some(key) = taken_out {
            return Err(What::Unauthorised(key));
        }
        if have < need { Err(What::Threshold { have, need }) } else { Ok(()) }
    }
}

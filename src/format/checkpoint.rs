//! The archive's signed statement of log size and root (Registerstand).
//!
//! Specification: C2SP tlog-checkpoint v1.0.0 (<https://c2sp.org/tlog-checkpoint>), and
//! `docs/archive-format.md`, "Checkpoint". Exactly three lines of text: extension lines are not written
//! and not accepted, because monitors cannot check them. Further signature lines are cosignatures.

use base64ct::{Base64, Encoding};

use super::entry::decimal;
use super::note::{BadNote, Note};
use super::record::Tree;
use crate::base::{Digest, Lang, Say, lang, limits};

/// A checkpoint with the note it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The archive's frozen name.
    pub origin: String,
    /// Size and root of the log.
    pub tree: Tree,
    /// The signed note.
    pub note: Note,
}

/// Why bytes are not a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadCheckpoint {
    /// Not a signed note.
    Note(BadNote),
    /// Not the three lines origin, size, root.
    Text,
}

impl Say for BadCheckpoint {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Note(e) => e.fact(lang),
            Self::Text => lang::say!(
                lang,
                "die drei Zeilen Herkunft, Größe, Wurzel stehen nicht da, wie sie sollen",
                "the three lines origin, size, root are not as they should be"
            ),
        }
    }
}

lang::error_that_says!(BadCheckpoint);

/// The text to be signed.
pub fn text(origin: &str, tree: &Tree) -> String {
    format!("{origin}\n{}\n{}\n", tree.size, Base64::encode_string(&tree.root.0))
}

impl Checkpoint {
    /// Reads a checkpoint; signatures are not judged.
    pub fn parse(bytes: &[u8]) -> Result<Self, BadCheckpoint> {
        let note = Note::parse(bytes, limits::CHECKPOINT as usize).map_err(BadCheckpoint::Note)?;
        let mut lines = note.text.lines();
        let (origin, size, root) = match (lines.next(), lines.next(), lines.next(), lines.next()) {
            (Some(o), Some(s), Some(r), None) if super::is_origin(o) => {
                (o, decimal(s), Base64::decode_vec(r))
            }
            _ => return Err(BadCheckpoint::Text),
        };
        let root = root.ok().and_then(|r| r.try_into().ok()).map(Digest);
        let (Some(size), Some(root)) = (size.filter(|s| *s <= limits::ENTRIES), root) else {
            return Err(BadCheckpoint::Text);
        };
        let tree = Tree { size, root };
        if text(origin, &tree) != note.text {
            return Err(BadCheckpoint::Text);
        }
        Ok(Self { origin: origin.to_owned(), tree, note })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_of_a_checkpoint_is_read() {
        let tree = Tree { size: 3, root: Digest([9; 32]) };
        let good = format!("{}\n— o.example YWFhYWE=\n", text("o.example", &tree));
        let read = Checkpoint::parse(good.as_bytes()).unwrap();
        assert_eq!((read.origin.as_str(), read.tree), ("o.example", tree));
        assert_eq!(read.note.bytes(), good.as_bytes());
        for bad in [
            good.replace("\n3\n", "\n03\n"),
            good.replace("\n3\n", "\n-3\n"),
            good.replace("\n3\n", "\n3\r\n"),
            good.replace("\n3\n", "\n3\nextension\n"),
            good.replace("=\n\n", "\n\n"),
            good.replace("o.example\n", "\n"),
            good.replace("o.example\n", "O.example\n"),
        ] {
            assert!(Checkpoint::parse(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}

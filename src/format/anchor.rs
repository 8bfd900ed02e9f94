//! The trust anchor: what a verifier pins, got by another way than the archive itself.
//!
//! Specification: `docs/archive-format.md`, "Trust anchor".
//!
//! ```text
//! inkraft/anchor/1
//! origin musterkammer.example
//! first <RFC 6962 leaf hash of entry 0>
//! ```

use crate::base::{Digest, Lang, Say, lang, limits};

/// The first line of every anchor.
pub const FORMAT: &str = "inkraft/anchor/1";

/// Which archive is meant, for good: its name and its founding charter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The archive's frozen name.
    pub origin: String,
    /// Leaf hash of entry 0.
    pub first: Digest,
}

/// Why bytes are not an anchor that this version can use.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadAnchor {
    /// Another format, or lines (witnesses, quorum) that a newer version wrote.
    Unknown(String),
    /// Not an anchor at all.
    Text,
}

impl Say for BadAnchor {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Unknown(l) => lang::say!(
                lang,
                "der Vertrauensanker enthält „{l}“, was diese Programmfassung nicht kennt",
                "the trust anchor contains \"{l}\", which this version does not know"
            ),
            Self::Text => lang::say!(lang, "das ist kein Vertrauensanker", "this is not a trust anchor"),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Unknown(_) => lang::say!(
                lang,
                "Eine neuere Fassung von inkraft verwenden.",
                "Use a newer version of inkraft."
            ),
            Self::Text => lang::say!(
                lang,
                "`inkraft init` schreibt ihn nach keys/anchor; ihn auf anderem Weg als das Archiv beziehen.",
                "`inkraft init` writes it to keys/anchor; get it by another way than the archive."
            ),
        })
    }
}

lang::error_that_says!(BadAnchor);

impl Anchor {
    /// The anchor's bytes.
    pub fn text(&self) -> String {
        format!("{FORMAT}\norigin {}\nfirst {}\n", self.origin, self.first)
    }

    /// Reads an anchor.
    pub fn parse(bytes: &[u8]) -> Result<Self, BadAnchor> {
        let text = std::str::from_utf8(bytes)
            .ok()
            .filter(|t| t.len() as u64 <= limits::SMALL)
            .ok_or(BadAnchor::Text)?;
        let mut lines = text.lines();
        match lines.next() {
            Some(FORMAT) => {}
            Some(other) if other.starts_with("inkraft/anchor/") => {
                return Err(BadAnchor::Unknown(other.chars().take(40).collect()));
            }
            _ => return Err(BadAnchor::Text),
        }
        let origin = lines.next().and_then(|l| l.strip_prefix("origin ")).filter(|o| super::is_origin(o));
        let first = lines.next().and_then(|l| l.strip_prefix("first ")).and_then(|d| d.parse().ok());
        let (Some(origin), Some(first)) = (origin, first) else { return Err(BadAnchor::Text) };
        if let Some(more) = lines.next() {
            return Err(BadAnchor::Unknown(more.chars().take(40).collect()));
        }
        let anchor = Self { origin: origin.to_owned(), first };
        if anchor.text() == text { Ok(anchor) } else { Err(BadAnchor::Text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_of_an_anchor_is_read() {
        let anchor = Anchor { origin: "o.example/a".into(), first: Digest([3; 32]) };
        let text = anchor.text();
        assert_eq!(Anchor::parse(text.as_bytes()), Ok(anchor));
        assert_eq!(
            Anchor::parse(text.replace("/1", "/2").as_bytes()),
            Err(BadAnchor::Unknown("inkraft/anchor/2".into()))
        );
        assert!(matches!(
            Anchor::parse(format!("{text}quorum any\n").as_bytes()),
            Err(BadAnchor::Unknown(_))
        ));
        for bad in [
            text.trim_end().to_owned(),
            text.replace('\n', "\r\n"),
            text.replace("first", "last"),
            String::new(),
        ] {
            assert_eq!(Anchor::parse(bad.as_bytes()), Err(BadAnchor::Text), "{bad:?}");
        }
    }
}

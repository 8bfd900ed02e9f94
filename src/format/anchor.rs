//! The trust anchor: what a verifier pins, got by another way than the archive itself.
//!
//! Specification: `docs/archive-format.md`, "Trust anchor". What may stand behind the first three lines is read in
//! `witness`.
//!
//! ```text
//! inkraft/anchor/1
//! origin musterkammer.example
//! first <RFC 6962 leaf hash of entry 0>
//! witness <name> <verifier key> [<address>]
//! group <name> <any, all or a number> <member> …
//! quorum <name or none>
//! ```

use super::witness::{BadWitnesses, Witnesses, start};
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
    /// Who must confirm its state.
    pub witnesses: Witnesses,
}

/// Why bytes are not an anchor that this version can use.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadAnchor {
    /// Another format, or a line that a newer version wrote.
    Unknown(String),
    /// What it says of witnesses is not right.
    Witnesses(BadWitnesses),
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
            Self::Witnesses(e) => {
                let e = e.fact(lang);
                lang::say!(
                    lang,
                    "was der Vertrauensanker von Zeugen sagt, ist nicht richtig: {e}",
                    "what the trust anchor says of witnesses is not right: {e}"
                )
            }
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
            Self::Witnesses(_) => lang::say!(
                lang,
                "Die Zeilen `witness`, `group` und zuletzt `quorum` so schreiben, wie docs/witnesses.md sagt.",
                "Write the lines `witness`, `group` and last `quorum` as docs/witnesses.md says."
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
    /// An anchor that asks for no witnesses.
    pub fn new(origin: &str, first: Digest) -> Self {
        Self { origin: origin.to_owned(), first, witnesses: Witnesses::default() }
    }

    /// The anchor's bytes.
    pub fn text(&self) -> String {
        format!("{FORMAT}\norigin {}\nfirst {}\n{}", self.origin, self.first, self.witnesses.text())
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
                return Err(BadAnchor::Unknown(start(other)));
            }
            _ => return Err(BadAnchor::Text),
        }
        let origin = lines.next().and_then(|l| l.strip_prefix("origin ")).filter(|o| super::is_origin(o));
        let first = lines.next().and_then(|l| l.strip_prefix("first ")).and_then(|d| d.parse().ok());
        let (Some(origin), Some(first)) = (origin, first) else { return Err(BadAnchor::Text) };
        let witnesses = Witnesses::parse(lines).map_err(|e| match e {
            BadWitnesses::Unknown(line) => BadAnchor::Unknown(line),
            e => BadAnchor::Witnesses(e),
        })?;
        let anchor = Self { origin: origin.to_owned(), first, witnesses };
        if anchor.text() == text { Ok(anchor) } else { Err(BadAnchor::Text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_of_an_anchor_is_read() {
        let anchor = Anchor::new("o.example/a", Digest([3; 32]));
        let text = anchor.text();
        assert_eq!(text.lines().count(), 3);
        assert_eq!(Anchor::parse(text.as_bytes()), Ok(anchor));
        let none = format!("{text}quorum none\n");
        assert_eq!(Anchor::parse(none.as_bytes()).unwrap().text(), none);
        assert_eq!(
            Anchor::parse(text.replace("/1", "/2").as_bytes()),
            Err(BadAnchor::Unknown("inkraft/anchor/2".into()))
        );
        let with = |line: &str| Anchor::parse(format!("{text}{line}\n").as_bytes());
        assert_eq!(with("more"), Err(BadAnchor::Unknown("more".into())));
        assert_eq!(with("log x"), Err(BadAnchor::Unknown("log x".into())));
        assert_eq!(with(""), Err(BadAnchor::Unknown(String::new())));
        assert_eq!(with("quorum w"), Err(BadAnchor::Witnesses(BadWitnesses::Undefined("w".into()))));
        for bad in [
            text.trim_end().to_owned(),
            text.replace('\n', "\r\n"),
            format!("{text}quorum none"),
            format!("{text}quorum none\r\n"),
            text.replace("first", "last"),
            String::new(),
        ] {
            assert_eq!(Anchor::parse(bad.as_bytes()), Err(BadAnchor::Text), "{bad:?}");
        }
    }
}

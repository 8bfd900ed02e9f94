//! SHA-256 (FIPS 180-4) and its digests, written as 64 lower-case hex digits.

use std::fmt;
use std::str::FromStr;

use sha2::Digest as _;

use super::{Misspelt, serde_as_text};

/// A running SHA-256.
#[derive(Clone, Default)]
pub struct Sha256(sha2::Sha256);

impl Sha256 {
    /// A hash of nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in more bytes.
    pub fn update(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.update(bytes);
        self
    }

    /// The digest of all bytes taken in.
    pub fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }

    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(sha2::Sha256::digest(bytes).into())
    }
}

/// A SHA-256 digest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digits in sixteen groups of four, for people to compare.
    pub fn groups(&self) -> String {
        let hex = self.to_string();
        hex.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Digest {
    type Err = Misspelt;
    fn from_str(text: &str) -> Result<Self, Misspelt> {
        let mut bytes = [0; 32];
        match base16ct::lower::decode(text, &mut bytes) {
            Ok(out) if out.len() == 32 => Ok(Self(bytes)),
            _ => Err(Misspelt::new("a SHA-256 in 64 lower-case hex digits", text)),
        }
    }
}

serde_as_text!(Digest);

#[cfg(test)]
mod tests {
    use super::*;

    /// FIPS 180-4, the one-block example.
    #[test]
    fn the_published_example_comes_out() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Sha256::of(b"abc").to_string(), abc);
        assert_eq!(abc.parse::<Digest>(), Ok(Sha256::of(b"abc")));
    }

    #[test]
    fn upper_case_and_other_lengths_are_refused() {
        let abc = Sha256::of(b"abc").to_string();
        assert!(abc.to_uppercase().parse::<Digest>().is_err());
        assert!(abc[..62].parse::<Digest>().is_err());
        assert!(format!("{abc}00").parse::<Digest>().is_err());
    }
}

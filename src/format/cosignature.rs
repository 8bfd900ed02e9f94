//! Cosignatures: a witness confirms a checkpoint as the newest that it knows of a log (Bestätigung eines Zeugen).
//!
//! Specification: C2SP tlog-cosignature (<https://c2sp.org/tlog-cosignature>), version 1 (Ed25519), and
//! `docs/witnesses.md`. Takes signature lines and gives the time that a witness signed; takes and gives
//! `checkpoints/<size>.cosig`. Whose word counts is for `witness` and `verify`.
//!
//! ```text
//! — <key name> <base64(4 bytes key id, 8 bytes time, 64 bytes Ed25519 signature)>
//! ```

use base64ct::{Base64, Encoding};
use ed25519_dalek::VerifyingKey;

use super::note::{Signature, is_key_name, is_signature, key_id, vkey};
use crate::base::{Digest, Lang, Say, lang, limits};

/// C2SP signed-note: the algorithm byte of an Ed25519 cosignature with a time.
const COSIGNATURE: u8 = 4;

/// Latest time of a cosignature, in seconds since 1970: the last whose day can be written in every time zone.
const LATEST: u64 = 253_402_207_200;

/// A witness's named public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WitnessKey {
    /// The key's name, which its signature lines bear.
    pub name: String,
    /// The 32 bytes of RFC 8032.
    pub public: Digest,
}

/// Why a text is no verifier key of a witness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadVkey {
    /// A verifier key, of an algorithm that this version does not know.
    Algorithm,
    /// Not a verifier key.
    Text,
}

impl WitnessKey {
    /// The key id.
    pub fn id(&self) -> [u8; 4] {
        key_id(&self.name, COSIGNATURE, &self.public)
    }

    /// The verifier key as other programs take it.
    pub fn vkey(&self) -> String {
        vkey(&self.name, COSIGNATURE, &self.public)
    }

    /// Reads a verifier key in its one spelling. Keys that cannot sign anything are none.
    pub fn parse(text: &str) -> Result<Self, BadVkey> {
        // Base64 has a `+` of its own; names and key ids have none.
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(_), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(BadVkey::Text);
        };
        let bytes = Base64::decode_vec(key).map_err(|_| BadVkey::Text)?;
        let (algorithm, public) = bytes.split_first().ok_or(BadVkey::Text)?;
        if *algorithm != COSIGNATURE {
            return Err(BadVkey::Algorithm);
        }
        let public = Digest(public.try_into().map_err(|_| BadVkey::Text)?);
        let usable = VerifyingKey::from_bytes(&public.0).is_ok_and(|k| !k.is_weak());
        let key = Self { name: name.to_owned(), public };
        if usable && is_key_name(name) && key.vkey() == text { Ok(key) } else { Err(BadVkey::Text) }
    }

    /// Whether a signature line bears this key's name and id, be it right or wrong.
    pub fn is_named_by(&self, line: &Signature) -> bool {
        line.key == self.name && line.id == self.id()
    }

    /// When this witness confirmed a checkpoint with this text, in seconds since 1970-01-01T00:00:00Z; `None` if the line
    /// is not its cosignature over that text.
    pub fn confirms(&self, text: &str, line: &Signature) -> Option<i64> {
        let (time, signature) = parts(line)?;
        let right =
            self.is_named_by(line) && is_signature(&self.public.0, message(time, text).as_bytes(), signature);
        right.then(|| i64::try_from(time).ok())?
    }

    /// The line of a cosignature that this key made at a time over [`message`].
    pub fn line(&self, time: u64, signature: [u8; 64]) -> Signature {
        let bytes = [time.to_be_bytes().as_slice(), &signature].concat();
        Signature { key: self.name.clone(), id: self.id(), bytes }
    }
}

/// What a witness signs: the time in seconds since 1970, and the checkpoint's text.
pub fn message(time: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

/// Time and signature of a line that is shaped like a cosignature; zero is no time.
fn parts(line: &Signature) -> Option<(u64, &[u8; 64])> {
    let (time, signature) = line.bytes.split_first_chunk::<8>()?;
    let time = u64::from_be_bytes(*time);
    let signature = signature.try_into().ok()?;
    (1..=LATEST).contains(&time).then_some((time, signature))
}

/// The time that a line states, whoever signed it: seconds since 1970.
pub fn stated(line: &Signature) -> Option<i64> {
    parts(line).and_then(|(time, _)| i64::try_from(time).ok())
}

/// Why bytes are no file of cosignatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadCosignatures {
    /// More lines than there may be, or too many bytes.
    TooLarge,
    /// The line of this number, from 1, is no cosignature.
    Line(usize),
    /// Lines are not sorted by key, or one key stands twice.
    Order,
    /// No line, or no line break at the end.
    Text,
}

impl Say for BadCosignatures {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::TooLarge => lang::say!(lang, "zu viele Zeilen", "too many lines"),
            Self::Line(n) => {
                lang::say!(lang, "Zeile {n} ist keine Bestätigung", "line {n} is no cosignature")
            }
            Self::Order => lang::say!(
                lang,
                "die Zeilen sind nicht sortiert, oder ein Schlüssel steht doppelt da",
                "the lines are not sorted, or one key stands there twice"
            ),
            Self::Text => lang::say!(
                lang,
                "das sind nicht nur Signaturzeilen, jede mit Zeilenende",
                "these are not signature lines alone, each with its line break"
            ),
        }
    }
}

lang::error_that_says!(BadCosignatures);

/// The order of lines in a file of cosignatures.
fn place(line: &Signature) -> (&str, [u8; 4]) {
    (&line.key, line.id)
}

/// The file with these lines, which are sorted; of a key that stands twice the later time is kept.
pub fn file(mut lines: Vec<Signature>) -> Result<Vec<u8>, BadCosignatures> {
    lines.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| stated(b).cmp(&stated(a))));
    lines.dedup_by(|later, first| place(later) == place(first));
    let bytes = lines.iter().map(Signature::line).collect::<String>().into_bytes();
    // Read as every reader will.
    parse(&bytes).map(|_| bytes)
}

/// Reads a file of cosignatures: signature lines alone, sorted by key name and key id, each key once.
pub fn parse(bytes: &[u8]) -> Result<Vec<Signature>, BadCosignatures> {
    let lines = lines(bytes)?;
    let sorted = lines.is_sorted_by(|a, b| place(a) < place(b));
    if sorted { Ok(lines) } else { Err(BadCosignatures::Order) }
}

/// Reads cosignatures as a witness gives them: signature lines alone, in any order.
pub fn lines(bytes: &[u8]) -> Result<Vec<Signature>, BadCosignatures> {
    if bytes.len() as u64 > limits::COSIGNATURES {
        return Err(BadCosignatures::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| BadCosignatures::Text)?;
    if text.chars().any(|c| c < ' ' && c != '\n') {
        return Err(BadCosignatures::Text);
    }
    let mut lines = Vec::new();
    for (i, line) in text.strip_suffix('\n').ok_or(BadCosignatures::Text)?.split('\n').enumerate() {
        if i >= limits::COSIGNED {
            return Err(BadCosignatures::TooLarge);
        }
        let line = Signature::parse(line).filter(|line| parts(line).is_some());
        lines.push(line.ok_or(BadCosignatures::Line(i + 1))?);
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::{Signer as _, SigningKey};

    fn witness(seed: u8, name: &str) -> (SigningKey, WitnessKey) {
        let secret = SigningKey::from_bytes(&[seed; 32]);
        let public = Digest(secret.verifying_key().to_bytes());
        (secret, WitnessKey { name: name.to_owned(), public })
    }

    fn cosigned(seed: u8, name: &str, time: u64, text: &str) -> (WitnessKey, Signature) {
        let (secret, key) = witness(seed, name);
        let line = key.line(time, secret.sign(message(time, text).as_bytes()).to_bytes());
        (key, line)
    }

    const TEXT: &str = "o.example\n3\nQntBfTCGXC+I6wyYrcnvQ4CZyBRJ7SFB8qCuMn6zvYs=\n";

    /// Made with Python's `cryptography`, and accepted by the Go package `filippo.io/torchwood`.
    #[test]
    fn the_cosignature_of_another_implementation_verifies() {
        let key = "witness.example/w1+c86d6a3f+BIhLiFf06qFhPGFQTbNNS+rzRlF6DjHePN3U2bQgHZ0L";
        let key = WitnessKey::parse(key).unwrap();
        let file = "— witness.example/w1 yG1qPwAAAABbR09AbGNEfoNqbaQVDJEVwYrgJ1VpLsy6PUH0zYW432koil47VnubI+63OaBujWCFYhpsN6PCt2YvubQZN7pYf7dIBw==\n";
        let lines = parse(file.as_bytes()).unwrap();
        assert_eq!(key.confirms(TEXT, &lines[0]), Some(1_531_400_000));
    }

    #[test]
    fn a_cosignature_is_over_its_time_and_its_text() {
        let (key, line) = cosigned(7, "w.example", 1_530_518_400, TEXT);
        assert_eq!(key.confirms(TEXT, &line), Some(1_530_518_400));
        assert_eq!(key.confirms(&TEXT.replace("\n3\n", "\n4\n"), &line), None);
        assert_eq!(key.confirms(&TEXT.replace("o.e", "p.e"), &line), None);
        let mut later = line.clone();
        later.bytes[7] ^= 1;
        assert_eq!(key.confirms(TEXT, &later), None);
        let other = WitnessKey { name: "x.example".into(), ..key.clone() };
        assert_eq!(other.confirms(TEXT, &line), None);
        assert_eq!(witness(8, "w.example").1.confirms(TEXT, &line), None);
        // An ordinary signature of the same key is no cosignature.
        let (secret, _) = witness(7, "w.example");
        let plain = Signature { bytes: secret.sign(TEXT.as_bytes()).to_bytes().to_vec(), ..line };
        assert_eq!(key.confirms(TEXT, &plain), None);
    }

    #[test]
    fn a_time_that_is_none_confirms_nothing() {
        for (time, counts) in [(0, false), (1, true), (LATEST, true), (LATEST + 1, false), (u64::MAX, false)]
        {
            let (key, line) = cosigned(7, "w.example", time, TEXT);
            assert_eq!(key.confirms(TEXT, &line).is_some(), counts, "{time}");
            assert_eq!(lines(&file_of(&line)).is_ok(), counts, "{time}");
        }
    }

    fn file_of(line: &Signature) -> Vec<u8> {
        line.line().into_bytes()
    }

    #[test]
    fn one_spelling_of_a_verifier_key_is_read() {
        let (_, key) = witness(7, "w.example");
        let text = key.vkey();
        assert_eq!(WitnessKey::parse(&text), Ok(key.clone()));
        let (name, rest) = text.split_once('+').unwrap();
        let (id, base64) = rest.split_once('+').unwrap();
        for bad in [
            String::new(),
            name.to_owned(),
            format!("{name}+{id}"),
            format!("{name}+{}+{base64}", id.to_uppercase()),
            format!("{name}+00000000+{base64}"),
            format!("x{text}"),
            format!("{text}="),
            text.replace("w.example", "w example"),
            // A key of small order signs everything.
            WitnessKey { name: "w".into(), public: Digest([0; 32]) }.vkey(),
        ] {
            assert_eq!(WitnessKey::parse(&bad), Err(BadVkey::Text), "{bad}");
        }
        // The archive's own kind of key, and kinds to come.
        for algorithm in [1, 6] {
            let other = vkey("w.example", algorithm, &key.public);
            assert_eq!(WitnessKey::parse(&other), Err(BadVkey::Algorithm));
        }
    }

    #[test]
    fn one_spelling_of_a_file_is_read() {
        let all: Vec<_> = [(7, "b.example"), (8, "a.example"), (9, "a.example")]
            .map(|(seed, name)| cosigned(seed, name, 5, TEXT).1)
            .into();
        let bytes = file(all.clone()).unwrap();
        let read = parse(&bytes).unwrap();
        assert_eq!(read.len(), 3);
        assert!(read.iter().all(|line| all.contains(line)));
        // The later of two times of one key is kept, whichever comes first.
        let later = cosigned(7, "b.example", 6, TEXT).1;
        for both in [vec![all[0].clone(), later.clone()], vec![later.clone(), all[0].clone()]] {
            assert_eq!(parse(&file(both).unwrap()), Ok(vec![later.clone()]));
        }
        let text = String::from_utf8(bytes).unwrap();
        let first = text.lines().next().unwrap();
        for (bad, why) in [
            (String::new(), BadCosignatures::Text),
            (text.trim_end().to_owned(), BadCosignatures::Text),
            (text.replace('\n', "\r\n"), BadCosignatures::Text),
            ("\n".to_owned(), BadCosignatures::Line(1)),
            (format!("\n{text}"), BadCosignatures::Line(1)),
            (format!("{text}\n"), BadCosignatures::Line(4)),
            (format!("{TEXT}\n{text}"), BadCosignatures::Line(1)),
            (format!("{text}— x YWFhYWE=\n"), BadCosignatures::Line(4)),
            (format!("{first}\n{text}"), BadCosignatures::Order),
            (format!("{text}{first}\n"), BadCosignatures::Order),
            (text.repeat(21), BadCosignatures::TooLarge),
            ("x".repeat(40_000), BadCosignatures::TooLarge),
        ] {
            assert_eq!(parse(bad.as_bytes()), Err(why), "{bad:?}");
        }
    }
}

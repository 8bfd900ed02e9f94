//! Signed notes: a text and the lines of those who signed it.
//!
//! Specification: C2SP signed-note v1.0.0 (<https://c2sp.org/signed-note>), and
//! `docs/archive-format.md`, "Signed notes". Ed25519 (RFC 8032) only; a signature covers the text up to
//! and with the line break before the blank line.
//!
//! ```text
//! <text, one or more lines>
//!
//! — <key name> <base64(4 bytes key id, signature)>
//! ```
//!
//! Does not decide whose signatures count: records and checkpoints do that.

use base64ct::{Base64, Encoding};
use ed25519_dalek::{Signature as Ed25519, VerifyingKey};

use crate::base::{Digest, Lang, Say, Sha256, lang, limits};

/// A text with at least one signature line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The signed text; ends with a line break.
    pub text: String,
    /// The signature lines in their order.
    pub signatures: Vec<Signature>,
}

/// One signature line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Name of the key.
    pub key: String,
    /// Key id, the first bytes of a hash over name, algorithm and public key.
    pub id: [u8; 4],
    /// What follows the key id: for Ed25519, 64 bytes.
    pub bytes: Vec<u8>,
}

/// Why bytes are not a signed note.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadNote {
    /// Larger than a note of its kind may be.
    TooLarge,
    /// Not UTF-8, or with control characters.
    Text,
    /// No blank line before signatures, or none of them.
    NoSignatures,
    /// The signature line of this number (from 1) is malformed.
    Line(usize),
}

impl Say for BadNote {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::TooLarge => lang::say!(lang, "signierter Text ist zu groß", "the signed text is too large"),
            Self::Text => lang::say!(
                lang,
                "signierter Text ist kein UTF-8 oder enthält Steuerzeichen",
                "the signed text is not UTF-8 or contains control characters"
            ),
            Self::NoSignatures => {
                lang::say!(lang, "es fehlen die Signaturzeilen", "there are no signature lines")
            }
            Self::Line(n) => {
                lang::say!(lang, "Signaturzeile {n} ist fehlerhaft", "signature line {n} is malformed")
            }
        }
    }
}

lang::error_that_says!(BadNote);

impl Note {
    /// Reads a note of at most `limit` bytes.
    pub fn parse(bytes: &[u8], limit: usize) -> Result<Self, BadNote> {
        if bytes.len() > limit {
            return Err(BadNote::TooLarge);
        }
        let whole = std::str::from_utf8(bytes).map_err(|_| BadNote::Text)?;
        if whole.chars().any(|c| c < ' ' && c != '\n') {
            return Err(BadNote::Text);
        }
        let cut = whole.rfind("\n\n").ok_or(BadNote::NoSignatures)?;
        let (text, lines) = (&whole[..cut + 1], &whole[cut + 2..]);
        let lines = lines.strip_suffix('\n').ok_or(BadNote::NoSignatures)?;
        let mut signatures = Vec::new();
        for (i, line) in lines.split('\n').enumerate() {
            if i >= limits::SIGNATURES {
                return Err(BadNote::TooLarge);
            }
            signatures.push(Signature::parse(line).ok_or(BadNote::Line(i + 1))?);
        }
        if text == "\n" {
            return Err(BadNote::Text);
        }
        Ok(Self { text: text.to_owned(), signatures })
    }

    /// The bytes of the note.
    pub fn bytes(&self) -> Vec<u8> {
        let lines: String = self.signatures.iter().map(|s| s.line()).collect();
        format!("{}\n{lines}", self.text).into_bytes()
    }
}

impl Signature {
    /// The line of an Ed25519 signature made by this key.
    pub fn new(key: &Key, signature: [u8; 64]) -> Self {
        Self { key: key.name.clone(), id: key.id(), bytes: signature.to_vec() }
    }

    pub(super) fn parse(line: &str) -> Option<Self> {
        let (key, base64) = line.strip_prefix("— ")?.split_once(' ')?;
        let bytes = Base64::decode_vec(base64).ok()?;
        let (id, bytes) = bytes.split_first_chunk::<4>()?;
        (is_key_name(key) && !bytes.is_empty()).then(|| Self {
            key: key.to_owned(),
            id: *id,
            bytes: bytes.to_vec(),
        })
    }

    pub(super) fn line(&self) -> String {
        let mut bytes = self.id.to_vec();
        bytes.extend_from_slice(&self.bytes);
        format!("— {} {}\n", self.key, Base64::encode_string(&bytes))
    }
}

pub(super) fn is_key_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= 256 && !name.contains(|c: char| c.is_whitespace() || c == '+')
}

/// A named Ed25519 public key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The key's name.
    pub name: String,
    /// The 32 bytes of RFC 8032.
    pub public: Digest,
}

/// C2SP signed-note: the algorithm byte of plain Ed25519.
const ED25519: u8 = 1;

impl Key {
    /// A key of that name.
    pub fn new(name: &str, public: Digest) -> Self {
        Self { name: name.to_owned(), public }
    }

    /// The key id: four bytes of SHA-256 over name, line break, algorithm and public key.
    pub fn id(&self) -> [u8; 4] {
        key_id(&self.name, ED25519, &self.public)
    }

    /// The verifier key as other programs take it: `<name>+<id in hex>+<base64(algorithm, key)>`.
    pub fn vkey(&self) -> String {
        vkey(&self.name, ED25519, &self.public)
    }

    /// Whether the line is this key's signature over the text.
    pub fn verifies(&self, text: &str, line: &Signature) -> bool {
        line.key == self.name
            && line.id == self.id()
            && is_signature(&self.public.0, text.as_bytes(), &line.bytes)
    }
}

/// The id of a key of this C2SP algorithm byte: four bytes of SHA-256 over name, line break, algorithm and key.
pub(super) fn key_id(name: &str, algorithm: u8, public: &Digest) -> [u8; 4] {
    let mut hash = Sha256::new();
    hash.update(name.as_bytes()).update(&[b'\n', algorithm]).update(&public.0);
    let [a, b, c, d, ..] = hash.finish().0;
    [a, b, c, d]
}

/// The verifier key of a key of this C2SP algorithm byte.
pub(super) fn vkey(name: &str, algorithm: u8, public: &Digest) -> String {
    let mut bytes = vec![algorithm];
    bytes.extend_from_slice(&public.0);
    let id: String = key_id(name, algorithm, public).iter().map(|b| format!("{b:02x}")).collect();
    format!("{name}+{id}+{}", Base64::encode_string(&bytes))
}

/// Whether these are the 64 bytes of a key's Ed25519 signature over a message.
///
/// Strict (RFC 8032 with canonical encodings, no keys or points of small order), so that a
/// signature that one program accepts is not refused by another.
pub fn is_signature(public: &[u8; 32], message: &[u8], signature: &[u8]) -> bool {
    let Ok(signature) = <[u8; 64]>::try_from(signature) else { return false };
    VerifyingKey::from_bytes(public)
        .is_ok_and(|key| key.verify_strict(message, &Ed25519::from_bytes(&signature)).is_ok())
}

/// What stands before the 32 bytes in the DER of an Ed25519 SubjectPublicKeyInfo (RFC 8410, 4).
pub const SPKI: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// SHA-256 of an Ed25519 key's SubjectPublicKeyInfo, in groups of four hex digits for people to compare.
///
/// `openssl pkey -pubin -in KEY -outform DER | sha256sum` gives the same digits.
pub fn fingerprint(public: &[u8; 32]) -> String {
    let mut hash = Sha256::new();
    hash.update(&SPKI).update(public);
    hash.finish().groups()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer() -> (ed25519_dalek::SigningKey, Key) {
        let secret = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
        let key = Key::new("o.example/a/1", Digest(secret.verifying_key().to_bytes()));
        (secret, key)
    }

    fn signed(text: &str) -> (Note, Key) {
        use ed25519_dalek::Signer as _;
        let (secret, key) = signer();
        let line = Signature::new(&key, secret.sign(text.as_bytes()).to_bytes());
        (Note { text: text.into(), signatures: vec![line] }, key)
    }

    #[test]
    fn a_note_comes_back_byte_for_byte() {
        for text in ["one line\n", "two\nlines\n", "a blank\n\nline inside\n", "\n\nx\n", "ü\n"] {
            let (note, key) = signed(text);
            let again = Note::parse(&note.bytes(), 1000).unwrap();
            assert_eq!(again, note);
            assert!(key.verifies(&again.text, &again.signatures[0]));
            assert!(!key.verifies("other\n", &again.signatures[0]));
        }
    }

    /// The example of the specification: key id and verifier key.
    #[test]
    fn the_example_of_the_specification_verifies() {
        // From C2SP signed-note, "Example": PeterNeumann, key id c74f20a3.
        let key = Key::new(
            "PeterNeumann",
            Digest(
                <[u8; 32]>::try_from(
                    &Base64::decode_vec("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").unwrap()[1..],
                )
                .unwrap(),
            ),
        );
        assert_eq!(key.vkey(), "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        let note = "If you think cryptography is the answer to your problem,\n\
            then you don't know what your problem is.\n\n\
            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
        let note = Note::parse(note.as_bytes(), 1000).unwrap();
        assert!(key.verifies(&note.text, &note.signatures[0]));
    }

    #[test]
    fn malformed_notes_are_refused() {
        let (note, _) = signed("text\n");
        let good = String::from_utf8(note.bytes()).unwrap();
        assert!(Note::parse(good.as_bytes(), good.len()).is_ok());
        assert_eq!(Note::parse(good.as_bytes(), good.len() - 1), Err(BadNote::TooLarge));
        for bad in [
            good.trim_end().to_owned(),
            good.replace("— ", "- "),
            good.replace("— ", "—  "),
            good.replace("o.example", "o+example"),
            good.replace("\n\n", "\n"),
            good.replace("text", "te\txt"),
            format!("{good}\n"),
            format!("{good}— x !\n"),
            good.replace("=\n", "\n"),
            String::new(),
            "\n\n— x YWFhYWE=\n".to_owned(),
        ] {
            assert!(Note::parse(bad.as_bytes(), 1000).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_small_order_key_verifies_nothing() {
        let mut identity = [0; 32];
        identity[0] = 1;
        let key = Key::new("k", Digest(identity));
        let line =
            Signature { key: "k".into(), id: key.id(), bytes: [identity.as_slice(), &[0; 32]].concat() };
        assert!(!key.verifies("anything\n", &line));
    }
}

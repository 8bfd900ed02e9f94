//! What is said to an ssh-agent and what it may answer: which keys it holds, and one signature.
//!
//! Specification: draft-miller-ssh-agent, 3.5 and 3.6 (messages, without the length before them), and `docs/keys.md`,
//! "Keys in the ssh-agent". Takes and gives bytes; `store` carries them. An agent's Ed25519 signature is that of RFC 8032
//! over the bytes as they are (RFC 8709, 6), and so a note's. It counts only after it was checked here.

use ed25519_dalek::{Signature, VerifyingKey};

use super::openssh::{ED25519, Fields, blob, public_in, put};
use crate::base::{Lang, Say, lang};

/// The bytes of a message at most, as OpenSSH has it.
pub const LIMIT: u32 = 256 << 10;

const FAILURE: u8 = 5;
const REQUEST_IDENTITIES: u8 = 11;
const IDENTITIES_ANSWER: u8 = 12;
const SIGN_REQUEST: u8 = 13;
const SIGN_RESPONSE: u8 = 14;

/// Why an answer gives nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadAnswer {
    /// The agent says no: it is locked, does not have the key, or its user declined.
    Refused,
    /// It is not what an agent answers.
    Malformed,
    /// It is no signature of this key over these bytes.
    Signature,
}

impl Say for BadAnswer {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Refused => lang::say!(lang, "der ssh-agent hat abgelehnt", "the ssh-agent refused"),
            Self::Malformed => lang::say!(
                lang,
                "die Antwort des ssh-agent ist nicht zu verstehen",
                "the answer of the ssh-agent cannot be understood"
            ),
            Self::Signature => lang::say!(
                lang,
                "was der ssh-agent geliefert hat, ist keine Signatur dieses Schlüssels",
                "what the ssh-agent gave is no signature of this key"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Refused => Some(lang::say!(
                lang,
                "Die Rückfrage des ssh-agent bestätigen; `ssh-add -l` zeigt, ob er den Schlüssel noch hat (`ssh-add -X` entsperrt ihn).",
                "Confirm what the ssh-agent asks; `ssh-add -l` shows whether it still has the key (`ssh-add -X` unlocks it)."
            )),
            Self::Malformed | Self::Signature => Some(lang::say!(
                lang,
                "Prüfen, welches Programm an SSH_AUTH_SOCK antwortet.",
                "Check which program answers at SSH_AUTH_SOCK."
            )),
        }
    }
}

lang::error_that_says!(BadAnswer);

/// Asks which keys the agent holds.
pub fn list_request() -> Vec<u8> {
    vec![REQUEST_IDENTITIES]
}

/// The Ed25519 keys that the agent holds; others are passed over.
pub fn parse_list(answer: &[u8]) -> Result<Vec<[u8; 32]>, BadAnswer> {
    let mut fields = answer_of(answer, IDENTITIES_ANSWER)?;
    let count = fields.number().ok_or(BadAnswer::Malformed)?;
    let mut found = Vec::new();
    // What is claimed costs nothing: each key must be there.
    for _ in 0..count {
        let (key, _comment) = fields.string().zip(fields.string()).ok_or(BadAnswer::Malformed)?;
        found.extend(public_in(key));
    }
    if fields.0.is_empty() { Ok(found) } else { Err(BadAnswer::Malformed) }
}

/// Asks for the signature of these bytes.
pub fn sign_request(public: &[u8; 32], message: &[u8]) -> Vec<u8> {
    let mut out = vec![SIGN_REQUEST];
    put(&mut out, &blob(public));
    put(&mut out, message);
    // No flags: they choose among hashes of RSA.
    out.extend_from_slice(&[0; 4]);
    out
}

/// The signature in the answer; it is that of this key over these bytes.
pub fn parse_signature(answer: &[u8], public: &[u8; 32], message: &[u8]) -> Result<[u8; 64], BadAnswer> {
    let mut fields = answer_of(answer, SIGN_RESPONSE)?;
    let outer = fields.string().filter(|_| fields.0.is_empty()).ok_or(BadAnswer::Malformed)?;
    let mut fields = Fields(outer);
    let (kind, bytes) = fields.string().zip(fields.string()).ok_or(BadAnswer::Malformed)?;
    if !fields.0.is_empty() {
        return Err(BadAnswer::Malformed);
    }
    let signature: [u8; 64] = bytes.try_into().map_err(|_| BadAnswer::Signature)?;
    let holds = VerifyingKey::from_bytes(public)
        .is_ok_and(|key| key.verify_strict(message, &Signature::from_bytes(&signature)).is_ok());
    if kind == ED25519.as_bytes() && holds { Ok(signature) } else { Err(BadAnswer::Signature) }
}

/// The fields of an answer of this kind.
fn answer_of(answer: &[u8], kind: u8) -> Result<Fields<'_>, BadAnswer> {
    let mut fields = Fields(answer);
    match fields.byte() {
        Some(found) if found == kind => Ok(fields),
        Some(FAILURE) => Err(BadAnswer::Refused),
        _ => Err(BadAnswer::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::SecretKey;

    fn list(keys: &[&[u8]], claimed: u32) -> Vec<u8> {
        let mut out = vec![IDENTITIES_ANSWER];
        out.extend_from_slice(&claimed.to_be_bytes());
        for key in keys {
            put(&mut out, key);
            put(&mut out, b"comment \xff");
        }
        out
    }

    fn signed(kind: &[u8], signature: &[u8]) -> Vec<u8> {
        let (mut inner, mut out) = (Vec::new(), vec![SIGN_RESPONSE]);
        put(&mut inner, kind);
        put(&mut inner, signature);
        put(&mut out, &inner);
        out
    }

    #[test]
    fn ed25519_keys_are_found_among_others() {
        let (one, two) = (blob(&[1; 32]), blob(&[2; 32]));
        let mut rsa = Vec::new();
        put(&mut rsa, b"ssh-rsa");
        assert_eq!(parse_list(&list(&[&one, &rsa, b"", &two], 4)), Ok(vec![[1; 32], [2; 32]]));
        assert_eq!(parse_list(&list(&[], 0)), Ok(vec![]));
        assert_eq!(parse_list(&[FAILURE]), Err(BadAnswer::Refused));
        for claimed in [0, 2, u32::MAX] {
            assert_eq!(parse_list(&list(&[&one], claimed)), Err(BadAnswer::Malformed));
        }
    }

    #[test]
    fn only_this_keys_signature_over_these_bytes_is_taken() {
        let (key, other) = (SecretKey::generate().unwrap(), SecretKey::generate().unwrap());
        let message = b"a record\n";
        let parse = |answer: &[u8]| parse_signature(answer, &key.public(), message);
        let right = key.sign(message);
        assert_eq!(parse(&signed(b"ssh-ed25519", &right)), Ok(right));
        for wrong in [other.sign(message), key.sign(b"another record\n"), [0; 64]] {
            assert_eq!(parse(&signed(b"ssh-ed25519", &wrong)), Err(BadAnswer::Signature));
        }
        assert_eq!(parse(&signed(b"ssh-ed25519", &right[..63])), Err(BadAnswer::Signature));
        assert_eq!(parse(&signed(b"sk-ssh-ed25519@openssh.com", &right)), Err(BadAnswer::Signature));
        assert_eq!(parse(&[FAILURE]), Err(BadAnswer::Refused));
        assert_eq!(parse(&list(&[], 0)), Err(BadAnswer::Malformed));
    }

    /// Cut anywhere or with a byte more, nothing is read from an answer.
    #[test]
    fn an_answer_is_whole_or_none() {
        let key = SecretKey::generate().unwrap();
        let answers = [list(&[&blob(&key.public())], 1), signed(b"ssh-ed25519", &key.sign(b"x"))];
        for answer in answers {
            let bad = |bytes: &[u8]| {
                let (list, signature) = (parse_list(bytes), parse_signature(bytes, &key.public(), b"x"));
                list.is_err() && signature.is_err()
            };
            assert!(!bad(&answer));
            assert!((0..answer.len()).all(|end| bad(&answer[..end])));
            assert!(bad(&[answer.as_slice(), &[0]].concat()));
        }
    }

    #[test]
    fn requests_are_as_the_protocol_has_them() {
        assert_eq!(list_request(), [11]);
        let request = sign_request(&[7; 32], b"text");
        let mut expected = b"\x0d\0\0\0\x33\0\0\0\x0bssh-ed25519\0\0\0\x20".to_vec();
        expected.extend_from_slice(&[7; 32]);
        expected.extend_from_slice(b"\0\0\0\x04text\0\0\0\0");
        assert_eq!(request, expected);
    }
}

//! What is said to a time stamp authority, and what it says back: request and response of RFC 3161.
//!
//! Specification: RFC 3161, 2.4; `docs/stamps.md`. Takes the hash of what is to be stamped; gives the request's bytes,
//! and from a response the token in it, unjudged: whether it stamps that hash, and who signed it, `verify::token`
//! says. Asks nobody (`store::post` does).

use cms::content_info::ContentInfo;
use der::asn1::{BitString, Null, ObjectIdentifier, OctetString, Uint};
use der::{Decode as _, Encode as _, Sequence};
use x509_cert::spki::AlgorithmIdentifierOwned;

use crate::base::{Digest, Lang, Say, lang, limits};

/// SHA-256 (RFC 5754).
const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");

/// Bytes of a nonce: as openssl sends them, so that every authority takes them.
const NONCE: usize = 8;

/// RFC 3161, 2.4.1, with the fields that we send.
#[derive(Sequence)]
struct TimeStampReq {
    version: u8,
    message_imprint: MessageImprint,
    nonce: Uint,
    cert_req: bool,
}

#[derive(Sequence)]
struct MessageImprint {
    hash_algorithm: AlgorithmIdentifierOwned,
    hashed_message: OctetString,
}

/// RFC 3161, 2.4.2.
#[derive(Sequence)]
struct TimeStampResp {
    status: PkiStatusInfo,
    #[asn1(optional = "true")]
    token: Option<ContentInfo>,
}

#[derive(Sequence)]
struct PkiStatusInfo {
    status: u8,
    #[asn1(optional = "true")]
    text: Option<Vec<String>>,
    #[asn1(optional = "true")]
    failure: Option<BitString>,
}

/// A question to an authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The bytes that are sent.
    pub der: Vec<u8>,
    /// The random number that the answer must repeat, as an unsigned number without leading zeros.
    pub nonce: Vec<u8>,
}

/// Why there is no request or no token.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoToken {
    /// The operating system gave no random bytes.
    Random,
    /// What came back is no time stamp response in DER, or a larger one than any.
    NotAResponse,
    /// The authority said no: its status, its words, and the reasons it ticked.
    Refused {
        /// RFC 3161: 2 rejection, 3 waiting, 4 and 5 revocation.
        status: u8,
        /// What it says, in its words; may be empty.
        text: String,
    },
    /// It says that the stamp was granted, but sent none.
    Empty,
}

impl Say for NoToken {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Random => lang::say!(
                lang,
                "das Betriebssystem hat keine Zufallszahlen geliefert",
                "the operating system gave no random numbers"
            ),
            Self::NotAResponse => lang::say!(
                lang,
                "die Antwort ist keine eines Zeitstempeldienstes nach RFC 3161",
                "the answer is not that of an RFC 3161 time stamp authority"
            ),
            Self::Refused { status, text } if text.is_empty() => lang::say!(
                lang,
                "der Zeitstempeldienst hat abgelehnt (Status {status}, ohne Begründung)",
                "the time stamp authority refused (status {status}, without a reason)"
            ),
            Self::Refused { status, text } => lang::say!(
                lang,
                "der Zeitstempeldienst hat abgelehnt (Status {status}): {text}",
                "the time stamp authority refused (status {status}): {text}"
            ),
            Self::Empty => lang::say!(
                lang,
                "der Zeitstempeldienst sagt zu, hat aber keinen Zeitstempel geschickt",
                "the time stamp authority agrees, but sent no time stamp"
            ),
        }
    }
}

lang::error_that_says!(NoToken);

impl Request {
    /// A request for a stamp on something with this SHA-256, with a fresh random number, and for the authority's
    /// certificate.
    pub fn new(sha256: &Digest) -> Result<Self, NoToken> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| NoToken::Random)?;
        Self::with(sha256, &nonce).ok_or(NoToken::Random)
    }

    fn with(sha256: &Digest, nonce: &[u8]) -> Option<Self> {
        let nonce = Uint::new(nonce).ok()?;
        let request = TimeStampReq {
            version: 1,
            message_imprint: MessageImprint {
                hash_algorithm: AlgorithmIdentifierOwned { oid: SHA_256, parameters: Some(Null.into()) },
                hashed_message: OctetString::new(sha256.0).ok()?,
            },
            nonce: nonce.clone(),
            cert_req: true,
        };
        Some(Self { der: request.to_der().ok()?, nonce: nonce.as_bytes().to_vec() })
    }
}

/// The token in a response, in DER as it came; it is not looked into.
pub fn token(response: &[u8]) -> Result<Vec<u8>, NoToken> {
    if response.len() as u64 > limits::STAMP {
        return Err(NoToken::NotAResponse);
    }
    let response = TimeStampResp::from_der(response).map_err(|_| NoToken::NotAResponse)?;
    match response.status.status {
        // Granted, and granted with changes: what was changed shows in the token, which is judged.
        0 | 1 => {}
        status => return Err(NoToken::Refused { status, text: words(response.status) }),
    }
    let token = response.token.ok_or(NoToken::Empty)?;
    token.to_der().map_err(|_| NoToken::NotAResponse)
}

/// Characters of a refusal that are shown.
const SHOWN: usize = 300;

/// What an authority says to its refusal, fit for a terminal.
fn words(info: PkiStatusInfo) -> String {
    let texts = info.text.unwrap_or_default();
    let failures = info.failure.map(|bits| bits.raw_bytes().to_vec()).unwrap_or_default();
    let ticked = |bit: usize| failures.get(bit / 8).is_some_and(|byte| byte & (0x80 >> (bit % 8)) != 0);
    let reasons = FAILURES.iter().filter(|(bit, _)| ticked(*bit)).map(|(_, name)| (*name).to_owned());
    let all: Vec<String> = texts.into_iter().chain(reasons).collect();
    all.join("; ").chars().filter(|c| !c.is_control()).take(SHOWN).collect()
}

/// RFC 3161, 2.4.2: the bits of `PKIFailureInfo` and their names.
const FAILURES: [(usize, &str); 8] = [
    (0, "badAlg"),
    (2, "badRequest"),
    (5, "badDataFormat"),
    (14, "timeNotAvailable"),
    (15, "unacceptedPolicy"),
    (16, "unacceptedExtension"),
    (17, "addInfoNotAvailable"),
    (25, "systemFailure"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        base16ct::lower::decode_vec(text.replace(' ', "")).unwrap()
    }

    #[test]
    fn a_request_is_the_one_that_openssl_writes() {
        // As `openssl ts -query -sha256 -cert` writes it, but for the nonce.
        let request = Request::with(&Digest([0x11; 32]), &[0x80, 1, 2, 3, 4, 5, 6, 7]).unwrap();
        let expected = format!(
            "3044 020101 3031 300d0609608648016503040201 0500 0420{} 0209008001020304050607 0101ff",
            "11".repeat(32)
        );
        assert_eq!(request.der, hex(&expected));
        assert_eq!(request.nonce, [0x80, 1, 2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn a_nonce_has_no_leading_zeros_and_is_not_used_twice() {
        let request = Request::with(&Digest([0; 32]), &[0, 0, 0, 0, 0, 0, 0, 5]).unwrap();
        assert_eq!(request.nonce, [5]);
        let sent = Digest([0; 32]);
        assert_ne!(Request::new(&sent).unwrap().nonce, Request::new(&sent).unwrap().nonce);
    }

    #[test]
    fn a_refusal_is_told_in_the_words_of_the_authority() {
        // status 2, text "no\u{1b}pe", failure badAlg.
        let refused = hex("3012 3010 020102 3007 0c056e6f1b7065 03020780");
        assert_eq!(token(&refused), Err(NoToken::Refused { status: 2, text: "nope; badAlg".to_owned() }));
        let bare = hex("3005 3003 020102");
        assert_eq!(token(&bare), Err(NoToken::Refused { status: 2, text: String::new() }));
    }

    #[test]
    fn what_is_no_response_is_refused() {
        assert_eq!(token(&hex("3005 3003 020100")), Err(NoToken::Empty));
        for bad in ["", "3005 3003 0201", "3005 3003 020100 00", "3080 3003 020100 0000", "0c0161"] {
            assert_eq!(token(&hex(bad)), Err(NoToken::NotAResponse), "{bad}");
        }
        assert_eq!(token(b"<html>"), Err(NoToken::NotAResponse));
        assert_eq!(token(&vec![0x30; limits::STAMP as usize + 1]), Err(NoToken::NotAResponse));
    }

    #[test]
    fn the_token_comes_out_as_it_was() {
        // A ContentInfo of some type, with an empty sequence in it.
        let inner = "3009 0603 2a0304 a002 3000";
        let response = hex(&format!("3010 3003 020100 {inner}"));
        assert_eq!(token(&response), Ok(hex(inner)));
    }
}

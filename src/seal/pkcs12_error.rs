//! Why no key could be taken from a PKCS#12 file, and what its owner can do about it.
//!
//! Specification: `docs/keys.md`, "PKCS#12". Carries values, never a secret.

use super::certificate::CHAIN;
use super::{CertificateError, KeyError};
use crate::base::{Lang, Say, lang, limits};

/// Why there is no key. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pkcs12Error {
    /// More bytes than a key with its certificates has.
    TooLarge,
    /// Not a PKCS#12 file in DER, or one that was cut off or damaged.
    NotOne,
    /// No check value by which a wrong passphrase is noticed.
    NoMac,
    /// So many rounds, or so many parts, that the file may be meant to stop us.
    TooMuchWork,
    /// Encrypted in a way that is not read here.
    Encryption {
        /// Object identifier of the way, where it is known.
        found: Option<String>,
    },
    /// The passphrase does not open it.
    WrongPassphrase,
    /// Certificates at most.
    NoKey,
    /// More than one key: how many.
    SeveralKeys(usize),
    /// More certificates lead from the key's to its issuers than a certificate's file holds.
    LongChain,
    /// A certificate in it is none.
    Certificate(CertificateError),
    /// The key in it is of no use, or has no certificate of its own.
    Key(KeyError),
}

/// The commands that write such a file anew.
const ANEW: &str = "openssl pkcs12 -in OLD -nodes -out /dev/shm/plain.pem; \
                    openssl pkcs12 -export -in /dev/shm/plain.pem -out NEW; rm /dev/shm/plain.pem";

impl Say for Pkcs12Error {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::TooLarge => {
                let max = limits::SMALL;
                lang::say!(
                    lang,
                    "größer als jede PKCS#12-Datei mit einem Schlüssel ({max} Bytes)",
                    "larger than any PKCS#12 file with one key ({max} bytes)"
                )
            }
            Self::NotOne => lang::say!(
                lang,
                "keine PKCS#12-Datei (.p12, .pfx), oder abgeschnitten, beschädigt oder nicht in DER",
                "not a PKCS#12 file (.p12, .pfx), or cut off, damaged or not in DER"
            ),
            Self::NoMac => lang::say!(
                lang,
                "der PKCS#12-Datei fehlt der Prüfwert (MAC)",
                "the PKCS#12 file has no check value (MAC)"
            ),
            Self::TooMuchWork => lang::say!(
                lang,
                "die PKCS#12-Datei verlangt mehr Rechenarbeit, als hier für eine geleistet wird",
                "the PKCS#12 file asks for more computing than is done for one here"
            ),
            Self::Encryption { found } => {
                let found = found.as_ref().map(|oid| format!(" ({oid})")).unwrap_or_default();
                lang::say!(
                    lang,
                    "die PKCS#12-Datei ist auf eine Weise verschlüsselt, die hier nicht gelesen wird{found}",
                    "the PKCS#12 file is encrypted in a way that is not read here{found}"
                )
            }
            Self::WrongPassphrase => lang::say!(
                lang,
                "die Passphrase öffnet die PKCS#12-Datei nicht",
                "the passphrase does not open the PKCS#12 file"
            ),
            Self::NoKey => lang::say!(
                lang,
                "in der PKCS#12-Datei ist kein privater Schlüssel",
                "there is no private key in the PKCS#12 file"
            ),
            Self::SeveralKeys(n) => lang::say!(
                lang,
                "in der PKCS#12-Datei sind {n} private Schlüssel",
                "there are {n} private keys in the PKCS#12 file"
            ),
            Self::LongChain => {
                let max = limits::SMALL;
                lang::say!(
                    lang,
                    "die Zertifikatskette in der PKCS#12-Datei ist zu lang (höchstens {CHAIN} Zertifikate, als PEM {max} Bytes)",
                    "the chain of certificates in the PKCS#12 file is too long (at most {CHAIN} certificates, {max} bytes as PEM)"
                )
            }
            Self::Certificate(e) => e.fact(lang),
            Self::Key(e) => e.fact(lang),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::NoMac | Self::TooMuchWork | Self::Encryption { .. } => Some(lang::say!(
                lang,
                "Schreiben Sie sie neu, wenn sie von Ihnen ist: {ANEW}",
                "Write it anew if it is yours: {ANEW}"
            )),
            Self::NotOne => Some(lang::say!(
                lang,
                "Holen Sie die Datei noch einmal. Kann openssl sie lesen, dann hilft neu schreiben: {ANEW}",
                "Fetch the file again. If openssl can read it, writing it anew helps: {ANEW}"
            )),
            Self::WrongPassphrase => Some(lang::say!(
                lang,
                "Gemeint ist die Passphrase, mit der die Datei übergeben wurde. Prüfen Sie Feststelltaste und Tastaturbelegung.",
                "What is meant is the passphrase that the file was handed over with. Check caps lock and the keyboard layout."
            )),
            Self::NoKey => Some(lang::say!(
                lang,
                "Exportieren Sie das Zertifikat „mit privatem Schlüssel“.",
                "Export the certificate \"with its private key\"."
            )),
            Self::SeveralKeys(_) => Some(lang::say!(
                lang,
                "Exportieren Sie den einen, mit dem signiert werden soll, in eine Datei für sich.",
                "Export the one that is to sign into a file of its own."
            )),
            Self::LongChain => Some(lang::say!(
                lang,
                "Exportieren Sie den Schlüssel mit seinem Zertifikat allein: openssl pkcs12 -export -inkey KEY -in CRT -out NEW",
                "Export the key with its certificate alone: openssl pkcs12 -export -inkey KEY -in CRT -out NEW"
            )),
            Self::Certificate(e) => e.advice(lang),
            Self::Key(e) => e.advice(lang),
            Self::TooLarge => None,
        }
    }
}

lang::error_that_says!(Pkcs12Error);

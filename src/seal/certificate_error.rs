//! Why a certificate cannot be read or signed with, and what its holder can do about it.
//!
//! Specification: `docs/keys.md`, "Seal keys".

use crate::base::{Day, Lang, Say, lang, limits};

/// Why a certificate is of no use.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CertificateError {
    /// More bytes than any certificate has.
    TooLarge,
    /// No certificate, or one that was cut off, damaged, or is not encoded as RFC 5280 says.
    NotOne,
    /// A PEM file that holds something else: its label.
    OtherKind(String),
    /// It is not valid yet.
    NotYet {
        /// The day (UTC) on which it begins to be valid.
        from: Option<Day>,
    },
    /// It is no longer valid.
    Expired {
        /// The last day (UTC) on which it was valid.
        until: Option<Day>,
    },
    /// It was issued for something else than signatures.
    OtherUse,
}

fn told(day: Option<Day>, lang: Lang) -> String {
    day.map(|d| d.short(lang)).unwrap_or_default()
}

impl Say for CertificateError {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::TooLarge => {
                let max = limits::SMALL;
                lang::say!(
                    lang,
                    "größer als jedes Zertifikat ({max} Bytes)",
                    "larger than any certificate ({max} bytes)"
                )
            }
            Self::NotOne => lang::say!(
                lang,
                "kein Zertifikat (X.509), oder abgeschnitten oder beschädigt",
                "not a certificate (X.509), or cut off or damaged"
            ),
            Self::OtherKind(found) => lang::say!(
                lang,
                "die Datei enthält „{found}“, gebraucht wird „CERTIFICATE“",
                "the file holds \"{found}\", \"CERTIFICATE\" is needed"
            ),
            Self::NotYet { from } => {
                let from = told(*from, lang);
                lang::say!(
                    lang,
                    "das Zertifikat ist erst ab {from} gültig",
                    "the certificate is not valid before {from}"
                )
            }
            Self::Expired { until } => {
                let until = told(*until, lang);
                lang::say!(
                    lang,
                    "das Zertifikat ist am {until} abgelaufen",
                    "the certificate expired on {until}"
                )
            }
            Self::OtherUse => lang::say!(
                lang,
                "das Zertifikat wurde nicht für Signaturen ausgestellt (keyUsage)",
                "the certificate was not issued for signatures (keyUsage)"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::NotOne | Self::OtherKind(_) => Some(lang::say!(
                lang,
                "Eine Zertifikatsdatei beginnt mit „-----BEGIN CERTIFICATE-----“. Aus DER macht sie: openssl x509 -inform DER -in ALT -out NEU",
                "A certificate file begins with \"-----BEGIN CERTIFICATE-----\". It is made of DER with: openssl x509 -inform DER -in OLD -out NEW"
            )),
            Self::NotYet { .. } => Some(lang::say!(
                lang,
                "Bis dahin warten, oder die Uhr des Rechners prüfen.",
                "Wait until then, or check the machine's clock."
            )),
            Self::Expired { .. } => Some(lang::say!(
                lang,
                "Lassen Sie sich ein neues ausstellen. Was damit schon signiert ist, bleibt, was es ist.",
                "Have a new one issued. What is signed with it already stays what it is."
            )),
            Self::OtherUse => Some(lang::say!(
                lang,
                "Gebraucht wird eines mit digitalSignature oder nonRepudiation.",
                "One with digitalSignature or nonRepudiation is needed."
            )),
            Self::TooLarge => None,
        }
    }
}

lang::error_that_says!(CertificateError);

//! The authorities that are believed about time, and whether a certificate leads to one of them.
//!
//! Takes a bundle of certificates in PEM that somebody pinned, a signer's certificate, those that came with it and a
//! time; says whether a chain (RFC 5280) leads from the one to the other at that time. Paths are built by rustls-webpki
//! within its own bounds. Revocation is not asked: there is no network, and a check gives the same answer every day.

use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{EndEntityCert, Error, KeyUsage, anchor_from_trusted_cert};

use super::algorithm;
use super::x509::Certificate;
use crate::base::{Lang, Say, lang};

/// Certificates in a bundle: every authority that Europe's lists of trust services name stays below.
const MANY: usize = 1000;

/// The certificates that are believed about time. None: nothing is.
#[derive(Debug, Clone, Default)]
pub struct Authorities {
    anchors: Vec<Anchor>,
}

/// A pinned certificate. Paths are built to names and keys alone, so its validity is kept beside it.
#[derive(Debug, Clone)]
struct Anchor {
    trusted: TrustAnchor<'static>,
    certificate: Certificate,
}

/// A bundle that is none.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadAuthorities {
    /// Not PEM, or no certificate in it.
    NoCertificate,
    /// The certificate of this number, from 1, cannot be read.
    Unreadable(usize),
    /// More than anybody pins.
    TooMany,
}

impl Say for BadAuthorities {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::NoCertificate => {
                lang::say!(lang, "enthält kein Zertifikat im PEM-Format", "has no certificate in PEM format")
            }
            Self::Unreadable(n) => {
                lang::say!(lang, "das {n}. Zertifikat ist nicht lesbar", "certificate {n} cannot be read")
            }
            Self::TooMany => {
                lang::say!(lang, "enthält mehr als {MANY} Zertifikate", "has more than {MANY} certificates")
            }
        }
    }
}

lang::error_that_says!(BadAuthorities);

/// Why a certificate leads to no authority that is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoChain {
    /// To none of those that are pinned here.
    Unknown,
    /// A certificate of the chain was not valid at that time.
    Expired,
    /// The signer's certificate is not for time stamps (RFC 3161, section 2.3).
    Purpose,
    /// The chain is broken: a wrong signature, a forbidden use, too many paths.
    Broken,
}

impl Say for NoChain {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Unknown => lang::say!(
                lang,
                "der Zeitstempeldienst ist hier nicht bekannt",
                "the time stamp authority is not known here"
            ),
            Self::Expired => lang::say!(
                lang,
                "ein Zertifikat des Zeitstempeldienstes ist abgelaufen, und nichts beweist, dass der Zeitstempel vorher da war",
                "a certificate of the time stamp authority has expired, and nothing proves that the stamp was there before"
            ),
            Self::Purpose => lang::say!(
                lang,
                "das Zertifikat des Zeitstempeldienstes ist nicht für Zeitstempel ausgestellt",
                "the certificate of the time stamp authority is not issued for time stamps"
            ),
            Self::Broken => lang::say!(
                lang,
                "die Zertifikatskette des Zeitstempeldienstes ist fehlerhaft",
                "the chain of certificates of the time stamp authority is broken"
            ),
        }
    }
}

lang::error_that_says!(NoChain);

impl Authorities {
    /// Reads a bundle in PEM. Text between the certificates is passed over, other kinds of blocks too.
    pub fn parse(pem: &[u8]) -> Result<Self, BadAuthorities> {
        let mut anchors = Vec::new();
        for (i, der) in CertificateDer::pem_slice_iter(pem).enumerate() {
            if i == MANY {
                return Err(BadAuthorities::TooMany);
            }
            let unreadable = BadAuthorities::Unreadable(i + 1);
            let der = der.map_err(|_| unreadable.clone())?;
            let trusted = anchor_from_trusted_cert(&der).map_err(|_| unreadable.clone())?.to_owned();
            let certificate = Certificate::parse(&der).ok_or(unreadable)?;
            anchors.push(Anchor { trusted, certificate });
        }
        if anchors.is_empty() { Err(BadAuthorities::NoCertificate) } else { Ok(Self { anchors }) }
    }

    /// Whether nothing is pinned.
    pub fn is_empty(&self) -> bool {
        self.anchors.is_empty()
    }

    /// Whether a chain leads from the signer of a time stamp to one of these, at a time in seconds since 1970.
    ///
    /// `others`: certificates in DER that may lie between; those that cannot be read are passed over.
    pub fn chain(&self, signer: &Certificate, others: &[Vec<u8>], at: i64) -> Result<(), NoChain> {
        if !signer.is_for_stamps() {
            return Err(NoChain::Purpose);
        }
        let der = CertificateDer::from(signer.der());
        let leaf = EndEntityCert::try_from(&der).map_err(|_| NoChain::Broken)?;
        let others = others.iter().filter(|der| der.as_slice() != signer.der());
        let between: Vec<_> = others
            .filter(|der| Certificate::parse(der).is_some())
            .map(|der| CertificateDer::from(der.as_slice()))
            .collect();
        let time = u64::try_from(at).map_err(|_| NoChain::Expired)?;
        let time = UnixTime::since_unix_epoch(std::time::Duration::from_secs(time));
        let to = |anchors: &[TrustAnchor<'_>]| {
            // Authorities between may leave the purpose open; if they state any, it must be this one.
            let usage = KeyUsage::required_if_present(TIME_STAMPING);
            let path =
                leaf.verify_for_usage(algorithm::CERTIFICATES, anchors, &between, time, usage, None, None);
            match path {
                Ok(_) => Ok(()),
                Err(Error::UnknownIssuer) => Err(NoChain::Unknown),
                Err(Error::CertExpired { .. } | Error::CertNotValidYet { .. }) => Err(NoChain::Expired),
                Err(_) => Err(NoChain::Broken),
            }
        };
        let (valid, outside): (Vec<_>, Vec<_>) =
            self.anchors.iter().partition(|anchor| anchor.certificate.covers(at));
        let trusted = |anchors: Vec<&Anchor>| anchors.iter().map(|a| a.trusted.clone()).collect::<Vec<_>>();
        match to(&trusted(valid)) {
            // Leads it to one that was pinned, but was not valid at that time?
            Err(NoChain::Unknown) => Err(to(&trusted(outside)).err().unwrap_or(NoChain::Expired)),
            other => other,
        }
    }
}

/// `id-kp-timeStamping`, without tag and length.
const TIME_STAMPING: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 8];

//! Why a PDF could not be signed.
//!
//! Specification: `docs/seal.md`, "What is written".

use super::KeyError;
use crate::base::{Lang, Say, lang};

/// Why there is no signed PDF. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SealError {
    /// The PDF is not built as the typesetter builds them: no structure, or encrypted, or damaged.
    NotTypeset,
    /// The certificates and the time stamp are larger than any we know of.
    NoRoom {
        /// Bytes of the signature.
        bytes: usize,
        /// Bytes there are.
        room: usize,
    },
    /// The signature could not be put into its form.
    Encoding,
    /// The key did not sign.
    Key(KeyError),
}

impl Say for SealError {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::NotTypeset => lang::say!(
                lang,
                "das gesetzte PDF ist nicht so gebaut, dass es eine PDF-Signatur aufnehmen kann",
                "the typeset PDF is not built so that it can take a PDF signature"
            ),
            Self::NoRoom { bytes, room } => lang::say!(
                lang,
                "die PDF-Signatur hat {bytes} Bytes, vorgesehen sind {room}",
                "the PDF signature has {bytes} bytes, and there is room for {room}"
            ),
            Self::Encoding => lang::say!(
                lang,
                "die PDF-Signatur ließ sich nicht aufbauen",
                "the PDF signature could not be put together"
            ),
            Self::Key(e) => e.fact(lang),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::NotTypeset => Some(lang::say!(
                lang,
                "Bitte mit dem Entwurf und der Vorlage als Fehler melden.",
                "Please report this as a bug, with the draft and the template."
            )),
            Self::NoRoom { .. } => Some(lang::say!(
                lang,
                "Ein Zertifikat mit kürzerer Kette oder einen anderen Zeitstempeldienst verwenden.",
                "Use a certificate with a shorter chain, or another time stamp authority."
            )),
            Self::Encoding => None,
            Self::Key(e) => e.advice(lang),
        }
    }
}

lang::error_that_says!(SealError);

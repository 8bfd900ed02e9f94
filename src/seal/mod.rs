//! Secret keys, their files, and what is made with them.
//!
//! Specification: `docs/keys.md`. Takes and gives values; reads and writes no files, asks nobody
//! anything (`cli::secret` does).

pub mod agent;
mod certificate;
mod certificate_error;
mod cms;
mod envelope;
mod error;
mod key;
mod openssh;
mod passphrase;
mod pdf;
mod pdf_object;
mod pkcs12;
mod pkcs12_error;
#[cfg(test)]
mod pkcs12_tests;
mod public;
mod random;
#[cfg(test)]
mod recipe_tests;
mod seal_error;
mod seal_key;
#[cfg(test)]
mod seal_tests;
mod self_signed;
#[cfg(test)]
mod tests;
pub mod timestamp;
pub mod unchanged;

pub use certificate::{Certificate, KeyKind};
pub use certificate_error::CertificateError;
use cms::Cms;
pub use error::KeyError;
pub use key::SecretKey;
pub use openssh::{looks_like_openssh, parse_openssh};
pub use passphrase::{Passphrase, PassphraseError};
pub use pdf::{Wording, seal};
pub use pkcs12_error::Pkcs12Error;
pub use public::{fingerprint, parse_public_pem, public_pem};
pub use seal_error::SealError;
pub use seal_key::{Holder, SealKey};

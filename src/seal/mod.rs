//! Secret keys, their files, and what is made with them.
//!
//! Specification: `docs/keys.md`. Takes and gives values; reads and writes no files, asks nobody
//! anything (`cli::secret` does).

mod error;
mod key;
mod passphrase;
mod public;
#[cfg(test)]
mod recipe_tests;
#[cfg(test)]
mod tests;
pub mod timestamp;

pub use error::KeyError;
pub use key::SecretKey;
pub use passphrase::{Passphrase, PassphraseError};
pub use public::{fingerprint, parse_public_pem, public_pem};

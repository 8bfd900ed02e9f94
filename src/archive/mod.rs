//! Appends to an archive: the only writer.
//!
//! Specification: `docs/archive-format.md`, "Appending". Takes the log as it was verified, a signed record,
//! the files it speaks of and the archive key; returns the next log size once it is durable. Does not read
//! the clock, and does not decide what is in force.
//!
//! Order on disk: version files, entry bundle, hash tiles, heads, `checkpoints/<size>` (the commit point),
//! the signer's memory, manifests, `checkpoint`. Readers trust only what a checkpoint covers, so a crash
//! before the commit point leaves unread files, and after it only work that the next append finishes.

mod append;
mod cosign;
mod repair;
mod stamp;

pub use append::{AppendError, Appended, Base, New, Prepared, Signer, next_logged, prepare, write};
pub use cosign::add_cosignatures;
pub use repair::{check_memory, finish, settle, sweep};
pub use stamp::{add_stamp, replace_stamp, unlogged};

//! The only place that touches files and the network: bounded reads, and durable writes as a few named verbs.
//!
//! Specification: `docs/archive-format.md`, "Files" and "Appending". Reads never follow a path that is
//! not a regular file and never take in more than they are told. Writes (feature `author`) are durable
//! when they return: file and folder are on disk. Every build can make a new file that the user asked for; it is on
//! disk then, its name may not be. Every build can remember which checkpoint it saw, outside of any archive. With the
//! feature `net` it can post a question over HTTP, on Unix with `author` ask a program on this machine.

#![allow(clippy::disallowed_methods, reason = "the one place that touches files")]

mod disk;
mod error;
#[cfg(feature = "net")]
mod http;
#[cfg(all(feature = "author", unix))]
mod local;
mod memory;
mod output;
#[cfg(feature = "author")]
mod private;
mod read;
#[cfg(feature = "author")]
mod stage;
#[cfg(feature = "author")]
mod write;

#[cfg(feature = "author")]
pub use disk::{Lock, make_dir};
pub use error::WriteError;
#[cfg(feature = "author")]
pub use error::reason;
#[cfg(feature = "net")]
pub use http::{HttpError, Post, check_address, post};
#[cfg(all(feature = "author", unix))]
pub use local::{LocalError, ask_local};
pub use memory::Memory;
pub use output::{create_output, create_outputs};
#[cfg(feature = "author")]
pub use private::{lies_in, read_private};
pub use read::{Dir, Listing, ReadError, list_folder, read_file};
#[cfg(feature = "author")]
pub use stage::Stage;
#[cfg(feature = "author")]
pub use write::{create_file, create_files, replace_file, take_back};

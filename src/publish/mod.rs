//! A policy's versions on a web page: addresses, a fragment, its place in an existing page; and days as a calendar.
//!
//! Specification: `docs/attach.md`. Takes a verified log ([`listing::of`]) or any [`view::Listing`];
//! gives text. Reads and writes no file, and decides nothing about what is in force.
//!
//! Everything that goes into a page is escaped or percent-encoded at one place (`html`, `address`),
//! so no title, label or path can break out of the fragment or imitate one of its markers.

pub mod address;
pub mod calendar;
pub mod fragment;
mod html;
pub mod listing;
pub mod page;
pub mod standalone;
pub mod view;

pub use address::BaseUrl;
pub use fragment::fragment;
pub use page::{PageError, replace};
pub use standalone::standalone;
pub use view::Listing;

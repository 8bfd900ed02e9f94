//! What a fragment shows of one policy: a plain view model without judgement of its own.
//!
//! Specification: `docs/attach.md`, "What the fragment shows". The caller fills it from a verified
//! archive; `fragment` writes it. The answers are those of `docs/in-force.md`; this module neither
//! computes nor checks them.

use super::BaseUrl;
use crate::base::effect::{From, Open};
use crate::base::{AsOf, Day, Digest, Id, Lang, Period};
use crate::format::record::{Decision, Purpose};

/// One policy on one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The policy.
    pub policy: Id,
    /// Its heading on the page.
    pub title: String,
    /// The language of the page.
    pub lang: Lang,
    /// The level of its heading.
    pub heading: Heading,
    /// Where the published files stand.
    pub base: BaseUrl,
    /// The day the answer is for.
    pub as_of: Day,
    /// What is in force on that day; if something is awaited, what is in force unless it has come.
    pub answer: Shown,
    /// Whether the answer hangs on records that are disputed; then it is the one without them.
    pub disputed: bool,
    /// What the answer waits for. Empty when it is settled.
    pub awaited: Vec<Awaited>,
    /// What is to come, earliest first.
    pub upcoming: Vec<Upcoming>,
    /// Earlier versions, in the order in which they are to be shown.
    pub earlier: Vec<Earlier>,
    /// The last evaluation.
    pub review: Option<LastReview>,
}

/// The level of a policy's heading; what stands below it gets the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Heading {
    /// `h2`
    #[default]
    H2,
    /// `h3`
    H3,
    /// `h4`
    H4,
}

impl Heading {
    /// Names of the element for the policy and of the one for what stands below it.
    pub(super) fn elements(self) -> (&'static str, &'static str) {
        match self {
            Self::H2 => ("h2", "h3"),
            Self::H3 => ("h3", "h4"),
            Self::H4 => ("h4", "h5"),
        }
    }
}

/// What is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// One version.
    One(Box<InForce>),
    /// Several side by side, each for somebody or something.
    Several(Vec<InForce>),
    /// None.
    None(Why),
}

/// Why nothing is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// No version was ever issued.
    NoRecord,
    /// Every version was withdrawn.
    Withdrawn,
    /// Repealed.
    Repealed {
        /// The first day without it.
        since: Day,
        /// Policies that take its place.
        successors: Vec<Successor>,
    },
    /// The last version ended by its own term.
    Expired {
        /// The first day without it.
        since: Day,
    },
    /// The first version is still to come.
    NotYet,
}

/// A policy that takes the place of a repealed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Successor {
    /// The policy.
    pub policy: Id,
    /// Its title.
    pub title: String,
}

/// A version that is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// The version.
    pub document: Document,
    /// The period around the day of the answer.
    pub period: Period,
    /// For whom or what it applies, when not for all.
    pub for_whom: Option<String>,
}

/// One version with its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its number.
    pub version: u32,
    /// Its own label, where it is not the number.
    pub label: Option<String>,
    /// Its title.
    pub title: String,
    /// BCP 47 language of the text.
    pub language: String,
    /// The "Stand" of the text.
    pub stand: AsOf,
    /// The file to read: as issued, or its last correction.
    pub pdf: Pdf,
    /// If that file is a correction of the one issued: the day it was logged.
    pub corrected: Option<Day>,
    /// Whether the file as issued is public; of a correction only this says so.
    pub issued_is_public: bool,
    /// Other files of the version, such as translations.
    pub also: Vec<Also>,
}

/// A published PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// Its permanent path below the base (`address::version_path` for what was issued).
    pub path: String,
    /// Number of bytes.
    pub size: u64,
    /// SHA-256 of the bytes.
    pub sha256: Digest,
    /// What its publisher says about its accessibility.
    pub accessibility: Accessibility,
    /// Why it is not public, if it is withheld: then it has no link.
    pub withheld: Option<String>,
}

/// A person's statement about a file; no program proves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Accessibility {
    /// Nobody has said anything.
    #[default]
    NotChecked,
    /// The publisher says that it is accessible.
    Asserted,
    /// The publisher says that it is not.
    NotAccessible,
}

/// Another file of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Also {
    /// What it is for.
    pub purpose: Purpose,
    /// BCP 47 language of its text.
    pub language: String,
    /// Its title, where it is not the version's.
    pub title: Option<String>,
    /// The file.
    pub pdf: Pdf,
}

/// What keeps an answer open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    /// The version that may have begun; `None` for a repeal.
    pub version: Option<u32>,
    /// What it waits for, and the days between which it begins.
    pub open: Open,
}

/// Something that is to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Upcoming {
    /// A version.
    Version {
        /// The version.
        document: Box<Document>,
        /// When it begins, or what it waits for.
        begins: From,
        /// The first day no longer in force, if it is settled.
        until: Option<Day>,
        /// For whom or what it applies, when not for all.
        for_whom: Option<String>,
    },
    /// The policy will be repealed.
    Repeal {
        /// The first day without it, or what the repeal waits for.
        begins: From,
    },
}

/// The last evaluation of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastReview {
    /// First and last day of the time looked at.
    pub span: (Day, Day),
    /// What was decided: channel, if it is not the whole, and outcome.
    pub decisions: Vec<Decision>,
    /// When the next one is due.
    pub next_due: Day,
    /// Where the result is published, in words or as an address.
    pub published: Option<String>,
}

/// Why a version counts as never issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withdrawn {
    /// It was withdrawn.
    Withdrawn,
    /// A charter declared it void.
    Voided,
}

/// A version that was in force, or never came into force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// The version.
    pub document: Document,
    /// When it was in force; none if it never was.
    pub periods: Vec<Period>,
    /// For whom or what it applied, when not for all.
    pub for_whom: Option<String>,
    /// Whether it was withdrawn, or declared void.
    pub withdrawn: Option<Withdrawn>,
}

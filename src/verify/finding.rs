//! What a check found: where, how grave, and what.
//!
//! Specification: `docs/archive-format.md`, "Verification". Findings carry values; `cli` prints them.

use super::chain::NoChain;
use super::rulings::BadRuling;
use super::seal::Fault;
use super::token::BadToken;
use super::unproven::Unproven;
use super::witnesses::BadCosignature;
use crate::base::Time;
use crate::format::certificate::BadCertificate;
use crate::format::checkpoint::BadCheckpoint;
use crate::format::entry::BadEntry;
use crate::format::layout::Place;
use crate::format::note::BadNote;
use crate::format::record::BadRecord;
use crate::timeline::Refused;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Worth knowing; the archive holds.
    Note,
    /// The archive does not hold.
    Failure,
}

/// Where something was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Where {
    /// The entry of this index.
    Entry(u64),
    /// The file at this path below the archive.
    File(String),
}

impl std::fmt::Display for Where {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Where::Entry(i) => write!(f, "#{i}"),
            Where::File(path) => f.write_str(path),
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How grave.
    pub level: Level,
    /// Where.
    pub at: Where,
    /// What.
    pub what: What,
}

impl Finding {
    /// Something that must not be.
    pub fn failure(at: Where, what: What) -> Self {
        Self { level: Level::Failure, at, what }
    }

    /// Whether nothing is wrong but that witnesses have not confirmed the newest checkpoint yet. Whoever keeps the archive
    /// goes on: he asks them next.
    pub fn waits_for_witnesses(&self) -> bool {
        matches!(self.what, What::Quorum { .. })
    }

    /// Whether a file of a version, a rendition or a review is not there: nothing of the log hangs on it.
    pub fn is_missing_file(&self) -> bool {
        let of_record = |path: &String| {
            matches!(
                Place::of(path),
                Some(
                    Place::Pdf(..)
                        | Place::Source(..)
                        | Place::Template(..)
                        | Place::Asset(..)
                        | Place::Rendition(..)
                        | Place::Review(..)
                )
            )
        };
        self.what == What::Missing && matches!(&self.at, Where::File(path) if of_record(path))
    }

    /// Something worth knowing.
    pub fn note(at: Where, what: What) -> Self {
        Self { level: Level::Note, at, what }
    }
}

/// Everything a check can find.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum What {
    /// A file that must be there is not.
    Missing,
    /// A file cannot be read, or is larger than it may be.
    Unreadable(String),
    /// A file may be absent, and is: its record is withheld, by this entry, for this reason.
    Withheld {
        /// Entry of the record that withholds it.
        by: u64,
        /// The reason in words.
        reason: String,
    },
    /// A file's bytes are not what the log, or the record, says.
    Altered,
    /// A file that the layout does not have.
    Unknown,
    /// A file beyond what the checkpoint covers, left by an interrupted append.
    Leftover,
    /// Files beside the archive's own.
    Beside,
    /// A later checkpoint is committed, but `checkpoint` does not name it yet.
    Behind(u64),
    /// Not a checkpoint.
    Checkpoint(BadCheckpoint),
    /// The checkpoint of another archive.
    Origin(String),
    /// The archive key's signature is missing or wrong.
    ArchiveSignature,
    /// The checkpoint's root is not that of the entries.
    Root,
    /// Older than a checkpoint that was seen before.
    Rollback {
        /// The size seen before.
        seen: u64,
    },
    /// Not a continuation of a checkpoint that was seen before.
    Fork {
        /// The size seen before.
        seen: u64,
    },
    /// The founding charter is not the one the trust anchor names.
    Anchor,
    /// The log does not begin with a charter that stands.
    Founding,
    /// An entry, a record or a charter of a kind that only a newer version of inkraft knows: no answer.
    Newer(String),
    /// The archived source says something else than the record, in this field.
    Source(&'static str),
    /// What the record calls the PDF before sealing is not the beginning of the PDF.
    Unsealed,
    /// Something on the signatures in a PDF.
    Seal(Fault),
    /// A signature line that this version does not check, as readers are told to do (C2SP signed-note).
    Ignored(String),
    /// Void: not an entry.
    Entry(BadEntry),
    /// Void: not a signed note.
    Note(BadNote),
    /// Void: not a record.
    Record(BadRecord),
    /// Void: a record of another archive.
    ForeignRecord(String),
    /// Void: the signer saw another log.
    Tree,
    /// Void: not signed upon the last entry of its stream.
    After,
    /// Void: logged before the entry before it.
    Backwards(Time),
    /// Void: logged before it was signed.
    LoggedEarly,
    /// Void: logged more than 90 days after it was signed.
    LoggedLate,
    /// Void: signed by a key that is not in the charter, or not for this.
    Unauthorised(String),
    /// Void: a signature does not verify.
    Signature(String),
    /// Void: signature lines are not sorted, or one person signed twice.
    SignatureOrder,
    /// Void: fewer people signed than must.
    Threshold {
        /// People who signed.
        have: u32,
        /// People who must.
        need: u32,
    },
    /// Void: logged on a day outside the authority of the person whose key signed.
    Term(String),
    /// Void: a key that the charter adds did not sign it.
    NotSignedByNew(String),
    /// Void: a key or a name that was used before.
    KeyReused(String),
    /// Void: the time zone of the archive cannot change.
    Zone,
    /// Void: a charter that rules on what is not there.
    Ruling(BadRuling),
    /// Void, and a charter has taken note of it.
    Acknowledged {
        /// Entry of that charter.
        by: u64,
        /// Why it is void.
        what: Box<What>,
    },
    /// Void: it cannot stand in the policy's history.
    Refused(Refused),
    /// Void: a rendition that names the language of its version as another one.
    OwnLanguage(String),
    /// Void: the heads it commits to do not follow.
    Heads,
    /// Typeset again, other bytes came out.
    NotReproduced,
    /// Typeset by another program or version, so not tried again.
    OtherTypesetter(String),
    /// Void: a line `stamp` names a checkpoint that cannot have been stamped by then, or once more.
    StampLine,
    /// Not a time stamp over the checkpoint of that size.
    StampBroken(BadToken),
    /// A time stamp that proves no time to this reader.
    StampUnproven(NoChain),
    /// A time stamp proves that the archive's own time of this entry is wrong: the time that is proven, in seconds since
    /// 1970.
    StampContradicts(i64),
    /// A line of a witness that is not right.
    Cosignature(BadCosignature),
    /// Fewer witnesses confirm the newest checkpoint than the trust anchor asks for.
    Quorum {
        /// Of those needed, how many there are.
        have: usize,
        /// How many are needed.
        need: usize,
    },
    /// Not a certificate of force.
    Certificate(BadCertificate),
    /// A certificate does not prove what it must.
    Unproven(Unproven),
    /// A certificate from an older log than was seen before.
    Older {
        /// The size seen before.
        seen: u64,
    },
}

impl What {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Withheld { .. } => "withheld",
            Self::Unreadable(_) => "unreadable",
            Self::Altered => "altered",
            Self::Unknown => "unknown-file",
            Self::Leftover => "leftover",
            Self::Beside => "beside",
            Self::Behind(_) => "behind",
            Self::Checkpoint(_) => "bad-checkpoint",
            Self::Origin(_) => "other-origin",
            Self::ArchiveSignature => "archive-signature",
            Self::Root => "root",
            Self::Rollback { .. } => "rollback",
            Self::Fork { .. } => "fork",
            Self::Anchor => "anchor",
            Self::Founding => "founding-charter",
            Self::Newer(_) => "needs-newer",
            Self::Source(_) => "source-differs",
            Self::Unsealed => "unsealed-differs",
            Self::Seal(fault) => fault.code(),
            Self::Ignored(_) => "ignored-line",
            Self::Entry(_) => "void-entry",
            Self::Note(_) => "void-note",
            Self::Record(_) => "void-record",
            Self::ForeignRecord(_) => "void-foreign",
            Self::Tree => "void-tree",
            Self::After => "void-after",
            Self::Backwards(_) => "void-backwards",
            Self::LoggedEarly => "void-early",
            Self::LoggedLate => "void-late",
            Self::Unauthorised(_) => "void-unauthorised",
            Self::Signature(_) => "void-signature",
            Self::SignatureOrder => "void-signature-order",
            Self::Threshold { .. } => "void-threshold",
            Self::Term(_) => "void-term",
            Self::NotSignedByNew(_) => "void-new-key",
            Self::KeyReused(_) => "void-key-reused",
            Self::Zone => "void-zone",
            Self::Ruling(_) => "void-ruling",
            Self::Acknowledged { .. } => "acknowledged",
            Self::Refused(_) => "void-refused",
            Self::OwnLanguage(_) => "void-language",
            Self::Heads => "void-heads",
            Self::NotReproduced => "not-reproduced",
            Self::OtherTypesetter(_) => "other-typesetter",
            Self::StampLine => "void-stamp",
            Self::StampBroken(_) => "stamp-broken",
            Self::StampUnproven(NoChain::Expired) => "stamp-expired",
            Self::StampUnproven(_) => "stamp-unknown",
            Self::StampContradicts(_) => "stamp-contradicts",
            Self::Cosignature(_) => "cosignature-broken",
            Self::Quorum { .. } => "quorum",
            Self::Certificate(_) => "bad-certificate",
            Self::Unproven(u) => u.code(),
            Self::Older { .. } => "older-than-seen",
        }
    }
}

//! Why a record cannot stand at its place in a policy's history.
//!
//! Specification: `docs/in-force.md`, "Refusals". Values and texts only: `history` decides.

use crate::base::{Lang, Say, lang};

/// A record that cannot stand at its place. The history is unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The record's index in the log.
    pub entry: u64,
    /// Why it is refused.
    pub why: Why,
}

/// Why a record is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// Its index is not after the last one's.
    EntryOrder {
        /// The last one's.
        after: u64,
    },
    /// It was logged before the last one.
    LoggedBackwards,
    /// It is not the next number; numbers of withdrawn versions are not used again.
    VersionNumber {
        /// The next number.
        expected: u64,
    },
    /// The period could be empty: its end is not after the latest day on which it can begin.
    UntilNotAfterFrom,
    /// The latest beginning lies before the earliest.
    NotAfterFirst,
    /// It spares a version that is not an earlier one.
    BesideNotEarlier {
        /// The version named.
        version: u32,
    },
    /// A repeal says more than from when on.
    RepealOnlyFrom,
    /// There is no version that is not withdrawn.
    NothingToRepeal,
    /// The policy has no such record before this one.
    TargetMissing {
        /// The index named.
        target: u64,
    },
    /// The target is withdrawn.
    TargetWithdrawn {
        /// The index named.
        target: u64,
    },
    /// The target has no effect that could be stated anew.
    TargetKind {
        /// The index named.
        target: u64,
    },
    /// The target is no record that has files of its own.
    TargetNoFiles {
        /// The index named.
        target: u64,
    },
    /// The target's files are withheld already.
    TargetWithheld {
        /// The index named.
        target: u64,
        /// The record that withholds them.
        by: u64,
    },
    /// The version does not exist or is withdrawn.
    NoSuchVersion {
        /// The version named.
        version: u32,
    },
}

impl Why {
    /// The stable English name that the published cases use.
    pub fn code(&self) -> &'static str {
        match self {
            Self::EntryOrder { .. } => "entry out of order",
            Self::LoggedBackwards => "logged goes backwards",
            Self::VersionNumber { .. } => "version number",
            Self::UntilNotAfterFrom => "until not after from",
            Self::NotAfterFirst => "not_after before not_before",
            Self::BesideNotEarlier { .. } => "beside names no earlier version",
            Self::RepealOnlyFrom => "a repeal has only from",
            Self::NothingToRepeal => "repeal before any issue",
            Self::TargetMissing { .. } => "target missing",
            Self::TargetWithdrawn { .. } => "target withdrawn",
            Self::TargetKind { .. } => "target is no issue or repeal",
            Self::TargetNoFiles { .. } => "target has no files",
            Self::TargetWithheld { .. } => "target withheld already",
            Self::NoSuchVersion { .. } => "rendition of no version",
        }
    }
}

impl Say for Why {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::EntryOrder { after } => lang::say!(
                lang,
                "der Eintrag folgt nicht auf Eintrag {after}",
                "the entry does not come after entry {after}"
            ),
            Self::LoggedBackwards => lang::say!(
                lang,
                "eingetragen vor dem vorangehenden Eintrag",
                "logged before the entry that precedes it"
            ),
            Self::VersionNumber { expected } => lang::say!(
                lang,
                "die nächste Fassung hat die Nummer {expected}",
                "the next version has the number {expected}"
            ),
            Self::UntilNotAfterFrom => {
                lang::say!(lang, "das Ende liegt nicht nach dem Beginn", "the end is not after the beginning")
            }
            Self::NotAfterFirst => lang::say!(
                lang,
                "der späteste Beginn liegt vor dem frühesten",
                "the latest beginning lies before the earliest"
            ),
            Self::BesideNotEarlier { version } => lang::say!(
                lang,
                "Fassung {version}, die daneben weiter gelten soll, ist keine frühere Fassung",
                "version {version}, which is to stay in force beside it, is not an earlier version"
            ),
            Self::RepealOnlyFrom => lang::say!(
                lang,
                "eine Aufhebung hat nur einen Beginn",
                "a repeal has a beginning and nothing else"
            ),
            Self::NothingToRepeal => lang::say!(
                lang,
                "es gibt keine Fassung, die aufgehoben werden könnte",
                "there is no version that could be repealed"
            ),
            Self::TargetMissing { target } => lang::say!(
                lang,
                "Eintrag {target} ist keine frühere Erklärung zu diesem Dokument",
                "entry {target} is not an earlier record of this policy"
            ),
            Self::TargetWithdrawn { target } => {
                lang::say!(lang, "Eintrag {target} ist zurückgenommen", "entry {target} is withdrawn")
            }
            Self::TargetKind { target } => lang::say!(
                lang,
                "Eintrag {target} ist weder Freigabe noch Aufhebung",
                "entry {target} is neither an issue nor a repeal"
            ),
            Self::TargetNoFiles { target } => lang::say!(
                lang,
                "Eintrag {target} hat keine eigenen Dateien: er ist weder Freigabe noch Ausgabe noch Evaluierung",
                "entry {target} has no files of its own: it is no issue, rendition or review"
            ),
            Self::TargetWithheld { target, by } => lang::say!(
                lang,
                "die Dateien von Eintrag {target} sind schon gesperrt (Eintrag {by})",
                "the files of entry {target} are withheld already (entry {by})"
            ),
            Self::NoSuchVersion { version } => lang::say!(
                lang,
                "Fassung {version} gibt es nicht, oder sie ist zurückgenommen",
                "version {version} does not exist or is withdrawn"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::UntilNotAfterFrom => Some(lang::say!(
                lang,
                "`until` ist der erste Tag, an dem nicht mehr gilt: der Tag nach dem letzten.",
                "`until` is the first day no longer in force: the day after the last one."
            )),
            Self::TargetWithdrawn { .. } => Some(lang::say!(
                lang,
                "Soll sie wieder gelten, dann die Rücknahme zurücknehmen.",
                "To let it count again, withdraw the withdrawal."
            )),
            _ => None,
        }
    }
}

impl Say for Refused {
    fn fact(&self, lang: Lang) -> String {
        let (entry, why) = (self.entry, self.why.fact(lang));
        lang::say!(lang, "Eintrag {entry}: {why}", "entry {entry}: {why}")
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        self.why.advice(lang)
    }
}

lang::error_that_says!(Refused);

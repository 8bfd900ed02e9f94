//! What a check found: where, how grave, and what.
//!
//! Specification: `docs/archive-format.md`, "Verification". Findings carry values; `cli` prints them.

use super::chain::NoChain;
use super::rulings::BadRuling;
use super::seal::Fault;
use super::token::BadToken;
use super::unproven::Unproven;
use crate::base::{Lang, Say, Time, lang};
use crate::format::certificate::BadCertificate;
use crate::format::checkpoint::BadCheckpoint;
use crate::format::entry::BadEntry;
use crate::format::note::BadNote;
use crate::format::record::BadRecord;
use crate::manifest::one_line;
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
            Self::Certificate(_) => "bad-certificate",
            Self::Unproven(u) => u.code(),
            Self::Older { .. } => "older-than-seen",
        }
    }
}

impl Say for What {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Missing => lang::say!(lang, "fehlt", "is missing"),
            Self::Withheld { by, reason } => {
                let reason = one_line(reason);
                lang::say!(
                    lang,
                    "ist gesperrt und liegt nicht hier (Eintrag {by}: {reason})",
                    "is withheld and not here (entry {by}: {reason})"
                )
            }
            Self::Unreadable(why) => lang::say!(lang, "ist nicht lesbar: {why}", "cannot be read: {why}"),
            Self::Altered => lang::say!(lang, "wurde verändert", "was altered"),
            Self::Unknown => lang::say!(lang, "gehört nicht ins Archiv", "does not belong in the archive"),
            Self::Leftover => lang::say!(
                lang,
                "Rest eines abgebrochenen Eintrags, ohne Wirkung",
                "left by an interrupted append, without effect"
            ),
            Self::Beside => lang::say!(
                lang,
                "liegt neben dem Archiv und wird nicht geprüft",
                "lies beside the archive and is not checked"
            ),
            Self::Behind(size) => lang::say!(
                lang,
                "nennt noch nicht den festgeschriebenen Stand {size}; ein Eintrag wurde unterbrochen",
                "does not name the committed size {size} yet; an append was interrupted"
            ),
            Self::Checkpoint(e) => {
                let e = e.fact(lang);
                lang::say!(lang, "ist kein Registerstand: {e}", "is not a checkpoint: {e}")
            }
            Self::Origin(o) => {
                lang::say!(lang, "gehört zu einem anderen Archiv ({o})", "belongs to another archive ({o})")
            }
            Self::ArchiveSignature => lang::say!(
                lang,
                "trägt keine gültige Signatur des Registerschlüssels",
                "has no valid signature of the archive key"
            ),
            Self::Root => lang::say!(
                lang,
                "passt nicht zu den Einträgen des Registers",
                "does not match the entries of the log"
            ),
            Self::Rollback { seen } => lang::say!(
                lang,
                "ist älter als der Stand {seen}, der schon bekannt war",
                "is older than the size {seen} that was seen before"
            ),
            Self::Fork { seen } => lang::say!(
                lang,
                "setzt den schon bekannten Stand {seen} nicht fort: das Register wurde umgeschrieben",
                "does not continue the size {seen} seen before: the log was rewritten"
            ),
            Self::Anchor => lang::say!(
                lang,
                "ist nicht die Gründungsregelung, die der Vertrauensanker nennt",
                "is not the founding charter that the trust anchor names"
            ),
            Self::Founding => lang::say!(lang, "ist keine Gründungsregelung", "is not a founding charter"),
            Self::Newer(what) => lang::say!(
                lang,
                "ist von der Art „{what}“, die diese Programmfassung nicht kennt; sie gibt deshalb keine Antwort",
                "is of the kind \"{what}\", which this version does not know; it therefore gives no answer"
            ),
            Self::Source(field) => lang::say!(
                lang,
                "sagt in „{field}“ etwas anderes als die unterschriebene Erklärung",
                "says something else in \"{field}\" than the signed record"
            ),
            Self::Unsealed => lang::say!(
                lang,
                "beginnt nicht mit der Datei, die laut Erklärung gesetzt wurde",
                "does not begin with the file that was typeset according to the record"
            ),
            Self::Seal(fault) => fault.fact(lang),
            Self::Ignored(key) => lang::say!(
                lang,
                "trägt eine Signaturzeile von „{key}“, die nicht geprüft wird",
                "has a signature line of \"{key}\" that is not checked"
            ),
            Self::Entry(e) => e.fact(lang),
            Self::Note(e) => e.fact(lang),
            Self::Record(e) => e.fact(lang),
            Self::ForeignRecord(o) => lang::say!(
                lang,
                "Erklärung für ein anderes Archiv ({o})",
                "a record of another archive ({o})"
            ),
            Self::Tree => lang::say!(
                lang,
                "die Erklärung wurde zu einem anderen Registerstand unterschrieben",
                "the record was signed upon another log"
            ),
            Self::After => lang::say!(
                lang,
                "die Erklärung schließt nicht an die letzte ihrer Reihe an (wiederholt, zurückgehalten oder ausgelassen)",
                "the record does not follow the last one of its stream (replayed, withheld or left out)"
            ),
            Self::Backwards(t) => lang::say!(
                lang,
                "die Zeit des Eintrags liegt vor der des vorigen ({t})",
                "the entry's time is before that of the entry before ({t})"
            ),
            Self::LoggedEarly => {
                lang::say!(lang, "eingetragen, bevor unterschrieben wurde", "logged before it was signed")
            }
            Self::LoggedLate => lang::say!(
                lang,
                "mehr als 90 Tage nach der Unterschrift eingetragen",
                "logged more than 90 days after it was signed"
            ),
            Self::Unauthorised(k) => lang::say!(
                lang,
                "der Schlüssel „{k}“ ist nach der Zeichnungsregelung dafür nicht zugelassen",
                "the charter does not let the key \"{k}\" sign this"
            ),
            Self::Signature(k) => {
                lang::say!(lang, "die Signatur von „{k}“ ist falsch", "the signature of \"{k}\" is wrong")
            }
            Self::SignatureOrder => lang::say!(
                lang,
                "Signaturzeilen sind nicht sortiert, oder eine Person hat doppelt unterschrieben",
                "signature lines are not sorted, or one person signed twice"
            ),
            Self::Threshold { have, need } => lang::say!(
                lang,
                "{have} Personen haben unterschrieben, nötig sind {need}",
                "{have} people signed, {need} are needed"
            ),
            Self::Term(k) => lang::say!(
                lang,
                "„{k}“ war an diesem Tag nicht zeichnungsbefugt: die Befugnis der Person hatte noch nicht begonnen oder war zu Ende",
                "\"{k}\" was not entitled to sign on that day: the person's authority had not begun or was over"
            ),
            Self::NotSignedByNew(k) => lang::say!(
                lang,
                "der neue Schlüssel „{k}“ hat nicht mitunterschrieben",
                "the new key \"{k}\" did not sign along"
            ),
            Self::KeyReused(k) => lang::say!(
                lang,
                "der Schlüssel „{k}“ oder sein Name kam schon einmal vor",
                "the key \"{k}\" or its name was used before"
            ),
            Self::Zone => {
                lang::say!(lang, "die Zeitzone des Archivs steht fest", "the archive's time zone is fixed")
            }
            Self::Ruling(e) => e.fact(lang),
            Self::Acknowledged { by, what } => {
                let what = what.fact(lang);
                lang::say!(
                    lang,
                    "unwirksam, zur Kenntnis genommen mit Eintrag {by} ({what})",
                    "void, acknowledged by entry {by} ({what})"
                )
            }
            Self::Refused(r) => r.fact(lang),
            Self::OwnLanguage(language) => lang::say!(
                lang,
                "die Ausgabe nennt als andere Sprache „{language}“, die Sprache ihrer Fassung",
                "the rendition names as another language \"{language}\", that of its version"
            ),
            Self::Heads => lang::say!(
                lang,
                "der Stand aller Reihen, den der Eintrag nennt, folgt nicht aus den Erklärungen",
                "the heads that the entry states do not follow from the records"
            ),
            Self::NotReproduced => lang::say!(
                lang,
                "ließ sich hier aus den Quelldaten nicht bytegleich neu setzen",
                "could not be typeset here again byte for byte from its source"
            ),
            Self::OtherTypesetter(by) => {
                lang::say!(
                    lang,
                    "wurde mit {by} gesetzt und hier nicht neu gesetzt",
                    "was typeset by {by} and not typeset again here"
                )
            }
            Self::StampLine => lang::say!(
                lang,
                "nennt einen Zeitstempel, den es so nicht geben kann: für einen späteren Registerstand, doppelt oder außer der Reihe",
                "names a time stamp that cannot be: of a later checkpoint, twice, or out of order"
            ),
            Self::StampBroken(why) => {
                let why = why.fact(lang);
                lang::say!(
                    lang,
                    "ist kein Zeitstempel dieses Registerstands: {why}",
                    "is not a time stamp of this checkpoint: {why}"
                )
            }
            Self::StampUnproven(why) => {
                let why = why.fact(lang);
                lang::say!(lang, "beweist keine Zeit: {why}", "proves no time: {why}")
            }
            Self::StampContradicts(seconds) => {
                let time = Time::in_zone(*seconds, &jiff::tz::TimeZone::UTC)
                    .map_or(String::new(), |t| t.to_string());
                lang::say!(
                    lang,
                    "die Zeit des Eintrags ist falsch: Ein Zeitstempel ({time}) beweist das Gegenteil",
                    "the entry's time is wrong: a time stamp ({time}) proves the contrary"
                )
            }
            Self::Certificate(e) => e.fact(lang),
            Self::Unproven(u) => u.fact(lang),
            Self::Older { seen } => lang::say!(
                lang,
                "ist älter als der Stand {seen}, der hier schon bekannt ist: spätere Erklärungen fehlen",
                "is older than the size {seen} that is known here: later records are not in it"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Newer(_) => Some(lang::say!(
                lang,
                "Mit einer neueren Fassung von inkraft erneut prüfen.",
                "Check again with a newer version of inkraft."
            )),
            Self::Record(e) => e.advice(lang),
            Self::Seal(fault) => fault.advice(lang),
            Self::Certificate(e) => e.advice(lang),
            Self::Unproven(u) => u.advice(lang),
            Self::StampBroken(_) => Some(lang::say!(
                lang,
                "Die Datei wiederherstellen. Steht ihr Zeitstempel noch in keinem Eintrag, kann sie entfernt werden; `inkraft stamp` ersetzt sie durch einen neuen.",
                "Restore the file. If no entry names its stamp yet, it can be removed; `inkraft stamp` puts a new one in its place."
            )),
            Self::Leftover | Self::Behind(_) => Some(lang::say!(
                lang,
                "Der nächste Eintrag räumt das auf; zu tun ist nichts.",
                "The next append clears this up; there is nothing to do."
            )),
            Self::Missing | Self::Altered => Some(lang::say!(
                lang,
                "Die Datei aus einer Sicherung oder von der veröffentlichten Fassung wiederherstellen.",
                "Restore the file from a backup or from the published copy."
            )),
            _ => None,
        }
    }
}

//! Why nothing was signed.
//!
//! Specification: `docs/archive-format.md`, "Appending". Said by every signing command; the archive is unchanged.

use crate::base::{Day, Lang, Say, Time, lang};
use crate::format::charter::Person;
use crate::verify::{Finding, What};

/// Why nothing was signed. The archive is unchanged.
#[derive(Debug)]
pub enum NotSigned {
    /// The person has no officer's key in the charter.
    NotInCharter { who: String, known: Vec<String> },
    /// The person's authority has not begun on that day, or is over.
    Term { person: Box<Person>, day: Day },
    /// Nobody was named.
    NoOfficer,
    /// The clock is far off the last entry.
    Clock { now: Time, last: Time },
    /// There is nobody to ask.
    NoTerminal,
    /// The clock is behind the time stamp of the newest checkpoint.
    Stamped { now: Time, stamp: Time },
    /// Files of an entry that is not committed here, on a machine that did not sign the last one.
    Leftovers(String),
    /// The entry would be void at its place.
    WouldNotStand(What),
    /// A file of the record would not pass verification.
    BadFile(Box<Finding>),
    /// The archive key that is here is not the one that is needed.
    OtherArchiveKey,
    /// The officer said no.
    Declined,
    /// There is no folder to remember checkpoints in.
    NoState,
    /// The last day lies before the first.
    Ends { from: Day, last: Day },
    /// The workspace's origin is not the archive's.
    Origin { config: String, archive: String },
}

impl Say for NotSigned {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::NotInCharter { who, .. } => lang::say!(
                lang,
                "„{who}“ hat nach der Zeichnungsregelung keinen Schlüssel zum Unterschreiben",
                "\"{who}\" has no key to sign with in the charter"
            ),
            Self::Term { person, day } => {
                let (name, today) = (&person.name, day.short(lang));
                let from = person.from.map(|d| d.short(lang));
                let last = person.until.map(|d| d.previous().short(lang));
                let term = match (from, last) {
                    (Some(from), Some(last)) => {
                        lang::say!(lang, "vom {from} bis {last}", "from {from} until {last}")
                    }
                    (Some(from), None) => lang::say!(lang, "ab {from}", "from {from} on"),
                    (None, Some(last)) => lang::say!(lang, "bis {last}", "until {last}"),
                    (None, None) => String::new(),
                };
                lang::say!(
                    lang,
                    "{name} darf am {today} nicht zeichnen: nach der Zeichnungsregelung nur {term}",
                    "{name} may not sign on {today}: by the charter only {term}"
                )
            }
            Self::NoOfficer => {
                lang::say!(lang, "es ist nicht gesagt, wer unterschreibt", "it is not said who signs")
            }
            Self::Clock { now, last } => {
                let told = |t: &Time| format!("{}, {}", t.day().short(lang), t.clock());
                let (now, last) = (told(now), told(last));
                lang::say!(
                    lang,
                    "die Uhr des Rechners ({now} Uhr) liegt weit vom letzten Eintrag entfernt ({last} Uhr)",
                    "the machine's clock ({now}) is far from the last entry ({last})"
                )
            }
            Self::Stamped { now, stamp } => {
                let told = |t: &Time| format!("{}, {}", t.day().short(lang), t.clock());
                let (now, stamp) = (told(now), told(stamp));
                lang::say!(
                    lang,
                    "die Uhr des Rechners ({now} Uhr) geht nach: Der neueste Stand hat einen Zeitstempel von {stamp} Uhr",
                    "the machine's clock ({now}) is slow: the newest state has a time stamp of {stamp}"
                )
            }
            Self::Ends { from, last } => {
                let (from, last) = (from.short(lang), last.short(lang));
                lang::say!(
                    lang,
                    "der letzte Tag ({last}) liegt vor dem ersten ({from})",
                    "the last day ({last}) lies before the first ({from})"
                )
            }
            Self::NoTerminal => {
                lang::say!(lang, "es ist niemand da, der gefragt werden könnte", "there is nobody to ask")
            }
            Self::Leftovers(path) => lang::say!(
                lang,
                "{path} gehört zu einem Eintrag, der hier nicht festgeschrieben ist; den letzten Eintrag hat ein anderer Rechner gemacht",
                "{path} belongs to an entry that is not committed here; another machine made the last entry"
            ),
            Self::WouldNotStand(what) => {
                let what = what.fact(lang);
                lang::say!(
                    lang,
                    "der Eintrag hätte keinen Bestand: {what}",
                    "the entry would not stand: {what}"
                )
            }
            Self::BadFile(fault) => {
                let what = fault.what.fact(lang);
                lang::say!(
                    lang,
                    "die Dateien würden der Prüfung nicht standhalten: {what}",
                    "the files would not pass verification: {what}"
                )
            }
            Self::OtherArchiveKey => lang::say!(
                lang,
                "der Registerschlüssel, der hier liegt, ist nicht der, den die Zeichnungsregelung danach nennt",
                "the archive key that is here is not the one that the charter names after it"
            ),
            Self::Declined => lang::say!(
                lang,
                "nicht unterschrieben; es wurde nichts geändert",
                "not signed; nothing was changed"
            ),
            Self::NoState => lang::say!(
                lang,
                "es gibt keinen Ordner, in dem sich inkraft Registerstände merken kann",
                "there is no folder in which to remember checkpoints"
            ),
            Self::Origin { config, archive } => lang::say!(
                lang,
                "inkraft.toml nennt das Archiv „{config}“, hier liegt aber „{archive}“",
                "inkraft.toml names the archive \"{config}\", but \"{archive}\" is here"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::NotInCharter { known, .. } => {
                let known = known.join(", ");
                Some(lang::say!(lang, "Unterschreiben dürfen: {known}.", "These may sign: {known}."))
            }
            Self::Term { person, .. } => {
                let id = &person.id;
                Some(lang::say!(
                    lang,
                    "Jemand anders zeichnet (--as PERSON), oder `inkraft charter amend --change-person {id}` ändert --from oder --last-day.",
                    "Somebody else signs (--as PERSON), or `inkraft charter amend --change-person {id}` changes --from or --last-day."
                ))
            }
            Self::NoOfficer => Some(lang::say!(
                lang,
                "Mit --as PERSON angeben, oder `officer` in inkraft.toml setzen.",
                "Give it with --as PERSON, or set `officer` in inkraft.toml."
            )),
            Self::Clock { .. } => Some(lang::say!(
                lang,
                "Die Uhr des Rechners prüfen; stimmt sie, mit --accept-clock wiederholen.",
                "Check the machine's clock; if it is right, run again with --accept-clock."
            )),
            Self::Stamped { .. } => Some(lang::say!(
                lang,
                "Die Uhr des Rechners stellen und erneut unterschreiben.",
                "Set the machine's clock and sign again."
            )),
            Self::NoTerminal => Some(lang::say!(
                lang,
                "In einem Terminal aufrufen oder --yes angeben.",
                "Run it in a terminal, or give --yes."
            )),
            Self::NoState => Some(lang::say!(
                lang,
                "INKRAFT_STATE auf einen Ordner außerhalb des Archivs setzen.",
                "Set INKRAFT_STATE to a folder outside the archive."
            )),
            Self::Ends { .. } => Some(lang::say!(
                lang,
                "Mit --last-day den letzten Tag angeben, an dem die Fassung noch in Kraft ist.",
                "Give with --last-day the last day on which the version is still in force."
            )),
            Self::Origin { .. } => Some(lang::say!(
                lang,
                "`origin` in inkraft.toml berichtigen oder das richtige Archiv hierher holen.",
                "Correct `origin` in inkraft.toml, or bring the right archive here."
            )),
            Self::Leftovers(_) => Some(lang::say!(
                lang,
                "Abwarten, bis die Kopie vollständig ist. Wurde der Eintrag abgebrochen und unterschreibt sonst niemand, mit --accept-leftovers wiederholen: dann werden die Reste entfernt.",
                "Wait until the copy is complete. If the entry was interrupted and nobody else signs, run again with --accept-leftovers: then the remains are removed."
            )),
            Self::WouldNotStand(What::LoggedLate) => Some(lang::say!(
                lang,
                "Der letzte Eintrag liegt nach der Uhr über 90 Tage in der Zukunft; unterschrieben werden kann erst 90 Tage vor jenem Tag.",
                "By the clock the last entry lies more than 90 days ahead; nothing can be signed until 90 days before that day."
            )),
            Self::BadFile(fault) => fault.what.advice(lang),
            Self::OtherArchiveKey => Some(lang::say!(
                lang,
                "Auf dem Rechner eintragen, auf dem er liegt.",
                "Append on the machine that has it."
            )),
            Self::Declined | Self::WouldNotStand(_) => None,
        }
    }
}

//! What a check found, in words.
//!
//! Specification: `docs/archive-format.md`, "Verification". What happened; what to do next, where there is something to be
//! done. The values are those of [`What`].

use super::finding::What;
use crate::base::{Lang, Say, Time, lang};
use crate::manifest::one_line;

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
            Self::Cosignature(why) => why.fact(lang),
            Self::Quorum { have, need } => lang::say!(
                lang,
                "es fehlen Bestätigungen von Zeugen, die der Vertrauensanker verlangt: {have} von {need} liegen vor",
                "confirmations of witnesses that the trust anchor asks for are lacking: {have} of {need} are there"
            ),
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
            Self::Rollback { .. } => Some(lang::say!(
                lang,
                "Eine ältere Kopie, als hier schon bekannt war: die neueste holen. Soll gerade die ältere geprüft werden, mit --no-memory.",
                "An older copy than was seen here: get the newest one. If it is the older one that is to be checked, with --no-memory."
            )),
            Self::Fork { .. } => Some(lang::say!(
                lang,
                "Beide Kopien aufbewahren und bei der Stelle nachfragen, die das Archiv führt: Entweder wurde es umgeschrieben, oder zwei Rechner haben nebeneinander eingetragen.",
                "Keep both copies and ask the body that keeps the archive: either it was rewritten, or two machines appended side by side."
            )),
            Self::Record(e) => e.advice(lang),
            Self::Seal(fault) => fault.advice(lang),
            Self::Cosignature(_) => Some(lang::say!(
                lang,
                "Die Datei wiederherstellen, oder die Zeugen erneut fragen: `inkraft cosign` lässt falsche Zeilen fallen.",
                "Restore the file, or ask the witnesses again: `inkraft cosign` drops lines that are wrong."
            )),
            Self::Quorum { .. } => Some(lang::say!(
                lang,
                "Wer das Archiv führt, lässt den Stand von den Zeugen bestätigen (`inkraft cosign`). Wer es liest, holt eine bestätigte Fassung; bleibt die Bestätigung aus, ist das ein Warnzeichen: Zeugen sehen womöglich ein anderes Register.",
                "Whoever keeps the archive has the state confirmed by the witnesses (`inkraft cosign`). Whoever reads it fetches a confirmed copy; if none comes, that is a warning: witnesses may see another log."
            )),
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

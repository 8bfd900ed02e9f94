//! What a certificate of force says, in words: the one home of them, for the terminal and for the sheet.
//!
//! Specification: `docs/archive-format.md`, "What it proves, and on whose word". Takes a checked certificate; prints
//! nothing.

use super::out::count;
use super::{answer, dispute, report, told};
use crate::base::{Day, Lang, lang};
use crate::timeline::{Fact, History};
use crate::verify::{Certified, Log, Standing};

/// What a certificate says, in words.
#[derive(Debug)]
pub struct Told {
    /// What it is: label and value.
    pub head: Vec<(&'static str, String)>,
    /// The answer, a sentence first; further lines tell more about it.
    pub answer: Vec<String>,
    /// The records of the policy, in the order of the log.
    pub records: Vec<Row>,
    /// On what it rests: whose word, and what is so.
    pub grounds: Vec<(&'static str, String)>,
}

/// A record in words.
#[derive(Debug)]
pub struct Row {
    /// Index of its entry.
    pub entry: u64,
    /// What it says.
    pub what: String,
    /// Who signed it and when, by their own word; when it was logged, by the archive's.
    pub who: String,
    /// It was logged after the day of knowledge that was asked for.
    pub later: bool,
}

impl Row {
    /// What it says, marked if it came later.
    pub fn told(&self, lang: Lang) -> String {
        let mark = if self.later { lang.pick(" (später)", " (later)") } else { "" };
        format!("{}{mark}", self.what)
    }
}

impl Told {
    /// What a certificate says, to a reader of today.
    pub fn of(certified: &Certified, today: Day, lang: Lang) -> Self {
        let Certified { certificate, log, last, answer, since, .. } = certified;
        let (policy, on) = (&certificate.policy, certificate.on.short(lang));
        let question = match certificate.known.map(|k| k.short(lang)) {
            Some(known) => lang::say!(
                lang,
                "{policy} am {on}, nach Kenntnis vom {known}",
                "{policy} on {on}, as known on {known}"
            ),
            None => lang::say!(lang, "{policy} am {on}", "{policy} on {on}"),
        };
        let entries = count(log.tree().size, lang.pick("Eintrag", "entry"), lang.pick("Einträge", "entries"));
        let (day, clock) = (last.day().short(lang), last.clock());
        let head = vec![
            (lang.pick("Frage", "Question"), question),
            (lang.pick("Archiv", "Archive"), log.origin().to_owned()),
            (
                lang.pick("Stand", "As of"),
                lang::say!(
                    lang,
                    "{entries}, der letzte vom {day}, {clock} Uhr; was danach geschah, weiß der Nachweis nicht",
                    "{entries}, the last of {day}, {clock}; the certificate does not know what came after"
                ),
            ),
            (lang.pick("Wurzel", "Root"), log.tree().root.to_string()),
        ];
        // What is said as of an earlier day says so itself; what is said by all records, as of the last of them.
        let mut sentence = answer::sentence(answer, today, log, lang);
        if !answer::before_the_last(log, answer.known) {
            let known = answer.known.short(lang);
            sentence = lang::say!(lang, "Stand {known}: {sentence}", "As of {known}: {sentence}");
        }
        let mut said = vec![sentence];
        said.extend(answer::also(&answer.verdict, log, lang));
        said.extend(answer.flags.iter().map(|flag| {
            let text = answer::flag_text(*flag, lang);
            format!("({text})")
        }));
        if let Some(asked) = certificate.known.filter(|k| *k > answer.known) {
            let (asked, known) = (asked.short(lang), answer.known.short(lang));
            said.push(lang::say!(
                lang,
                "Gefragt war nach Kenntnis vom {asked}. Der letzte Eintrag ist vom {known}; weiter reicht der Nachweis nicht.",
                "Asked was as known on {asked}. The last entry is of {known}; the certificate reaches no further."
            ));
        }
        if let Some(since) = since {
            let sentence = answer::sentence(since, today, log, lang);
            said.push(lang::say!(
                lang,
                "Später eingetragene Erklärungen ändern die Antwort. {sentence}",
                "Records logged later change the answer. {sentence}"
            ));
        }
        Self { head, answer: said, records: rows(certified, lang), grounds: grounds(certified, lang) }
    }
}

fn rows(certified: &Certified, lang: Lang) -> Vec<Row> {
    let Certified { certificate, log, answer, .. } = certified;
    let nothing = History::default();
    let history = log.state.histories.get(&certificate.policy).unwrap_or(&nothing);
    // What was not known yet is told as it is known now.
    let (view, now) = (history.as_known(answer.known), history.latest());
    let known = history.seen(answer.known).len();
    let row = |(place, (standing, fact)): (usize, (&Standing, &Fact))| {
        let later = place >= known;
        let (signed, logged) = (standing.record.signed_at.day(), standing.logged.day());
        let (who, signed, logged) = (answer::signers(log, standing), signed.short(lang), logged.short(lang));
        let told = match fact {
            Fact::Ruling { .. } => dispute::ruling(fact, lang),
            _ => told::told(standing, log, if later { &now } else { &view }, lang),
        };
        let more = told::more(&standing.record.body, lang);
        Row {
            entry: standing.index,
            what: std::iter::once(told).chain(more).collect::<Vec<_>>().join("; "),
            who: lang::say!(
                lang,
                "gezeichnet von {who} am {signed}, eingetragen am {logged}",
                "signed by {who} on {signed}, logged on {logged}"
            ),
            later,
        }
    };
    let records = history.records().iter();
    let records = records.filter_map(|r| Some((log.state.standing.get(&r.entry)?, &r.fact)));
    records.enumerate().map(row).collect()
}

/// What a time stamp of the checkpoint proves; to whoever knows its authority.
fn third_parties(log: &Log, lang: Lang) -> String {
    match log.stamps.newest() {
        Some(proof) => {
            let when = report::proven(&proof, log, lang);
            lang::say!(
                lang,
                "Dass all das eingetragen war: {when}. Dass danach nichts kam, beweist es nicht.",
                "That all this was logged: {when}. It does not prove that nothing came after."
            )
        }
        None if log.stamps.count() > 0 => lang::say!(
            lang,
            "Ein Zeitstempel liegt bei. Er beweist seine Zeit dem, der den Zeitstempeldienst kennt (--authorities).",
            "A time stamp is enclosed. It proves its time to whoever knows the authority (--authorities)."
        ),
        None => lang::say!(
            lang,
            "Nichts: Der Registerstand trägt weder Zeitstempel noch Zeugen, die dieser Nachweis prüft.",
            "Nothing: the checkpoint has no time stamps and no witnesses that this certificate checks."
        ),
    }
}

/// What is proven, and what rests on whose word.
fn grounds(certified: &Certified, lang: Lang) -> Vec<(&'static str, String)> {
    let log = &certified.log;
    let empty = !log.state.histories.contains_key(&certified.certificate.policy);
    let size = log.tree().size;
    vec![
        (
            lang.pick("Durch Unterschriften bewiesen", "Proven by signatures"),
            if empty {
                lang::say!(
                    lang,
                    "Die Zeichnungsregelung ist seit der Gründung lückenlos belegt.",
                    "The charter is shown without a gap since the founding."
                )
            } else {
                lang::say!(
                    lang,
                    "Jede Erklärung trägt die Unterschriften, die die Zeichnungsregelung an ihrer Stelle verlangt; die Reihe ist vom ersten bis zum letzten Eintrag lückenlos.",
                    "Each record has the signatures that the charter demands at its place; the stream has no gap from its first to its last entry."
                )
            },
        ),
        (
            lang.pick("Durch den Registerstand bewiesen", "Proven by the checkpoint"),
            if empty {
                lang::say!(
                    lang,
                    "Das Archiv hat sich mit seiner Signatur darauf festgelegt, dass es unter {size} Einträgen keine Erklärung zu diesem Dokument hat.",
                    "The archive committed itself by its signature to having no record of this policy among {size} entries."
                )
            } else {
                lang::say!(
                    lang,
                    "Das Archiv hat sich mit seiner Signatur darauf festgelegt, dass diese Erklärungen im Register stehen und die letzte von ihnen unter {size} Einträgen die letzte zu diesem Dokument ist.",
                    "The archive committed itself by its signature to these records being in the log, and to the last of them being the last of this policy among {size} entries."
                )
            },
        ),
        (
            lang.pick("Auf das Wort des Archivs", "On the archive's word"),
            lang::say!(
                lang,
                "Wann eingetragen wurde, und dass der festgehaltene Stand aller Reihen stimmt. Wer das ganze Register hat, kann es nachprüfen.",
                "When records were logged, and that the heads it committed to are right. Whoever has the whole log can check that."
            ),
        ),
        (
            lang.pick("Auf das Wort der Zeichnenden", "On the signers' word"),
            lang::say!(
                lang,
                "Wann sie unterschrieben haben, und was sie über Beschlüsse und Veröffentlichungen angeben.",
                "When they signed, and what they state about decisions and publications."
            ),
        ),
        (lang.pick("Von Dritten bewiesen", "Proven by third parties"), third_parties(log, lang)),
    ]
}

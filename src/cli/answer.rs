//! Answers in words: what was, is or will be in force, why nothing is, what is awaited, what a reader must be told.
//!
//! Specification: `docs/in-force.md`, "Answers" and "Flags". Shared by all commands that answer; decides nothing.

use std::cmp::Ordering;

use super::{dispute, rendition};
use crate::base::effect::Awaits;
use crate::base::{Day, Lang, Period, lang};
use crate::format::charter::Charter;
use crate::format::record::{Body, Issue};
use crate::timeline::{Absent, Answer, Awaited, Flag, InForce, Verdict};
use crate::verify::{Log, Standing};

/// Whether something was logged after that day: only then is it known what was known by its end.
pub fn before_the_last(log: &Log, known: Day) -> bool {
    log.state.logged.is_some_and(|last| known < last.day())
}

/// The other files of the versions in force, a line each.
pub fn also(verdict: &Verdict, log: &Log, lang: Lang) -> Vec<String> {
    let versions = match verdict {
        Verdict::One(v) => std::slice::from_ref(v),
        Verdict::Several(all) => all.as_slice(),
        Verdict::None(_) => &[],
        Verdict::Undetermined { otherwise, .. } => return also(otherwise, log, lang),
    };
    let all = versions.iter().flat_map(|v| v.also.iter().map(move |entry| (v.version, *entry)));
    let told = all.filter_map(|(version, entry)| {
        let what = rendition::told(rendition::at(log, entry)?, lang);
        Some(match versions {
            [_] => lang::say!(lang, "auch: {what}, Eintrag {entry}", "also: {what}, entry {entry}"),
            _ => lang::say!(
                lang,
                "auch: {what} zu Fassung {version}, Eintrag {entry}",
                "also: {what} of version {version}, entry {entry}"
            ),
        })
    });
    told.collect()
}

/// The issue of a version.
pub fn issue(log: &Log, entry: u64) -> Option<(&Standing, &Issue)> {
    let standing = log.state.standing.get(&entry)?;
    match &standing.record.body {
        Body::Issue(issue) => Some((standing, issue)),
        _ => None,
    }
}

/// Who signed a record, by name.
pub fn signers(log: &Log, standing: &Standing) -> String {
    let charter = log.state.charter_at(standing.index);
    let names = standing.signers.iter().map(|key| holder(key, charter, log.origin()));
    names.collect::<Vec<_>>().join(", ")
}

/// Whose a key is by a charter: name and function; of a key of nobody in it, such as a recovery key, the key's name.
pub fn holder(key: &str, charter: Option<&Charter>, origin: &str) -> String {
    match charter.and_then(|c| c.person(key, origin)) {
        Some(p) => p.function.as_ref().map_or(p.name.clone(), |f| format!("{} ({f})", p.name)),
        None => key.to_owned(),
    }
}

/// The answer in a sentence or two. What is past was, what is today is, what is to come will be.
pub fn sentence(answer: &Answer, today: Day, log: &Log, lang: Lang) -> String {
    let on = answer.on.short(lang);
    let tense = |past: &'static str, now: &'static str, future: &'static str| match answer.on.cmp(&today) {
        Ordering::Less => past,
        Ordering::Equal => now,
        Ordering::Greater => future,
    };
    let known = answer.known.short(lang);
    let as_known = match before_the_last(log, answer.known) {
        true => lang::say!(lang, "Nach Kenntnis vom {known}: ", "As known on {known}: "),
        false => String::new(),
    };
    let mut text = match lang {
        Lang::De => format!("{as_known}Am {on} {} ", tense("war", "ist", "wird")),
        Lang::En if as_known.is_empty() => format!("On {on} "),
        Lang::En => format!("{as_known}on {on} "),
    };
    // The German future ends in "in Kraft sein".
    let be = match lang {
        Lang::De => tense("in Kraft", "in Kraft", "in Kraft sein"),
        Lang::En => tense("was in force", "is in force", "will be in force"),
    };
    match &answer.verdict {
        Verdict::One(v) => {
            let (name, rest) = version(v, log, lang);
            text += &format!("{name} {be} ({rest}).");
        }
        Verdict::Several(all) => {
            text = match lang {
                Lang::De => {
                    format!("{as_known}Am {on} {} nebeneinander {be}:", tense("waren", "sind", "werden"))
                }
                Lang::En => format!("{text}these {} in force side by side:", tense("were", "are", "will be")),
            };
            for v in all {
                let (name, rest) = version(v, log, lang);
                text += &format!("\n  {name} ({rest})");
            }
        }
        Verdict::None(absent) => {
            let (nothing, why) = absent_text(absent, lang);
            text += &match (lang, nothing.split_once(' ')) {
                (Lang::En, Some((nothing, more))) => format!("{nothing} {be} {more}"),
                _ => format!("{nothing} {be}"),
            };
            text += &why.map_or(".".to_owned(), |why| format!(": {why}."));
        }
        Verdict::Undetermined { disputed, awaits, otherwise } => {
            let be = match lang {
                Lang::De => tense("in Kraft war", "in Kraft ist", "in Kraft sein wird"),
                Lang::En => be,
            };
            text = capital(&lang::say!(
                lang,
                "{as_known}Was am {on} {be}, ist noch offen. Es hängt ab von:",
                "{as_known}what {be} on {on} is undetermined. It depends on:"
            ));
            for a in awaits {
                text += &format!("\n  {}", awaited(a, lang));
            }
            text += &dispute::hangs_on(disputed, lang).map_or(String::new(), |line| format!("\n  {line}"));
            text += &format!("\n  {}", capital(&without(disputed, otherwise, log, lang)));
        }
    }
    text
}

/// What holds until what is awaited has come, or without what is disputed.
pub fn without(disputed: &[u64], otherwise: &Verdict, log: &Log, lang: Lang) -> String {
    let otherwise = match otherwise {
        // What is disputed is not withdrawn, and may be all there is.
        Verdict::None(Absent::Withdrawn) if !disputed.is_empty() => lang.pick("nichts", "nothing").to_owned(),
        otherwise => settled(otherwise, log, lang),
    };
    match disputed.is_empty() {
        true => lang::say!(lang, "bis dahin: {otherwise}", "until then: {otherwise}"),
        false => lang::say!(
            lang,
            "ohne strittige Erklärungen: {otherwise}",
            "without disputed records: {otherwise}"
        ),
    }
}

/// The text with a capital at its beginning.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

/// What holds as long as nothing that waits has begun and what is disputed is void, without a verb.
pub fn settled(verdict: &Verdict, log: &Log, lang: Lang) -> String {
    let one = |v| {
        let (name, rest) = version(v, log, lang);
        format!("{name} ({rest})")
    };
    match verdict {
        Verdict::One(v) => one(v),
        Verdict::Several(all) => all.iter().map(one).collect::<Vec<_>>().join("; "),
        Verdict::None(absent) => match absent_text(absent, lang) {
            (nothing, Some(why)) => format!("{nothing} ({why})"),
            (nothing, None) => nothing.to_owned(),
        },
        Verdict::Undetermined { otherwise, .. } => settled(otherwise, log, lang),
    }
}

/// A version by number and title, and its period with what else is to be known of it.
fn version(v: &InForce, log: &Log, lang: Lang) -> (String, String) {
    (name(v, log, lang), period(&v.period, lang) + &particulars(v, lang))
}

/// A version by number and title, and what else is to be known of it, but not its period.
pub fn version_in_words(v: &InForce, log: &Log, lang: Lang) -> String {
    name(v, log, lang) + &particulars(v, lang)
}

fn name(v: &InForce, log: &Log, lang: Lang) -> String {
    let number = v.version;
    let title = issue(log, v.entry).map_or(String::new(), |(_, i)| i.title.clone());
    lang::say!(lang, "Fassung {number} „{title}“", "version {number} \"{title}\"")
}

/// Whether its period is disputed, for whom it applies and whose wording, each behind a semicolon.
fn particulars(v: &InForce, lang: Lang) -> String {
    let mut rest = String::new();
    if v.disputed {
        rest += lang.pick("; Zeitraum strittig", "; period disputed");
    }
    if let Some(whom) = &v.for_whom {
        rest += &lang::say!(lang, "; für {whom}", "; for {whom}");
    }
    if let Some(entry) = v.text {
        rest += &lang::say!(
            lang,
            "; im Wortlaut der Berichtigung in Eintrag {entry}",
            "; in the wording of the correction in entry {entry}"
        );
    }
    rest
}

/// A half-open period as officers say it: `25.07.2018 bis 24.01.2019`, `ab 25.07.2018`.
pub fn period(p: &Period, lang: Lang) -> String {
    let from = p.from.short(lang);
    match p.until {
        Some(until) => {
            let last = until.previous().short(lang);
            lang::say!(lang, "vom {from} bis {last}", "from {from} to {last}")
        }
        None => lang::say!(lang, "ab {from}", "from {from}"),
    }
}

/// Nothing, and why.
pub fn absent_text(absent: &Absent, lang: Lang) -> (&'static str, Option<String>) {
    let nothing = lang.pick("nichts", "nothing");
    match absent {
        Absent::NoRecord => {
            (nothing, Some(lang::say!(lang, "keine Fassung eingetragen", "no version logged")))
        }
        Absent::Withdrawn => {
            (nothing, Some(lang::say!(lang, "jede Fassung zurückgenommen", "every version withdrawn")))
        }
        Absent::NotYet => (lang.pick("noch nichts", "nothing yet"), None),
        Absent::Repealed { since, .. } => {
            let last = since.previous().short(lang);
            let why =
                lang::say!(lang, "aufgehoben mit Ablauf des {last}", "repealed, the last day being {last}");
            (lang.pick("nichts mehr", "nothing any more"), Some(why))
        }
        Absent::Expired { since, .. } => {
            let last = since.previous().short(lang);
            let why = lang::say!(
                lang,
                "durch Fristablauf außer Kraft mit Ablauf des {last}",
                "expired, the last day being {last}"
            );
            (lang.pick("nichts mehr", "nothing any more"), Some(why))
        }
    }
}

/// What an open beginning waits for.
pub fn awaits_text(awaits: Awaits, lang: Lang) -> &'static str {
    match awaits {
        Awaits::Publication => lang.pick("Veröffentlichung", "publication"),
        Awaits::Approval => lang.pick("Genehmigung", "approval"),
        Awaits::Signature => lang.pick("Unterzeichnung", "signature"),
        Awaits::Day => lang.pick("Tag noch nicht festgestellt", "day not established"),
    }
}

/// What is awaited, with its entry.
pub fn awaited(a: &Awaited, lang: Lang) -> String {
    let what = awaits_text(a.awaits, lang);
    let entry = a.entry;
    match a.version {
        Some(v) => {
            lang::say!(lang, "Fassung {v} ({what}, Eintrag {entry})", "version {v} ({what}, entry {entry})")
        }
        None => lang::say!(lang, "Aufhebung ({what}, Eintrag {entry})", "repeal ({what}, entry {entry})"),
    }
}

/// What a flag tells a reader.
pub fn flag_text(flag: Flag, lang: Lang) -> &'static str {
    match flag {
        Flag::Retroactive => lang.pick(
            "rückwirkend: der Beginn liegt vor der Unterschrift",
            "retroactive: it began before it was signed",
        ),
        Flag::Revised => lang.pick(
            "an jenem Tag selbst wäre die Antwort eine andere gewesen",
            "asked on that day itself, the answer was another",
        ),
        Flag::Foreseen => lang.pick(
            "vorausgesehen: der Tag liegt nach dem Kenntnisstand",
            "foreseen: the day lies after what was known",
        ),
        Flag::BeforePublication => lang.pick(
            "der Beginn liegt vor der letzten Veröffentlichung",
            "it began before the last publication",
        ),
        Flag::Gap => lang.pick("Lücke zwischen zwei Geltungszeiträumen", "a gap between two periods"),
    }
}

//! Whose signatures a record lacks, in words: who can give them, until when, and how.
//!
//! Specification: `docs/four-eyes.md`. Shared by the commands that sign and by `pending` and `approve`.

use super::answer::holder;
use super::archive_args::in_zone;
use super::commit::Session;
use crate::base::{Day, Lang, lang};
use crate::format::charter::{Charter, CharterKey, Role, person};
use crate::format::record::{Body, Record};
use crate::verify::{LOGGED_WITHIN, Log, Missing};

/// What an officer is told before signing a record that others must sign as well.
pub fn others(session: &Session, record: &Record, lang: Lang) -> Option<String> {
    let (charter, origin) = (session.log.state.charter()?, session.log.origin());
    let need = charter.needs(&record.body).filter(|need| *need > 1)?;
    let own = person(&session.officer.name, origin);
    let able = charter.keys.iter().filter(|k| {
        k.role == Role::Officer
            && person(&k.name, origin) != own
            && charter.person(&k.name, origin).is_some_and(|p| p.may_sign_on(session.logged().day()))
    });
    let able = named(able, charter, origin, lang);
    Some(lang::say!(
        lang,
        "Zeichnen müssen {need} Personen; mitzeichnen kann: {able}",
        "{need} people must sign; these can approve: {able}"
    ))
}

/// Who can sign, each person once; of recovery keys, whose holders no charter names, the keys.
pub fn named<'a>(
    keys: impl Iterator<Item = &'a CharterKey>,
    charter: &Charter,
    origin: &str,
    lang: Lang,
) -> String {
    let mut names: Vec<String> = Vec::new();
    for key in keys {
        let name = holder(&key.name, Some(charter), origin);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return lang.pick("zur Zeit niemand", "nobody at present").to_owned();
    }
    names.join(", ")
}

/// The last day on which a record can be logged.
pub fn last_day(record: &Record, log: &Log) -> Day {
    let last = record.signed_at.seconds().saturating_add(LOGGED_WITHIN);
    let zone = log.state.charter().map_or("UTC", |c| c.time_zone.as_str());
    in_zone(last, zone).map_or(record.signed_at.day(), |time| time.day())
}

/// Who signed so far is known; this tells whose turn it is, a line each.
pub fn next(missing: &Missing, record: &Record, log: &Log, lang: Lang) -> Vec<String> {
    let mut lines = wanted(missing, record, log, lang);
    let last = last_day(record, log).short(lang);
    lines.push(if missing.is_empty() {
        lang::say!(
            lang,
            "Eintragen bis {last} auf dem Rechner mit dem Registerschlüssel: Datei dorthin schicken, dort `inkraft approve DATEI`.",
            "To be logged by {last} on the machine with the archive key: mail the file there, run `inkraft approve FILE` there."
        )
    } else {
        lang::say!(
            lang,
            "Bis {last}: die Datei schicken; dort `inkraft approve DATEI`, oder `inkraft reject DATEI`.",
            "By {last}: mail the file; there `inkraft approve FILE`, or `inkraft reject FILE`."
        )
    });
    lines
}

/// What is missing, a line each.
pub fn wanted(missing: &Missing, record: &Record, log: &Log, lang: Lang) -> Vec<String> {
    let (Some(charter), origin) = (log.state.charter(), log.origin()) else { return Vec::new() };
    let mut lines = Vec::new();
    let people = missing.people();
    if people > 0 {
        let able = named(missing.able.iter(), charter, origin, lang);
        lines.push(match people {
            1 => lang::say!(
                lang,
                "Es fehlt noch eine Unterschrift; zeichnen kann: {able}",
                "One more signature is missing; these can give it: {able}"
            ),
            _ => lang::say!(
                lang,
                "Es fehlen noch {people} Unterschriften; zeichnen können: {able}",
                "{people} more signatures are missing; these can give them: {able}"
            ),
        });
    }
    // Whose a new key is, only the new charter says.
    let new = match &record.body {
        Body::Charter(new) => Some(new),
        _ => None,
    };
    for key in &missing.added {
        let (name, whose) = (&key.name, holder(&key.name, new, origin));
        let whose = if whose == *name { String::new() } else { format!(" ({whose})") };
        lines.push(lang::say!(
            lang,
            "Es fehlt die Unterschrift des neuen Schlüssels {name}{whose}",
            "The signature of the new key {name}{whose} is missing"
        ));
    }
    if people == 0 && missing.added.is_empty() {
        lines.push(lang::say!(lang, "Alle haben gezeichnet.", "All have signed."));
    }
    lines
}

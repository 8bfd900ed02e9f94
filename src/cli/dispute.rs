//! What rulings made of records, in words and as JSON: disputed, confirmed, declared void.
//!
//! Specification: `docs/in-force.md`, "Disputed records"; `docs/json.md`. Shared by the commands that answer or list.

use serde_json::{Value, json};

use super::answer::period;
use crate::base::{Lang, lang};
use crate::timeline::{Fact, Span, View};

/// Entries in words: `Eintrag 4`, `Einträge 4 und 7`.
pub fn entries(list: &[u64], lang: Lang) -> String {
    let numbers: Vec<String> = list.iter().map(u64::to_string).collect();
    match numbers.split_last() {
        Some((last, [])) => lang::say!(lang, "Eintrag {last}", "entry {last}"),
        Some((last, others)) => {
            let others = others.join(", ");
            lang::say!(lang, "Einträge {others} und {last}", "entries {others} and {last}")
        }
        None => String::new(),
    }
}

/// On what an answer hangs; `None` if not on disputed records.
pub fn hangs_on(disputed: &[u64], lang: Lang) -> Option<String> {
    let list = entries(disputed, lang);
    let text = lang::say!(
        lang,
        "strittigen Erklärungen ({list}), weder bestätigt noch für unwirksam erklärt",
        "disputed records ({list}), neither confirmed nor voided"
    );
    (!disputed.is_empty()).then_some(text)
}

/// What became of a record by a ruling, if that is to be known of it.
pub fn mark(view: &View<'_>, entry: u64, lang: Lang) -> Option<&'static str> {
    if view.is_voided(entry) {
        Some(lang.pick("für unwirksam erklärt", "declared void"))
    } else if view.is_disputed(entry) {
        Some(lang.pick("strittig", "disputed"))
    } else {
        None
    }
}

/// That a record is disputed or was declared void, and by which entry: label and value.
pub fn row(view: &View<'_>, entry: u64, lang: Lang) -> Option<(&'static str, String)> {
    let by = view.ruled_by(entry)?;
    if view.is_voided(entry) {
        let text = lang::say!(
            lang,
            "ja, mit der Zeichnungsregelung in Eintrag {by} für unwirksam erklärt",
            "yes, declared void by the charter in entry {by}"
        );
        return Some((lang.pick("Unwirksam", "Void"), text));
    }
    let text = lang::say!(
        lang,
        "ja, der Schlüssel war womöglich in fremder Hand (Eintrag {by}); weder bestätigt noch für unwirksam erklärt",
        "yes, the key may have been in foreign hands (entry {by}); neither confirmed nor voided"
    );
    view.is_disputed(entry).then(|| (lang.pick("Strittig", "Disputed"), text))
}

/// What a charter rules on records of a policy.
pub fn ruling(fact: &Fact, lang: Lang) -> String {
    let Fact::Ruling { disputed, confirmed, voided } = fact else { return String::new() };
    let words = [
        (disputed, lang.pick("strittig", "disputed")),
        (confirmed, lang.pick("bestätigt", "confirmed")),
        (voided, lang.pick("für unwirksam erklärt", "declared void")),
    ];
    let said = words.into_iter().filter(|(list, _)| !list.is_empty());
    let said: Vec<_> = said.map(|(list, word)| format!("{word} {}", entries(list, lang))).collect();
    let said = said.join("; ");
    lang::say!(lang, "Zeichnungsregelung: {said}", "charter: {said}")
}

/// What a charter rules on records of a policy, as JSON.
pub fn ruling_json(fact: &Fact) -> Value {
    let Fact::Ruling { disputed, confirmed, voided } = fact else { return Value::Null };
    json!({ "disputed": disputed, "confirmed": confirmed, "voided": voided })
}

/// Adds what became of a record by rulings: `disputed`, `confirmed` or `voided`, with the entry of the ruling.
pub fn add_json(value: &mut Value, view: &View<'_>, entry: u64) {
    let Some(by) = view.ruled_by(entry) else { return };
    let word = match () {
        () if view.is_voided(entry) => "voided",
        () if view.is_disputed(entry) => "disputed",
        () => "confirmed",
    };
    value[word] = json!(by);
}

/// When a version is in force, given the entry of its issue.
pub fn span(view: &View<'_>, issue: u64, lang: Lang) -> String {
    let span = view.spans().iter().find(|s| s.entry == issue);
    match span {
        None if view.is_voided(issue) => lang::say!(lang, "nein, für unwirksam erklärt", "no, declared void"),
        None => lang::say!(lang, "nein, zurückgenommen", "no, withdrawn"),
        Some(Span { disputed: true, period: Some(p), fixed: true, .. }) => {
            let period = period(p, lang);
            lang::say!(lang, "{period}, Zeitraum strittig", "{period}, period disputed")
        }
        Some(s) if s.disputed => lang::say!(lang, "strittig", "disputed"),
        Some(s) if s.never => lang::say!(lang, "nie", "never"),
        Some(Span { period: Some(p), fixed: true, .. }) => period(p, lang),
        Some(_) => lang::say!(lang, "Beginn noch offen", "its beginning is open"),
    }
}

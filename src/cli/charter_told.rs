//! What a charter says, in words: people, what their keys may do, how many must sign, what it rules.
//!
//! Takes a charter or a part of it; gives text in one line each. Prints nothing.

use super::key_names::{reason, short};
use crate::base::{Id, Lang, lang};
use crate::format::charter::{Charter, CharterSeal, Matter, Person, Role};
use crate::format::record::After;

/// What a key may do.
pub fn role(role: Role, lang: Lang) -> &'static str {
    match role {
        Role::Archive => lang.pick("Registerschlüssel", "archive key"),
        Role::Officer => lang.pick("unterschreibt Erklärungen", "signs records"),
        Role::Recovery => {
            lang.pick("Wiederherstellung: ändert die Zeichnungsregelung", "recovery: amends the charter")
        }
    }
}

/// Whose a certificate is.
pub fn holder(seal: &CharterSeal, charter: &Charter, lang: Lang) -> String {
    match &seal.person {
        Some(id) => {
            let name = charter.people.iter().find(|p| p.id == *id).map(|p| p.name.clone());
            format!("{} ({id})", name.unwrap_or_default()).trim_start().to_owned()
        }
        None => lang.pick("der Stelle selbst", "the body's own").to_owned(),
    }
}

/// A person's name, function, authority, and whom the person stands in for.
pub fn described(person: &Person, lang: Lang) -> String {
    let mut text = person.name.clone();
    if let Some(function) = &person.function {
        text += &format!(", {function}");
    }
    if let Some(from) = person.from.map(|d| d.short(lang)) {
        text += &lang::say!(lang, ", ab {from}", ", from {from}");
    }
    if let Some(last) = person.until.map(|d| d.previous().short(lang)) {
        text += &lang::say!(lang, ", bis {last}", ", until {last}");
    }
    if !person.deputy_of.is_empty() {
        let whom = person.deputy_of.iter().map(Id::to_string).collect::<Vec<_>>().join(", ");
        text += &lang::say!(lang, ", in Vertretung von {whom}", ", standing in for {whom}");
    }
    text
}

/// How many must sign: for all records and for a charter, then where another number is stated.
pub fn thresholds(charter: &Charter, lang: Lang) -> Vec<String> {
    let (sign, amend) = (charter.threshold.sign, charter.threshold.amend);
    let mut lines = vec![lang::say!(
        lang,
        "{sign} für eine Erklärung, {amend} für eine Änderung dieser Regelung",
        "{sign} for a record, {amend} for an amendment of this charter"
    )];
    for special in &charter.threshold.special {
        let (what, sign) = (special_words(special.policy.as_ref(), special.matter, lang), special.sign);
        lines.push(format!("{sign}: {what}"));
    }
    lines
}

/// What a special number is for.
pub fn special_words(policy: Option<&Id>, matter: Option<Matter>, lang: Lang) -> String {
    let matter = matter.map(|m| match m {
        Matter::Force => {
            lang.pick("Freigaben, Geltung, Aufhebungen, Rücknahmen", "issues, effects, repeals, withdrawals")
        }
        Matter::Rendition => lang.pick("Ausgaben", "renditions"),
        Matter::Review => lang.pick("Evaluierungen", "reviews"),
        Matter::Withhold => lang.pick("Sperrungen", "withholdings"),
    });
    match (policy, matter) {
        (Some(policy), Some(matter)) => format!("{policy}, {matter}"),
        (Some(policy), None) => policy.to_string(),
        (None, matter) => matter.unwrap_or_default().to_owned(),
    }
}

/// What the record rules: labels and values.
pub fn rulings(charter: &Charter, origin: &str, lang: Lang) -> Vec<(&'static str, String)> {
    let mut rows = Vec::new();
    for revoked in &charter.revoked {
        let (key, why) = (short(&revoked.key, origin), reason(revoked.reason, lang));
        let from = revoked.compromised_from.map_or_else(String::new, |from| {
            lang::say!(lang, ", strittig ab Eintrag {from}", ", disputed from entry {from} on")
        });
        rows.push((lang.pick("Schlüssel entfallen", "Key removed"), format!("{key} ({why}{from})")));
    }
    let lists = [
        (lang.pick("Zur Kenntnis genommen", "Acknowledged"), &charter.acknowledged),
        (lang.pick("Bestätigt", "Confirmed"), &charter.confirmed),
        (lang.pick("Für unwirksam erklärt", "Voided"), &charter.voided),
    ];
    for (label, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        let numbers =
            |list: &[After]| list.iter().map(|a| a.index.to_string()).collect::<Vec<_>>().join(", ");
        let entries = numbers(list);
        rows.push((
            label,
            match list.len() {
                1 => lang::say!(lang, "Eintrag {entries}", "entry {entries}"),
                _ => lang::say!(lang, "Einträge {entries}", "entries {entries}"),
            },
        ));
    }
    rows
}

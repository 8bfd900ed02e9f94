//! What a careful reader would ask about: law and names that had moved on by the document's own "Stand".
//!
//! Specification: `docs/policy-data.md`, "What is noticed". Nothing is refused: a text may speak of what was. A
//! name is passed over where its successor stands in the same text.

use serde_json::Value as Json;

use super::Policy;
use crate::base::lang::say;
use crate::base::{Day, Lang, Say};

/// A name that had another one, or none, by the document's "Stand".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outdated {
    /// As it is called in the list below.
    pub name: &'static str,
    /// What took its place.
    pub successor: &'static str,
    /// From which day on.
    pub since: Day,
    /// The label or heading of the section in which it stands, if it stands in one.
    pub section: Option<String>,
}

/// Ways to write the old name; ways to write the new one; both in words; the day.
struct Moved {
    old: &'static [&'static str],
    new: &'static [&'static str],
    name: &'static str,
    successor: &'static str,
    since: (i16, i8, i8),
}

/// Sources: Gesetz vom 6. Mai 2024 (BGBl. 2024 I Nr. 149) for DDG and TDDDG; Medienstaatsvertrag, in force
/// since 7 November 2020; GDPR Art. 99 and SächsDSDG of 26 April 2018; CJEU C-311/18 of 16 July 2020 and
/// Implementing Decision (EU) 2023/1795 of 10 July 2023; the network's own change of name in July 2023.
const MOVED: &[Moved] = &[
    Moved {
        old: &["TMG", "Telemediengesetz"],
        new: &["DDG", "Digitale-Dienste-Gesetz", "Digitale Dienste"],
        name: "TMG (Telemediengesetz)",
        successor: "DDG (Digitale-Dienste-Gesetz)",
        since: (2024, 5, 14),
    },
    Moved {
        old: &["TTDSG", "Telekommunikation-Telemedien-Datenschutz-Gesetz"],
        new: &["TDDDG"],
        name: "TTDSG",
        successor: "TDDDG",
        since: (2024, 5, 14),
    },
    Moved {
        old: &["RStV", "Rundfunkstaatsvertrag"],
        new: &["MStV", "Medienstaatsvertrag"],
        name: "RStV (Rundfunkstaatsvertrag)",
        successor: "MStV (Medienstaatsvertrag)",
        since: (2020, 11, 7),
    },
    Moved {
        old: &["SächsDSG", "Sächsisches Datenschutzgesetz", "Sächsischen Datenschutzgesetz"],
        new: &["DSGVO", "SächsDSDG", "Datenschutz-Grundverordnung", "Datenschutzdurchführungsgesetz"],
        name: "SächsDSG (Sächsisches Datenschutzgesetz)",
        successor: "DSGVO, SächsDSDG",
        since: (2018, 5, 25),
    },
    Moved {
        old: &["Privacy Shield", "Privacy-Shield"],
        new: &["DPF", "Data Privacy Framework", "Datenschutzrahmen"],
        name: "Privacy Shield (C-311/18)",
        successor: "Data Privacy Framework (10.07.2023)",
        since: (2020, 7, 16),
    },
    Moved { old: &["Twitter"], new: &["X"], name: "Twitter", successor: "X", since: (2023, 7, 23) },
];

/// Everything in the document that had moved on by its "Stand", each name once.
pub fn lint(policy: &Policy) -> Vec<Outdated> {
    let mut found = Vec::new();
    let places = policy.sections.iter().chain(&policy.annexes);
    let sections: Vec<(Option<String>, Json)> = places
        .map(|s| (s.label.clone().or_else(|| s.heading.clone()), serde_json::to_value(s).unwrap_or_default()))
        .collect();
    let whole = serde_json::to_value(policy).unwrap_or_default();
    for moved in MOVED {
        let (year, month, day) = moved.since;
        let Some(since) = Day::new(year, month, day) else { continue };
        // A month as "Stand" is judged by its first day: on that day the old name was still right.
        if policy.as_of.first_day() < since {
            continue;
        }
        let section = sections.iter().find(|(_, text)| is_said(text, moved));
        let section = match section {
            Some((name, _)) => name.clone(),
            None if is_said(&whole, moved) => None,
            None => continue,
        };
        found.push(Outdated { name: moved.name, successor: moved.successor, since, section });
    }
    found
}

/// Whether a string in the data says the old name and not the new one.
fn is_said(data: &Json, moved: &Moved) -> bool {
    match data {
        Json::String(s) => {
            moved.old.iter().any(|name| says(s, name)) && !moved.new.iter().any(|name| says(s, name))
        }
        Json::Array(values) => values.iter().any(|v| is_said(v, moved)),
        // Addresses keep old names for good reasons, and what was new once was right then.
        Json::Object(map) => map
            .iter()
            .filter(|(key, _)| !["url", "id", "earlier", "changes"].contains(&key.as_str()))
            .any(|(_, v)| is_said(v, moved)),
        Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}

/// Whether a name stands in a text as a word of its own; a long one may be inflected: `Telemediengesetzes`.
fn says(text: &str, name: &str) -> bool {
    let inflected = name.chars().count() > 8;
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|s| s.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|s| s.chars().next());
        !before.is_some_and(char::is_alphanumeric) && (inflected || !after.is_some_and(char::is_alphanumeric))
    })
}

impl Say for Outdated {
    fn fact(&self, lang: Lang) -> String {
        let Self { name, successor, since, section } = self;
        let since = since.short(lang);
        let place =
            section.as_ref().map_or(String::new(), |s| say!(lang, " (Abschnitt {s})", " (section {s})"));
        say!(
            lang,
            "„{name}“{place} war zum Stand des Dokuments schon überholt: seit {since} {successor}",
            "“{name}”{place} was out of date by the document's own date: since {since} {successor}"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(say!(
            lang,
            "Prüfen Sie die Stelle. Ist der frühere Name gemeint, so nennen Sie den neuen daneben.",
            "Look at the place. If the former name is meant, give the new one beside it."
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::parse;

    fn found(as_of: &str, text: &str) -> Vec<&'static str> {
        let toml = format!(
            "title = \"T\"\nlanguage = \"de\"\npublisher = \"P\"\nas_of = \"{as_of}\"\n\n[[sections]]\ntext = '''\n{text}\n'''\n"
        );
        lint(&parse("policy.toml", &toml, None).unwrap()).iter().map(|o| o.name).collect()
    }

    #[test]
    fn law_that_had_moved_is_noticed_from_its_day_on() {
        let old = "Nach § 5 TMG und dem Telemediengesetz.";
        assert_eq!(found("2024-05-13", old), [""; 0]);
        assert_eq!(found("2024-05-14", old), ["TMG (Telemediengesetz)"]);
        // May began with the old law, June did not.
        assert_eq!(found("2024-05", old), [""; 0]);
        assert_eq!(found("2024-06", old), ["TMG (Telemediengesetz)"]);
        assert_eq!(found("2018-07", "Nach §§ 18–22 des Sächsischen Datenschutzgesetzes."), [MOVED[3].name]);
        assert_eq!(found("2023-08", "Auf Facebook und Twitter."), ["Twitter"]);
    }

    #[test]
    fn a_text_may_speak_of_what_was() {
        for text in [
            "§ 5 DDG, früher § 5 TMG.",
            "X (bis Juli 2023: Twitter)",
            "Die TMGX und das ATMG.",
            "[Konto](https://twitter.example/TMG)",
        ] {
            assert_eq!(found("2024-06", text), [""; 0], "{text}");
        }
    }
}

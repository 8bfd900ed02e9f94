//! Events: what happened to a text outside the archive, in words and as an officer states it.
//!
//! Specification: `docs/archive-format.md`, "events"; `docs/in-force.md`. They raise flags and decide nothing. Takes
//! `WHAT DAY [WHERE]`; gives the event, or says what is missing in it.

use crate::base::effect::{Event, EventKind};
use crate::base::{Lang, lang};

#[cfg(feature = "author")]
pub use stated::{EventArgs, rows, warn_if_open};

/// An event in words: `veröffentlicht am 29.06.2018 (Amtsblatt 12/2018)`.
pub fn told(event: &Event, lang: Lang) -> String {
    let (what, day) = (kind(event.what, lang), event.day.short(lang));
    let text = lang::say!(lang, "{what} am {day}", "{what} on {day}");
    match &event.place {
        Some(place) => format!("{text} ({place})"),
        None => text,
    }
}

fn kind(kind: EventKind, lang: Lang) -> &'static str {
    match kind {
        EventKind::Decided => lang.pick("beschlossen", "decided"),
        EventKind::Approved => lang.pick("genehmigt", "approved"),
        EventKind::Signed => lang.pick("unterzeichnet", "signed"),
        EventKind::Published => lang.pick("veröffentlicht", "published"),
        EventKind::Certified => lang.pick("beglaubigt", "certified"),
    }
}

#[cfg(feature = "author")]
mod stated {
    use super::super::archive_args::day;
    use super::super::given::line;
    use super::super::out::{Failure, Out};
    use super::{kind, told};
    use crate::base::effect::{Awaits, Effect, Event, EventKind, From};
    use crate::base::{Day, Lang, Say, lang};

    /// All kinds, in the order in which they usually happen.
    const KINDS: [EventKind; 5] = [
        EventKind::Decided,
        EventKind::Approved,
        EventKind::Signed,
        EventKind::Published,
        EventKind::Certified,
    ];

    /// The argument of every signing command.
    #[derive(Debug, clap::Args)]
    pub struct EventArgs {
        /// What happened outside the archive, as "WHAT DAY [WHERE]"; can be given more than once
        ///
        /// WHAT is decided, approved, signed, published or certified: "published 2018-06-29 Official Gazette 12/2018". It is kept and shown, and decides nothing.
        #[arg(long = "event", value_name = "EVENT")]
        events: Vec<String>,
    }

    impl EventArgs {
        /// Whether there is one.
        pub fn is_given(&self) -> bool {
            !self.events.is_empty()
        }

        /// The events, in the order in which they were given; warns of what may be a slip.
        pub fn read(&self, today: Day, out: &mut Out) -> Result<Vec<Event>, Failure> {
            let mut events: Vec<Event> = Vec::new();
            for text in &self.events {
                let event = parse(text, today)?;
                if events.contains(&event) {
                    return Err(NoEvent::Twice(text.clone()).into());
                }
                events.push(event);
            }
            for event in events.iter().filter(|e| e.day > today) {
                out.warning(&Odd::Future(event.clone()));
            }
            let first = |what| events.iter().filter(|e| e.what == what).min_by_key(|e| e.day);
            if let (Some(decided), Some(published)) = (first(EventKind::Decided), first(EventKind::Published))
                && published.day < decided.day
            {
                out.warning(&Odd::Order(published.clone(), decided.clone()));
            }
            Ok(events)
        }
    }

    /// What an officer is shown of them before signing.
    pub fn rows(events: &[Event], lang: Lang) -> Vec<(&'static str, String)> {
        events.iter().map(|e| (lang.pick("Ereignis", "Event"), told(e, lang))).collect()
    }

    /// Warns where what a beginning waits for has happened: that alone begins nothing.
    pub fn warn_if_open(events: &[Event], effect: &Effect, out: &mut Out) {
        let From::Open(open) = &effect.from else { return };
        let awaited = match open.awaits {
            Awaits::Publication => EventKind::Published,
            Awaits::Approval => EventKind::Approved,
            Awaits::Signature => EventKind::Signed,
            Awaits::Day => return,
        };
        if let Some(event) = events.iter().find(|e| e.what == awaited) {
            out.warning(&Odd::Open(event.clone()));
        }
    }

    fn parse(text: &str, today: Day) -> Result<Event, Failure> {
        let mut words = text.split_whitespace();
        let what = words.next().and_then(known).ok_or_else(|| NoEvent::What(text.to_owned()))?;
        let on = words.next().ok_or_else(|| NoEvent::NoDay(text.to_owned()))?;
        let place = line(&words.collect::<Vec<_>>().join(" "));
        Ok(Event { what, day: day(on, today)?, place: (!place.is_empty()).then_some(place) })
    }

    /// The kind that a word names, in either language.
    fn known(word: &str) -> Option<EventKind> {
        let word = word.trim_end_matches([':', ',']).to_lowercase().replace("veroeff", "veröff");
        KINDS.into_iter().find(|k| [Lang::De, Lang::En].iter().any(|lang| kind(*k, *lang) == word))
    }

    /// Why a text is no event.
    #[derive(Debug)]
    enum NoEvent {
        /// It does not begin with a kind.
        What(String),
        /// No day follows.
        NoDay(String),
        /// It is given twice.
        Twice(String),
    }

    impl Say for NoEvent {
        fn fact(&self, lang: Lang) -> String {
            match self {
                Self::What(text) => lang::say!(
                    lang,
                    "das Ereignis „{text}“ sagt nicht zuerst, was geschah",
                    "the event \"{text}\" does not begin with what happened"
                ),
                Self::NoDay(text) => {
                    lang::say!(
                        lang,
                        "im Ereignis „{text}“ fehlt der Tag",
                        "the event \"{text}\" lacks its day"
                    )
                }
                Self::Twice(text) => {
                    lang::say!(
                        lang,
                        "das Ereignis „{text}“ ist doppelt",
                        "the event \"{text}\" is given twice"
                    )
                }
            }
        }

        fn advice(&self, lang: Lang) -> Option<String> {
            let kinds = KINDS.map(|k| kind(k, lang)).join(", ");
            match self {
                Self::What(_) => Some(lang::say!(
                    lang,
                    "Was, Tag und Ort in Anführungszeichen: --event \"veröffentlicht 29.06.2018 Amtsblatt 12/2018\"; was: {kinds}.",
                    "What, day and place in quotation marks: --event \"published 2018-06-29 Official Gazette 12/2018\"; what: {kinds}."
                )),
                Self::NoDay(_) => Some(lang::say!(
                    lang,
                    "Alles zusammen in Anführungszeichen: --event \"beschlossen 25.06.2018\".",
                    "All of it together in quotation marks: --event \"decided 2018-06-25\"."
                )),
                Self::Twice(_) => None,
            }
        }
    }

    /// An event that can be, and is more likely a slip.
    #[derive(Debug)]
    enum Odd {
        /// It is still to come.
        Future(Event),
        /// Published before it was decided.
        Order(Event, Event),
        /// It is what the beginning waits for.
        Open(Event),
    }

    impl Say for Odd {
        fn fact(&self, lang: Lang) -> String {
            match self {
                Self::Future(event) => {
                    let event = told(event, lang);
                    lang::say!(
                        lang,
                        "das Ereignis liegt noch in der Zukunft: {event}",
                        "the event still lies in the future: {event}"
                    )
                }
                Self::Order(one, other) => {
                    let (one, other) = (told(one, lang), told(other, lang));
                    lang::say!(
                        lang,
                        "die Reihenfolge ist ungewöhnlich: {one}, {other}",
                        "the order is unusual: {one}, {other}"
                    )
                }
                Self::Open(event) => {
                    let event = told(event, lang);
                    lang::say!(
                        lang,
                        "darauf wartet der Beginn, und er bleibt doch offen: {event}",
                        "the beginning waits for this, and stays open nevertheless: {event}"
                    )
                }
            }
        }

        fn advice(&self, lang: Lang) -> Option<String> {
            Some(match self {
                Self::Future(_) => lang::say!(
                    lang,
                    "Besser erst eintragen, wenn es geschehen ist; eine Erklärung lässt sich nicht ändern.",
                    "Better log it when it has happened; a record cannot be changed."
                ),
                Self::Open(_) => lang::say!(
                    lang,
                    "Den ersten Tag stellt `effect commence` fest.",
                    "`effect commence` states the first day."
                ),
                Self::Order(..) => lang::say!(lang, "Stimmen die Tage?", "Are the days right?"),
            })
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn events_are_read_in_both_languages() {
            let today: Day = "2018-07-02".parse().unwrap();
            let read = |text: &str| parse(text, today).ok().map(|e| told(&e, Lang::En));
            let published = Some("published on 2018-06-29 (Amtsblatt 12/2018)".to_owned());
            assert_eq!(read("published 2018-06-29 Amtsblatt  12/2018"), published);
            assert_eq!(read("Veröffentlicht: 29.06.2018 Amtsblatt 12/2018"), published);
            assert_eq!(read("veroeffentlicht 29.06.2018 Amtsblatt 12/2018"), published);
            assert_eq!(read("beschlossen heute"), Some("decided on 2018-07-02".to_owned()));
            for kind_ in KINDS {
                assert_eq!(known(kind(kind_, Lang::De)), Some(kind_));
                assert_eq!(known(kind(kind_, Lang::En)), Some(kind_));
            }
            for bad in ["", "published", "2018-06-29 published", "gedruckt 2018-06-29", "published 2018-6-29"]
            {
                assert_eq!(read(bad), None, "{bad}");
            }
        }
    }
}

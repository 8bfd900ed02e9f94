//! Why an `effect` is not the move that it was called, and what about a move may not be meant.
//!
//! Values and texts only: `moving` decides.

use crate::base::effect::Open;
use crate::base::{Day, Lang, Say, lang};

/// Which of the moves.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// State the day of an open beginning.
    Commence,
    /// Begin later.
    Postpone,
    /// End later.
    Extend,
    /// End earlier.
    Shorten,
}

/// It is no such move. Nothing was changed.
#[derive(Debug)]
pub enum NoMove {
    /// There is nothing that it could be about.
    Nothing(Kind),
    /// There is more than one thing, in German and in English.
    Several(Vec<(String, String)>),
    /// The beginning is not open.
    Settled(Day),
    /// The new beginning is not later.
    NotLater,
    /// There is no end that could come later.
    NoEnd,
    /// The new end is not later than this last day.
    EndNotLater(Day),
    /// The new end is not earlier than this last day.
    EndNotEarlier(Day),
    /// A repeal has no end.
    Repeal,
}

impl Say for NoMove {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Nothing(kind) => {
                let text = match kind {
                    Kind::Commence => lang
                        .pick("kein Beginn dieser Regelung ist offen", "no beginning of this policy is open"),
                    Kind::Postpone => lang.pick(
                        "keine Fassung und keine Aufhebung steht noch bevor",
                        "no version and no repeal is still to come",
                    ),
                    Kind::Extend => lang.pick(
                        "keine Fassung, die gilt oder noch gelten wird, ist befristet",
                        "no version that is or will be in force has an end",
                    ),
                    Kind::Shorten => lang.pick(
                        "keine Fassung gilt oder wird noch gelten",
                        "no version is or will be in force",
                    ),
                };
                text.to_owned()
            }
            Self::Several(all) => {
                let names = |pick: fn(&(String, String)) -> &String| {
                    all.iter().map(|n| pick(n).as_str()).collect::<Vec<_>>().join(", ")
                };
                let (de, en) = (names(|n| &n.0), names(|n| &n.1));
                lang::say!(lang, "gemeint sein kann mehreres: {de}", "more than one thing can be meant: {en}")
            }
            Self::Settled(day) => {
                let day = day.short(lang);
                lang::say!(
                    lang,
                    "der Beginn ist nicht offen, er ist auf den {day} festgelegt",
                    "the beginning is not open, it is settled on {day}"
                )
            }
            Self::NotLater => lang::say!(
                lang,
                "der Beginn wird dadurch nicht hinausgeschoben",
                "this does not put the beginning off"
            ),
            Self::NoEnd => lang::say!(lang, "die Fassung hat kein Ende", "the version has no end"),
            Self::EndNotLater(last) => {
                let last = last.short(lang);
                lang::say!(
                    lang,
                    "der letzte Tag ist schon der {last}, das ist keine Verlängerung",
                    "the last day is {last} already, this is no extension"
                )
            }
            Self::EndNotEarlier(last) => {
                let last = last.short(lang);
                lang::say!(
                    lang,
                    "der letzte Tag ist schon der {last}, das ist keine Verkürzung",
                    "the last day is {last} already, this shortens nothing"
                )
            }
            Self::Repeal => lang::say!(
                lang,
                "eine Aufhebung hat kein Ende, das sich verschieben ließe",
                "a repeal has no end that could be moved"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Several(_) => lang::say!(
                lang,
                "Mit --version oder --entry sagen, was gemeint ist.",
                "Say with --version or --entry what is meant."
            ),
            Self::Settled(_) => lang::say!(
                lang,
                "Einen anderen Tag bestimmt `inkraft effect … --from`, einen späteren `effect postpone`.",
                "`inkraft effect … --from` states another day, `effect postpone` a later one."
            ),
            Self::NotLater => lang::say!(
                lang,
                "Den Tag eines offenen Beginns stellt `effect commence` fest; einen früheren bestimmt `inkraft effect … --from`.",
                "`effect commence` states the day of an open beginning, `inkraft effect … --from` an earlier one."
            ),
            Self::NoEnd => {
                lang::say!(lang, "Ein Ende bestimmt `effect shorten`.", "`effect shorten` states an end.")
            }
            Self::EndNotLater(_) => lang::say!(
                lang,
                "Ein früheres Ende bestimmt `effect shorten`.",
                "`effect shorten` states an earlier end."
            ),
            Self::EndNotEarlier(_) => lang::say!(
                lang,
                "Ein späteres Ende bestimmt `effect extend`.",
                "`effect extend` states a later end."
            ),
            Self::Nothing(_) | Self::Repeal => lang::say!(
                lang,
                "`inkraft history` zeigt die Einträge.",
                "`inkraft history` shows the entries."
            ),
        })
    }
}

/// Something that can be, and may not be meant.
#[derive(Debug)]
pub enum Odd {
    /// The day lies outside those that were stated for an open beginning.
    Outside(Day, Open),
    /// By what was stated so far it has begun.
    Begun(Day),
    /// By what was stated so far it is over.
    Over(Day),
}

impl Say for Odd {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Outside(on, open) => {
                let (on, first) = (on.short(lang), open.not_before.short(lang));
                let last = open.not_after.map(|last| last.short(lang));
                let last = last.map_or_else(String::new, |last| {
                    lang::say!(lang, ", spätestens am {last}", ", on {last} at the latest")
                });
                lang::say!(
                    lang,
                    "der {on} liegt nicht in dem, was bisher erklärt war: frühestens am {first}{last}",
                    "{on} is not within what was stated so far: on {first} at the earliest{last}"
                )
            }
            Self::Begun(since) => {
                let since = since.short(lang);
                lang::say!(
                    lang,
                    "nach dem, was bisher erklärt war, hat sie am {since} schon begonnen",
                    "by what was stated so far it has begun already, on {since}"
                )
            }
            Self::Over(last) => {
                let last = last.short(lang);
                lang::say!(
                    lang,
                    "nach dem, was bisher erklärt war, ist sie seit dem {last} zu Ende",
                    "by what was stated so far its last day was {last}"
                )
            }
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Outside(..) => lang::say!(lang, "Stimmt der Tag?", "Is the day right?"),
            Self::Begun(_) | Self::Over(_) => lang::say!(
                lang,
                "Auskünfte über vergangene Tage können dadurch anders lauten.",
                "Answers about past days may become others by this."
            ),
        })
    }
}
